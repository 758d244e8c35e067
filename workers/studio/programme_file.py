"""What went out and what is ready → the programme file that air follows."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from datetime import datetime, timedelta

from radio.ids import ShowId, WorkId, show_name, work_of
from radio.media import write_atomic
from radio.model import Programme, Show, to_json
from shows import programme
from shows.formats import format_of
from workers.studio.dispatch import Enqueue
from workers.studio.station import Station

LOOK_SECONDS = 3.0
MOST_READY = 5000


async def keep_programme(station: Station, enqueue: Enqueue) -> None:
    """Writes what should come next, whenever that changes."""
    written = None
    while True:
        station.store.studio.save_seen_at(station.now())
        planned = await look(station, enqueue)
        if planned.slots != written:
            await asyncio.to_thread(write_atomic, station.config.paths.programme, to_json(planned))
            written = planned.slots
        await asyncio.sleep(LOOK_SECONDS)


async def look(station: Station, enqueue: Enqueue) -> Programme:
    """Imports air's log into the store and says what should come next.

    A dated show about a paper that has been withdrawn since is not played; one that nobody heard yet is made anew.
    """
    now = station.now()
    await asyncio.to_thread(station.store.asrun.import_folder, station.config.paths.asrun)
    for show in await asyncio.to_thread(_to_make_anew, station, now):
        await enqueue("show", show)
    return await asyncio.to_thread(_planned, station, now)


def last_seen(station: Station) -> datetime:
    """When studio was last at work; now, when it never was."""
    return station.store.studio.seen_at() or station.now()


def _ready(station: Station) -> list[Show]:
    return [one.show for one in station.store.programme.ready_shows(limit=MOST_READY)]


def _untouched(station: Station) -> list[Show]:
    """The ready shows without those that tell of a withdrawn paper; an update may say so."""
    gone = station.store.library.withdrawn()
    ready = _ready(station)
    return [show for show in ready if not _tells_of(station, show, gone)] if gone else ready


def _tells_of(station: Station, show: Show, works: Collection[WorkId]) -> bool:
    """Whether the show is about one of these works; an update may be, since it says what became of the work."""
    if format_of(show.id).reports_changes:
        return False
    return any(
        work_of(paper) in works for segment in station.store.programme.segments(show.id) for paper in segment.papers
    )


def _to_make_anew(station: Station, now: datetime) -> list[ShowId]:
    """New editions, not begun yet, for the dated shows ahead that tell of a withdrawn paper."""
    gone = station.store.library.withdrawn()
    if not gone:
        return []
    ahead = [show for show in _ready(station) if show.airs_at and show.airs_at > now - programme.LATEST_START]
    aired = station.store.asrun.last_aired_by_show()
    told = [show for show in ahead if show.id not in aired and _tells_of(station, show, gone)]
    anew = [show_name(show.id).of_edition(show.edition + 1).id for show in told]
    return [show for show in anew if station.store.programme.find_show(show) is None]


def _planned(station: Station, now: datetime) -> Programme:
    ready = _untouched(station)
    return programme.programme(
        [show for show in ready if not format_of(show.id).is_evergreen],
        station.store.asrun.last_aired_by_show(),
        now,
        evergreen=[show.id for show in ready if format_of(show.id).is_evergreen],
        repeat_after=timedelta(hours=station.config.air.repeat_after_hours),
    )
