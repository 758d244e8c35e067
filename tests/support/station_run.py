"""A whole station in a folder of its own, for the tests, benchmarks and fault runs that need one."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import measure
from loopback import free_port

SHARED = Path(__file__).parents[2].parent / "shared" / "data"
STOP_SECONDS = 15.0


def configure(folder: Path, arxiv: str = "", /, **tables: str) -> Path:
    """A configuration with an empty data folder; `arxiv` is a local server's address, empty for none.

    Further tables are given as text: `licence="private = true"`.
    """
    folder.mkdir(parents=True, exist_ok=True)
    file = folder / "paper-radio.toml"
    tables = {"desk": f"port = {free_port()}", "rank": "hours_per_day = 24", "speech": 'engine = "espeak"', **tables}
    if arxiv:
        doors = {"feed": "atom", "api": "api/query", "oai": "oai", "pdf": "pdf"}
        tables["arxiv"] = "\n".join(f'{door}_url = "{arxiv}/{path}"' for door, path in doors.items())
    station = f'[station]\ndata = "{folder / "data"}"\n' + ('contact = "tests@localhost"\n' if arxiv else "")
    file.write_text(station + "".join(f"[{name}]\n{text}\n" for name, text in tables.items()))
    return file


@contextmanager
def running(config: Path, *arguments: str) -> Iterator[subprocess.Popen]:
    """`paper-radio run` on this configuration; its output goes to `station.log` beside it. Stopped at the end."""
    with (config.parent / "station.log").open("a") as output:
        command = [sys.executable, "-m", "workers.cli.main", "run", "--config", str(config), *arguments]
        process = subprocess.Popen(command, stdout=output, stderr=output)
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                process.kill()
                raise AssertionError(f"the station did not stop within {STOP_SECONDS} s") from None


def wait_for(what: Callable[[], object], seconds: float, why: str) -> object:
    """The first truthy answer of `what`, asked twice a second. Raises AssertionError when it never comes."""
    until = time.monotonic() + seconds
    while time.monotonic() < until:
        if answer := what():
            return answer
        time.sleep(0.5)
    raise AssertionError(f"waited {seconds} s in vain: {why}")


def fetched(address: str) -> tuple[int, bytes]:
    """Status and body of a page on loopback; status 0 when nobody answers."""
    try:
        with urllib.request.urlopen(address, timeout=5) as answer:
            return answer.status, answer.read()
    except urllib.error.HTTPError as exc:
        return exc.code, exc.read()
    except OSError:
        return 0, b""


def asrun(data: Path) -> list[dict]:
    """The lines of air's log, in order."""
    lines = [line for file in sorted((data / "air/asrun").glob("*.jsonl")) for line in file.read_text().splitlines()]
    return [json.loads(line) for line in lines if line.endswith("}")]


def program_pid(run: int, name: str) -> int | None:
    """The process of one of the three programs below `paper-radio run`."""
    for pid in measure.tree(run)[1:]:
        try:
            command = Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
        except OSError:
            continue
        if name.encode() in command and b"workers.cli.main" in command:
            return pid
    return None


@contextmanager
def held_up(run: int, store: Path, *names: str) -> Iterator[None]:
    """Programs stopped with SIGSTOP and the store locked for the block."""
    pids = [program_pid(run, name) for name in names]
    lock = sqlite3.connect(store, timeout=30, isolation_level=None)
    lock.execute("BEGIN EXCLUSIVE")
    try:
        for pid in pids:
            os.kill(pid, signal.SIGSTOP)
        yield
    finally:
        for pid in pids:
            os.kill(pid, signal.SIGCONT)
        lock.rollback()
        lock.close()


def descendants_of(folder: Path) -> list[int]:
    """Processes alive whose command line or open files name the folder: what a stopped station must not leave."""
    own, found = os.getpid(), []
    for process in Path("/proc").glob("[0-9]*"):
        pid = int(process.name)
        if pid == own:
            continue
        try:
            command = (process / "cmdline").read_bytes().decode(errors="replace")
            files = [str(handle.readlink()) for handle in (process / "fd").iterdir()]
        except OSError:
            continue
        if str(folder) in command or any(str(folder) in file for file in files):
            found.append(pid)
    return found
