"""Every wall is run against from inside: `support/sandbox_attacks.py` is the process that tries."""

from __future__ import annotations

import json
import platform
import signal
import subprocess
import sys
from pathlib import Path

import pytest

ATTACKS = Path(__file__).parents[2] / "support/sandbox_attacks.py"
filtered = pytest.mark.skipif(
    sys.platform != "linux" or platform.machine() not in ("x86_64", "aarch64"),
    reason="system calls are filtered on Linux, x86-64 and arm64",
)


def attempts(kind: str, folder: Path) -> dict[str, str]:
    """What became of each attempt, by what was attempted."""
    done = subprocess.run([sys.executable, ATTACKS, kind, folder], capture_output=True, check=True, timeout=60)
    return json.loads(done.stdout)


@filtered
def test_a_child_that_parses_gets_nowhere(tmp_path: Path):
    ended = attempts("computing", tmp_path)
    assert {name for name, ending in ended.items() if ending == "done"} == set()
    assert len(ended) >= 15
    assert not (tmp_path / "made").exists()
    assert (tmp_path / "open").stat().st_size == 0


@filtered
def test_a_child_that_starts_poppler_may_read_and_start_it_and_nothing_else(tmp_path: Path):
    ended = attempts("drawing", tmp_path)
    done = {name for name, ending in ended.items() if ending == "done"}
    assert done - {"signal its parent"} == {"read a file", "fork", "start a program"}
    assert not (tmp_path / "made").exists()


@pytest.mark.slow
def test_a_child_that_goes_on_for_ever_is_ended_by_the_kernel(tmp_path: Path):
    ended = subprocess.run([sys.executable, ATTACKS, "endless", tmp_path], capture_output=True, timeout=60)
    assert ended.returncode == -signal.SIGXCPU
