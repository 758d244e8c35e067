"""What is chosen or always needed → durable work: papers, PDFs of the operator's, samples, primers and idents."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Awaitable, Callable, Iterable

from radio import log
from radio.config import Config
from radio.errors import Unreachable
from radio.model import Choice, Paper, ShowId
from radio.papers import samples
from shows.formats import ident, primers
from workers.studio.station import Station
from workers.studio.versions import is_update

Enqueue = Callable[..., Awaitable[str]]
"""Called with a workflow's name, its subject and, where it is not the usual one, its queue."""

DISPATCH_SECONDS = 2.0
FOLDER_SECONDS = 5.0
VOICES_SECONDS = 60.0
SAMPLE_SCORE = -1.0
"""Samples play first when they are all there is, and last when there is more."""
OWN_SCORE = 1.0


async def make_evergreen(station: Station, enqueue: Enqueue, enqueue_again: Enqueue) -> None:
    """Has the idents, the samples and the primers made, in the order that fills a first half hour soonest; and anew
    when the hosts have other voices."""
    spoken = [f"primer-{primer.slug}" for primer in primers.primers()]
    names = [show.id for show, _, _ in ident.idents()]
    for show in (names[0], *spoken[:2]):
        await enqueue("show", show, "evergreen")
    for paper in samples():
        _choose(station, paper, SAMPLE_SCORE, "ships with the station")
    for show in (*spoken[2:], *names[1:]):
        await enqueue("show", show, "evergreen")
    while True:
        await asyncio.sleep(VOICES_SECONDS)
        for show in await spoken_by_others(station, [*names, *spoken]):
            await enqueue_again("show", show, "evergreen")


async def spoken_by_others(station: Station, shows: Iterable[str]) -> list[str]:
    """Those that other voices speak than the hosts have now. None while an engine rests: what speaks then will not
    stay."""
    if not station.cast.is_whole:
        return []
    try:
        signature = (await station.cast.reading()).signature
    except Unreachable:
        return []
    marks = station.store.marked
    return [
        show
        for show in shows
        if any(
            (voiced := marks(f"voiced/{segment.id}")) and voiced != signature
            for segment in station.store.programme.segments(ShowId(show))
        )
    ]


async def dispatch(station: Station, enqueue: Enqueue) -> None:
    """Starts a workflow for each chosen paper that has none, best first, while there is room on the disk."""
    had_room = True
    while True:
        has_room = _disk_has_room(station.config, had_room)
        for choice in station.store.library.chosen_not_queued() if has_room else ():
            paper = station.store.library.paper(choice.paper)
            own = paper is not None and paper.announce in ("local", "sample")
            if is_update(station, paper):
                await enqueue("update", choice.paper)
            else:
                await enqueue("paper", choice.paper, "local" if own else "arxiv")
            station.store.library.mark_queued(choice.paper)
        had_room = has_room
        await asyncio.sleep(DISPATCH_SECONDS)


async def watch_folder(station: Station) -> None:
    """Chooses each finished PDF in the operator's folder."""
    while station.folder is not None:
        for paper in await asyncio.to_thread(station.folder.papers):
            if station.store.library.choice_of(paper.id) is None:
                _choose(station, paper, OWN_SCORE, "in your folder")
        await asyncio.sleep(FOLDER_SECONDS)


def _choose(station: Station, paper: Paper, score: float, reason: str) -> None:
    station.store.library.save_paper(paper)
    station.store.library.save_choice(
        Choice(paper=paper.id, day=station.today(), score=score, chosen=True, reasons=(reason,))
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
