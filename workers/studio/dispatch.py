"""What is chosen or always needed → durable work: ranked papers, those of unranked sources, the evergreen shows."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Awaitable, Callable, Iterable

from radio import log
from radio.config import Config
from radio.doors import Chosen, Papers
from radio.errors import Unreachable
from radio.ids import ShowId
from radio.model import Choice
from shows.formats import evergreen
from workers.studio.station import Station
from workers.studio.versions import is_update

Enqueue = Callable[..., Awaitable[str]]
"""Called with a workflow's name, its subject and, where it is not the usual one, its queue."""

DISPATCH_SECONDS = 2.0
UNRANKED_SECONDS = 5.0
VOICES_SECONDS = 60.0


async def make_evergreen(station: Station, enqueue: Enqueue, enqueue_again: Enqueue) -> None:
    """Has the shows made that every station has, and anew when the hosts have other voices."""
    for show in evergreen():
        await enqueue("show", show, "evergreen")
    while True:
        await asyncio.sleep(VOICES_SECONDS)
        for show in await spoken_by_others(station, evergreen()):
            await enqueue_again("show", show, "evergreen")


async def spoken_by_others(station: Station, shows: Iterable[ShowId]) -> list[ShowId]:
    """Those that other voices speak than the hosts have now. None while an engine rests: what speaks then will not
    stay."""
    if not station.cast.is_whole:
        return []
    try:
        signature = (await station.cast.reading()).signature
    except Unreachable:
        return []
    programme = station.store.programme
    return [
        show
        for show in shows
        if any(
            (voiced_with := programme.find_voiced_with(segment.id)) and voiced_with != signature
            for segment in programme.segments(show)
        )
    ]


async def dispatch(station: Station, enqueue: Enqueue) -> None:
    """Starts a workflow for each chosen paper that has none, best first, while there is room on the disk."""
    had_room = True
    while True:
        has_room = _disk_has_room(station.config, had_room)
        for choice in station.store.library.chosen_not_queued() if has_room else ():
            paper = station.store.library.find_paper(choice.paper)
            source = station.find_source(choice.paper)
            if is_update(station, paper):
                await enqueue("update", choice.paper)
            else:
                await enqueue("paper", choice.paper, "local" if source and source.choice else "arxiv")
            station.store.library.mark_queued(choice.paper)
        had_room = has_room
        await asyncio.sleep(DISPATCH_SECONDS)


async def choose_unranked(station: Station) -> None:
    """Chooses each paper of the sources whose papers are all made: the samples, and PDFs in the operator's folder."""
    while True:
        for source in station.sources.values():
            if source.choice is not None:
                await _choose_all(station, source, source.choice)
        await asyncio.sleep(UNRANKED_SECONDS)


async def _choose_all(station: Station, source: Papers, chosen: Chosen) -> None:
    library = station.store.library
    for paper in await source.announced(station.today()):
        if library.find_choice(paper.id) is None:
            library.save_paper(paper)
            library.save_choice(
                Choice(paper=paper.id, day=station.today(), score=chosen.score, chosen=True, reasons=(chosen.reason,))
            )


def _disk_has_room(config: Config, had_room: bool) -> bool:
    """Whether a new paper may be taken on; says so when that changes."""
    free_mib, needed_mib = shutil.disk_usage(config.station.data).free // 2**20, config.limits.free_disk_mib
    has_room = free_mib >= needed_mib
    if has_room != had_room:
        say = log.get().info if has_room else log.get().error
        said = "papers are taken on again" if has_room else "disk is nearly full: no new paper is taken on"
        say(said, free_mib=free_mib, needed_mib=needed_mib)
    return has_room
