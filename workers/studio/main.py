"""Studio: makes everything that is heard. It may crash, hang or burn the CPU; nobody hears it.

One lock per data folder. Supervised loops beside the durable line:

    evergreen   idents and primers are asked for, and anew for other voices
    dispatch    chosen papers → paper workflows, while there is disk
    unranked    samples, and PDFs of the operator's → chosen papers
    programme   as-run log → store; ready shows → the programme that air follows
    tidy        what is old or unused goes, once a day

Polls and shows fall due by the timetable.
"""

from __future__ import annotations

import asyncio
import ctypes
from collections.abc import Awaitable, Callable
from pathlib import Path

from radio import log
from radio.config import Config, load
from radio.lock import only_one
from workers.processes.loops import supervise
from workers.processes.signals import when_stopped
from workers.studio import durable, timetable, workflows
from workers.studio.dispatch import choose_unranked, dispatch, make_evergreen
from workers.studio.programme_file import keep_programme, last_seen
from workers.studio.station import Station, open_station
from workers.studio.tidy import tidy_daily

M_ARENA_MAX = -8  # mallopt(3)
MOST_ARENAS = 2


def main(config_path: Path | None, seconds: float | None) -> int:
    """Runs studio until SIGTERM or SIGINT, or for so many seconds. Returns the exit status."""
    config = load(config_path)
    log.start("studio")
    _few_arenas()
    asyncio.run(_run_until_stopped(config, seconds))
    return 0


def _few_arenas() -> None:
    """Keeps glibc from giving each thread a heap of its own, where the memory of drawn pictures would stay."""
    ctypes.CDLL(None).mallopt(M_ARENA_MAX, MOST_ARENAS)


async def _run_until_stopped(config: Config, seconds: float | None) -> None:
    stopping = asyncio.Event()
    when_stopped(stopping.set, seconds)
    await run(config, stopping)


async def run(config: Config, stopping: asyncio.Event) -> None:
    """Opens the station, starts the line and the loops, and closes all once `stopping` is set."""
    config.paths.run.mkdir(parents=True, exist_ok=True)
    with only_one(config.paths.run / "studio.lock", "studio"):
        async with open_station(config) as station:
            registered = await workflows.launch(station)
            try:
                await _loops(station, registered, stopping)
            finally:
                await durable.stop(station)


async def _loops(station: Station, registered: workflows.Workflows, stopping: asyncio.Event) -> None:
    async def enqueue(name: str, subject: str, queue: str = "") -> str:
        return await workflows.start(registered, name, subject, queue)

    async def enqueue_again(name: str, subject: str, queue: str = "") -> str:
        return await workflows.start_again(registered, name, subject, queue)

    scheduler = timetable.build(station.config, enqueue, station.now)
    scheduler.start()
    for due in timetable.missed(station.config, last_seen(station), station.now()):
        await enqueue("show", due.show)
    loops: dict[str, Callable[[], Awaitable[None]]] = {
        "evergreen": lambda: make_evergreen(station, enqueue, enqueue_again),
        "dispatch": lambda: dispatch(station, enqueue),
        "unranked": lambda: choose_unranked(station),
        "programme": lambda: keep_programme(station, enqueue),
        "tidy": lambda: tidy_daily(station),
    }
    try:
        await supervise(loops, stopping)
    finally:
        scheduler.shutdown(wait=False)
