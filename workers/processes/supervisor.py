"""`paper-radio run`: the three programs as child processes on one terminal, each started again when it dies.

Natural voices that the operator wants are fetched beside them, once, by a child that may fail. Prints one line, the
page's address, once the page answers. A signal stops studio and desk first and air last, all within `STOP_SECONDS`; a
second signal ends everything at once. Air that ends by itself with status 0 was stopped
over its socket, and the station stops with it. What runs under systemd needs none of this.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import sys
from asyncio.subprocess import Process
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from radio import log
from radio.backoff import BackOff
from radio.config import Config, load
from radio.lock import only_one
from workers.processes.child import spawn
from workers.processes.loops import FIRST_PAUSE_SECONDS
from workers.processes.signals import when_stopped
from workers.voices import question

STOP_SECONDS = 4.5
"""Whatever still runs this long after the first signal gets SIGKILL."""
AIR_GOES_ON_SECONDS = 1.0
"""How long air waits at most for studio and desk to end before it."""
AIR_PAUSE_SECONDS = 0.1
"""The first pause of air, which is heard."""
LONGEST_PAUSE_SECONDS = 30.0
LONGEST_AIR_PAUSE_SECONDS = 1.0
"""Air is waited for by everybody who listens."""
HEALTHY_SECONDS = 60.0
"""A program that ran this long starts again with its first pause."""
ASK_PAGE_SECONDS = 0.5
ANSWER_SECONDS = 2.0
PAGE_SECONDS = 60.0
"""What runs beside the station waits this long at most for its page: the station comes first."""


@dataclass(slots=True)
class Program:
    """One of the three, and how it fares."""

    name: str
    pauses: BackOff
    process: Process | None = None

    def send(self, number: signal.Signals) -> None:
        if self.process is not None and self.process.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, number)


class Supervisor:
    """Keeps the programs running until `stop` is called. `command` gives the command line of a program by its name.

    `beside` is a command line that runs once, beside them.
    """

    def __init__(self, config: Config, command: Callable[[str], Sequence[str]], beside: Sequence[str] = ()):
        self._config = config
        self._command = command
        self._beside = beside
        self._air = Program("air", BackOff(AIR_PAUSE_SECONDS, LONGEST_AIR_PAUSE_SECONDS, HEALTHY_SECONDS))
        self._others = tuple(
            Program(name, BackOff(FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS, HEALTHY_SECONDS))
            for name in ("desk", "studio")
        )
        self._page_is_up = asyncio.Event()
        self._stopping = asyncio.Event()
        self._forced = asyncio.Event()

    def stop(self) -> None:
        """The first call ends the programs in order, the second at once."""
        (self._forced if self._stopping.is_set() else self._stopping).set()

    async def run(self) -> None:
        """Returns when every program has ended."""
        async with asyncio.TaskGroup() as group:
            kept = {p.name: group.create_task(self._keep(p), name=p.name) for p in (self._air, *self._others)}
            asides = [group.create_task(self._announce_page(), name="page")]
            if self._beside:
                asides.append(group.create_task(self._run_beside(), name="beside"))
            await self._stopping.wait()
            for task in asides:
                task.cancel()
            await self._wind_down(kept)

    async def _keep(self, program: Program) -> None:
        """Starts the program, and again whenever it ends, until the station stops."""
        clock = asyncio.get_running_loop().time
        while not self._stopping.is_set():
            started = clock()
            status = await self._once(program)
            if program is self._air and status == 0:
                self._stopping.set()
            if self._stopping.is_set():
                return
            pause = program.pauses.ended(clock() - started)
            log.get().warning("program ended", name=program.name, status=status, restart_seconds=round(pause, 2))
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(self._stopping.wait(), pause)

    async def _once(self, program: Program) -> int | str:
        """Runs the program; its exit status, or why it could not start."""
        try:
            program.process = await spawn(self._command(program.name), stdout=None, stderr=None)
        except OSError as exc:
            return exc.strerror or "not started"
        return await program.process.wait()

    async def _run_beside(self) -> None:
        """Runs the command once, when the page is up, and ends it with the station."""
        with contextlib.suppress(TimeoutError):
            await asyncio.wait_for(self._page_is_up.wait(), PAGE_SECONDS)
        try:
            process = await spawn(self._beside, stdout=None, stderr=None)
        except OSError as exc:
            log.get().warning("not started beside the station", command=self._beside[0], reason=exc.strerror)
            return
        try:
            if status := await process.wait():
                log.get().warning("voices were not installed; tried again at the next start", status=status)
        finally:
            if process.returncode is None:
                with contextlib.suppress(ProcessLookupError):
                    os.killpg(process.pid, signal.SIGKILL)
                await process.wait()

    async def _wind_down(self, kept: dict[str, asyncio.Task[None]]) -> None:
        """SIGTERM to studio and desk, then to air, then SIGKILL to what is left."""
        until = asyncio.get_running_loop().time() + STOP_SECONDS
        for program in self._others:
            program.send(signal.SIGTERM)
        await self._ended([kept[p.name] for p in self._others], AIR_GOES_ON_SECONDS)
        self._air.send(signal.SIGTERM)
        await self._ended(list(kept.values()), until - asyncio.get_running_loop().time())
        for program in (*self._others, self._air):
            program.send(signal.SIGKILL)

    async def _ended(self, kept: Sequence[asyncio.Task[None]], seconds: float) -> None:
        """Waits until all have ended, time is up, or a second signal came."""
        forced = asyncio.ensure_future(self._forced.wait())
        ended = asyncio.gather(*(asyncio.shield(task) for task in kept))
        await asyncio.wait((forced, ended), timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        for waiting in (forced, ended):
            waiting.cancel()
        await asyncio.gather(forced, ended, return_exceptions=True)

    async def _announce_page(self) -> None:
        host, port = self._config.desk.host, self._config.desk.port
        reachable = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(host, host)
        while not await _answers(reachable, port):  # noqa: ASYNC110 - a port that opens wakes nobody
            await asyncio.sleep(ASK_PAGE_SECONDS)
        name = f"[{reachable}]" if ":" in reachable else reachable
        print(f"{self._config.station.name} is on at http://{name}:{port}/", flush=True)
        self._page_is_up.set()


async def _answers(host: str, port: int) -> bool:
    """Whether the desk says that it is well."""
    try:
        async with asyncio.timeout(ANSWER_SECONDS):
            reader, writer = await asyncio.open_connection(host, port)
            writer.write(f"GET /healthz HTTP/1.0\r\nHost: {host}\r\n\r\n".encode())
            status = await reader.readline()
            writer.close()
            return b" 200 " in status
    except (OSError, TimeoutError):
        return False


def command(config_path: Path | None, name: str) -> Sequence[str]:
    """The command line of one of the three programs."""
    return (sys.executable, "-m", "workers.cli.main", name, *_configured(config_path))


def voices_command(config_path: Path | None, names: Sequence[str]) -> Sequence[str]:
    """The command line that installs voices with all that they need; none where there are none."""
    if not names:
        return ()
    command = (sys.executable, "-m", "workers.cli.main", "voices", "install", "--plain", "--packages")
    return (*command, *_configured(config_path), *names)


def _configured(config_path: Path | None) -> Sequence[str]:
    return ("--config", str(config_path)) if config_path else ()


def main(config_path: Path | None, seconds: float | None) -> int:
    """Runs the station until SIGTERM or SIGINT, or for so many seconds. Returns the exit status."""
    config = load(config_path)
    log.start("run")
    with only_one(config.paths.run / "run.lock", "the station"):
        beside = voices_command(config_path, question.wanted(config))
        asyncio.run(_run_until_stopped(Supervisor(config, partial(command, config_path), beside), seconds))
    return 0


async def _run_until_stopped(supervisor: Supervisor, seconds: float | None) -> None:
    when_stopped(supervisor.stop, seconds)
    await supervisor.run()
