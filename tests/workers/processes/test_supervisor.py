"""`paper-radio run`: what dies comes back, what is asked to stop stops in order, and nothing is left behind."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
import sys
import time
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from loopback import free_port

from radio.config import Config, DeskConfig, StationConfig
from workers.processes.supervisor import STOP_SECONDS, Supervisor

PROGRAM = """
import http.server, os, signal, sys, time
name, folder, port, behaviour = sys.argv[1:]
def note(word):
    with open(os.path.join(folder, "notes"), "a") as file:
        file.write(f"{name} {word} {os.getpid()} {time.monotonic()}\\n")
def stop(*_):
    note("stopped")
    os._exit(0)
signal.signal(signal.SIGTERM, signal.SIG_IGN if behaviour == "deaf" else stop)
note("started")
if behaviour == "done":
    sys.exit(0)
if name == "desk":
    class Page(http.server.BaseHTTPRequestHandler):
        def do_GET(self):
            self.send_response(200)
            self.end_headers()
        def log_message(self, *_): pass
    http.server.HTTPServer(("127.0.0.1", int(port)), Page).serve_forever()
time.sleep(60)
"""


class Station:
    """Three small programs under the real supervisor."""

    def __init__(self, folder: Path, beside: str = "", **behaviour: str):
        self.port = free_port()
        self.folder = folder
        self.behaviour = behaviour
        config = Config(station=StationConfig(data=folder), desk=DeskConfig(port=self.port))
        self.supervisor = Supervisor(config, self.command, self.command(beside) if beside else ())

    def command(self, name: str) -> list[str]:
        behaviour = self.behaviour.get(name, "well")
        return [sys.executable, "-c", PROGRAM, name, str(self.folder), str(self.port), behaviour]

    def notes(self, *words: str) -> list[list[str]]:
        file = self.folder / "notes"
        lines = [line.split() for line in file.read_text().splitlines()] if file.exists() else []
        return [line for line in lines if set(words) <= set(line)]

    async def until(self, what, seconds: float = 10.0) -> None:
        async with asyncio.timeout(seconds):
            while not what():  # noqa: ASYNC110 - the programs are other processes
                await asyncio.sleep(0.02)

    @asynccontextmanager
    async def on(self):
        running = asyncio.ensure_future(self.supervisor.run())
        try:
            await self.until(lambda: len(self.notes("started")) >= 3)
            yield
        finally:
            self.supervisor.stop()
            await running

    def left_behind(self) -> list[int]:
        pids = [int(line[2]) for line in self.notes("started")]
        return [pid for pid in pids if Path(f"/proc/{pid}/cmdline").exists()]


@pytest.mark.slow
async def test_the_page_is_announced_once_it_answers(tmp_path, capfd):
    station = Station(tmp_path)
    async with station.on():
        said = ""

        def announced() -> bool:
            nonlocal said
            said += capfd.readouterr().out
            return "\n" in said

        await station.until(announced)
    assert said == f"Paper Radio is on at http://127.0.0.1:{station.port}/\n"


@pytest.mark.slow
async def test_air_is_stopped_last_and_nothing_is_left(tmp_path):
    station = Station(tmp_path)
    async with station.on():
        pass
    assert [line[0] for line in station.notes("stopped")][-1] == "air"
    assert len(station.notes("stopped")) == 3 and not station.left_behind()


@pytest.mark.slow
async def test_a_program_that_is_killed_starts_again_and_its_siblings_do_not(tmp_path):
    station = Station(tmp_path)
    async with station.on():
        os.kill(int(station.notes("air", "started")[0][2]), signal.SIGKILL)
        killed = time.monotonic()
        await station.until(lambda: len(station.notes("air", "started")) == 2)
        assert float(station.notes("air", "started")[1][3]) - killed < 1.0
        assert len(station.notes("studio", "started")) == len(station.notes("desk", "started")) == 1
    assert not station.left_behind()


@pytest.mark.slow
async def test_what_runs_beside_the_station_runs_once_and_ends_with_it(tmp_path):
    station = Station(tmp_path, beside="voices", voices="deaf")
    async with station.on():
        await station.until(lambda: station.notes("voices", "started"))
    assert not station.left_behind()


@pytest.mark.slow
async def test_what_runs_beside_the_station_may_end_and_is_not_started_again(tmp_path):
    station = Station(tmp_path, beside="voices", voices="done")
    async with station.on():
        await station.until(lambda: station.notes("voices", "started"))
        os.kill(int(station.notes("studio", "started")[0][2]), signal.SIGKILL)
        await station.until(lambda: len(station.notes("studio", "started")) == 2)
    assert len(station.notes("voices", "started")) == 1


@pytest.mark.slow
async def test_a_program_that_does_not_listen_is_killed_in_time(tmp_path):
    station = Station(tmp_path, studio="deaf", air="deaf")
    async with station.on():
        started = time.monotonic()
    assert STOP_SECONDS - 0.5 < time.monotonic() - started < 5.0
    assert not station.left_behind()


@pytest.mark.slow
async def test_a_second_signal_does_not_wait(tmp_path):
    station = Station(tmp_path, studio="deaf", air="deaf")
    async with station.on():
        station.supervisor.stop()
        started = time.monotonic()
    assert time.monotonic() - started < 1.5 and not station.left_behind()


@pytest.mark.slow
async def test_air_that_was_asked_to_stop_stops_the_station(tmp_path):
    station = Station(tmp_path, air="done")
    await asyncio.wait_for(station.supervisor.run(), 10)
    assert len(station.notes("air", "started")) == 1 and not station.left_behind()


@pytest.mark.slow
def test_a_second_station_on_the_same_folder_is_refused(tmp_path):
    (tmp_path / "run").mkdir()
    holder = subprocess.Popen(
        ["flock", str(tmp_path / "run/run.lock"), "sh", "-c", "echo held; exec sleep 30"], stdout=subprocess.PIPE
    )
    with holder, holder.stdout:
        assert holder.stdout.readline() == b"held\n"
        file = tmp_path / "paper-radio.toml"
        file.write_text(f'[station]\ndata = "{tmp_path}"\n')
        command = [sys.executable, "-m", "workers.cli.main", "run", "--config", str(file)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=20)
        holder.terminate()
    assert done.returncode == 1 and "already runs" in done.stderr and "Traceback" not in done.stderr
