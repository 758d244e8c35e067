"""A child on a leash dies with its parent, however the parent ended."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from radio import parent_death

GONE_SECONDS = 5.0

PARENT = """
import subprocess, sys, time
from radio.parent_death import leashed
child = subprocess.Popen(leashed(["sleep", "60"]))
print(child.pid, flush=True)
time.sleep(60)
"""


def alive(pid: int) -> bool:
    try:
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except FileNotFoundError:
        return False


def test_the_command_runs_as_if_it_had_no_leash():
    done = subprocess.run(
        parent_death.leashed(["printf", "%s-%s", "a b", "c"]), capture_output=True, text=True, timeout=10
    )
    assert (done.stdout, done.returncode) == ("a b-c", 0)


def test_the_child_becomes_the_command_under_the_same_process_id():
    process = subprocess.Popen(parent_death.leashed(["sh", "-c", "echo $$"]), stdout=subprocess.PIPE, text=True)
    assert int(process.communicate(timeout=10)[0]) == process.pid


@pytest.mark.slow
def test_a_child_dies_when_its_parent_is_killed():
    parent = subprocess.Popen([sys.executable, "-c", PARENT], stdout=subprocess.PIPE, text=True)
    with parent, parent.stdout:
        child = int(parent.stdout.readline())
        os.kill(parent.pid, signal.SIGKILL)
        parent.wait(GONE_SECONDS)
        until = time.monotonic() + GONE_SECONDS
        while alive(child) and time.monotonic() < until:
            time.sleep(0.02)
        assert not alive(child)


def test_a_child_whose_parent_is_gone_already_does_not_start():
    command = parent_death.leashed(["echo", "here"])
    command[command.index(str(os.getpid()))] = "1999999999"
    done = subprocess.run(command, capture_output=True, text=True, timeout=10)
    assert (done.stdout, done.returncode) == ("", 1)
