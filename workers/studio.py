"""Studio: makes everything that is heard. It may crash, hang or burn the CPU; nobody hears it.

One lock per data folder. Supervised loops beside the durable line:

    timetable   polls, shows and tidying fall due
    dispatch    chosen papers → paper workflows, while there is disk
    folder      PDFs of the operator's → chosen papers
    programme   as-run log → store; ready shows → the programme that air follows
"""

from __future__ import annotations

import asyncio
import ctypes
import shutil
import signal
from collections.abc import Awaitable, Callable
from datetime import datetime, timedelta
from pathlib import Path

from radio import log
from radio.config import Config, load
from radio.lock import only_one
from radio.media import remove_halves, write_atomic
from radio.model import Choice, Programme, to_json
from radio.papers import samples
from shows import ident, primers, programme
from workers import line, timetable
from workers.station import Station, open_station
from workers.supervised import supervise

M_ARENA_MAX = -8  # mallopt(3)
MOST_ARENAS = 2
DISPATCH_SECONDS = 2.0
FOLDER_SECONDS = 5.0
PROGRAMME_SECONDS = 3.0
MOST_READY = 5000
LEAST_RANK = -1.0
"""Samples play first when they are all there is, and last when there is more."""


def main(config_path: Path | None, seconds: float | None) -> int:
    """Runs studio until SIGTERM or SIGINT, or for so many seconds. Returns the exit status."""
    config = load(config_path)
    log.start("studio")
    few_arenas()
    asyncio.run(_run_until_told(config, seconds))
    return 0


def few_arenas() -> None:
    """Keeps glibc from giving each thread a heap of its own, where the memory of drawn pictures would stay."""
    ctypes.CDLL(None).mallopt(M_ARENA_MAX, MOST_ARENAS)


async def _run_until_told(config: Config, seconds: float | None) -> None:
    told = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, told.set)
    if seconds is not None:
        asyncio.get_running_loop().call_later(seconds, told.set)
    await run(config, told)


async def run(config: Config, told: asyncio.Event) -> None:
    """Opens the station, starts the line and the loops, and closes all when told to."""
    config.paths.run.mkdir(parents=True, exist_ok=True)
    with only_one(config.paths.run / "studio.lock", "studio"):
        for folder in (config.paths.media, config.paths.rundown, config.paths.archive):
            await asyncio.to_thread(remove_halves, folder)
        async with open_station(config) as station:
            workflows = await line.launch(station)
            try:
                await _loops(station, workflows, told)
            finally:
                await line.stop(station)


async def _loops(station: Station, workflows: line.Workflows, told: asyncio.Event) -> None:
    async def enqueue(name: str, subject: str, queue: str = "") -> str:
        return await line.start(workflows, name, subject, queue=queue)

    scheduler = timetable.build(station.config, enqueue, station.now)
    scheduler.start()
    await _catch_up(station, enqueue)
    loops: dict[str, Callable[[], Awaitable[None]]] = {
        "evergreen": lambda: _evergreen(station, enqueue),
        "dispatch": lambda: _dispatch(station, enqueue),
        "folder": lambda: _folder(station),
        "programme": lambda: _programme(station),
    }
    try:
        await supervise(loops, told)
    finally:
        scheduler.shutdown(wait=False)


async def _catch_up(station: Station, enqueue: timetable.Enqueue) -> None:
    """Enqueues once what fell due while the station was off."""
    now = station.now()
    seen = station.store.marked("studio seen")
    last_seen = datetime.fromisoformat(seen) if seen else now
    for due in timetable.missed(station.config, last_seen, now):
        await enqueue("show", due.show)


async def _evergreen(station: Station, enqueue: timetable.Enqueue) -> None:
    """Has the ident, the samples and the primers made, in the order that fills a first half hour soonest."""
    spoken = [f"primer-{primer.slug}" for primer in primers.primers()]
    names = [show.id for show, _, _ in ident.idents()]
    for show in (names[0], spoken[0], spoken[1]):
        await enqueue("show", show, "evergreen")
    for paper in samples():
        station.store.library.save_paper(paper)
        station.store.library.save_choice(
            Choice(
                paper=paper.id, day=station.today(), score=LEAST_RANK, chosen=True, reasons=("ships with the station",)
            )
        )
    for show in (*spoken[2:], *names[1:]):
        await enqueue("show", show, "evergreen")


async def _dispatch(station: Station, enqueue: timetable.Enqueue) -> None:
    """Starts a workflow for each chosen paper that has none, best first, while there is room on the disk."""
    while True:
        if _disk_has_room(station.config):
            for choice in station.store.library.chosen_not_queued():
                paper = station.store.library.paper(choice.paper)
                own = paper is not None and paper.announce in ("local", "sample")
                await enqueue("paper", choice.paper, "local" if own else "arxiv")
                station.store.library.mark_queued(choice.paper)
        await asyncio.sleep(DISPATCH_SECONDS)


def _disk_has_room(config: Config) -> bool:
    free_mib = shutil.disk_usage(config.station.data).free // 2**20
    if free_mib < config.limits.free_disk_mib:
        log.get().error(
            "disk is nearly full: nothing new is made", free_mib=free_mib, needed_mib=config.limits.free_disk_mib
        )
        return False
    return True


async def _folder(station: Station) -> None:
    """Chooses each finished PDF in the watched folder."""
    while station.folder is not None:
        for paper in await asyncio.to_thread(station.folder.papers):
            if station.store.library.choice_of(paper.id) is None:
                station.store.library.save_paper(paper)
                station.store.library.save_choice(
                    Choice(paper=paper.id, day=station.today(), score=1.0, chosen=True, reasons=("in your folder",))
                )
        await asyncio.sleep(FOLDER_SECONDS)


async def _programme(station: Station) -> None:
    """Imports what went out and writes what should come next, whenever that changes."""
    written = None
    while True:
        now = station.now()
        station.store.mark("studio seen", now.isoformat())
        await asyncio.to_thread(station.store.asrun.import_folder, station.config.paths.asrun)
        planned = _planned(station, now)
        if planned.slots != written:
            write_atomic(station.config.paths.programme, to_json(planned))
            written = planned.slots
        await asyncio.sleep(PROGRAMME_SECONDS)


def _planned(station: Station, now: datetime) -> Programme:
    ready = [one.show for one in station.store.programme.ready_shows(limit=MOST_READY)]
    return programme.programme(
        [show for show in ready if show.format in ("daily", "weekly", "paper")],
        station.store.asrun.last_aired_by_show(),
        now,
        evergreen=[show.id for show in ready if show.format in ("primer", "ident")],
        repeat_after=timedelta(hours=station.config.air.repeat_after_hours),
    )
