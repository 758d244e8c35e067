"""What went out and what is ready → the programme file that air follows."""

from __future__ import annotations

import asyncio
from collections.abc import Collection
from datetime import datetime, timedelta

from radio.media import write_atomic
from radio.model import Format, Programme, Show, to_json, work_and_version
from shows import programme
from shows.formats import naming
from shows.formats.naming import story_of
from workers.studio.dispatch import Enqueue
from workers.studio.station import Station

LOOK_SECONDS = 3.0
MOST_READY = 5000
DATED: tuple[Format, ...] = ("daily", "weekly")
SEEN = "studio seen"
"""The mark that says when studio was last at work."""


async def keep_programme(station: Station, enqueue: Enqueue) -> None:
    """Writes what should come next, whenever that changes."""
    written = None
    while True:
        station.store.mark(SEEN, station.now().isoformat())
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
    seen = station.store.marked(SEEN)
    return datetime.fromisoformat(seen) if seen else station.now()


def _ready(station: Station) -> list[Show]:
    return [one.show for one in station.store.programme.ready_shows(limit=MOST_READY)]


def _untouched(station: Station) -> list[Show]:
    """The ready shows without those that tell of a withdrawn paper; an update may say so."""
    gone = station.store.library.withdrawn()
    ready = _ready(station)
    return [show for show in ready if not _tells_of(station, show, gone)] if gone else ready


def _tells_of(station: Station, show: Show, works: Collection[str]) -> bool:
    if show.format == "paper":
        story = story_of(show.id)
        return story is not None and work_and_version(story)[0] in works
    return show.format in DATED and any(
        work_and_version(paper)[0] in works
        for segment in station.store.programme.segments(show.id)
        for paper in segment.papers
    )


def _to_make_anew(station: Station, now: datetime) -> list[str]:
    """New editions, not begun yet, for the dated shows ahead that tell of a withdrawn paper."""
    gone = station.store.library.withdrawn()
    if not gone:
        return []
    ahead = [s for s in _ready(station) if s.format in DATED and s.airs_at and s.airs_at > now - programme.LATEST_START]
    aired = station.store.asrun.last_aired_by_show()
    told = [show for show in ahead if show.id not in aired and _tells_of(station, show, gone)]
    anew = [naming.show_id(show.format, show.day, show.edition + 1) for show in told]
    return [show for show in anew if station.store.programme.show(show) is None]


def _planned(station: Station, now: datetime) -> Programme:
    ready = _untouched(station)
    return programme.programme(
        [show for show in ready if show.format in ("daily", "weekly", "paper")],
        station.store.asrun.last_aired_by_show(),
        now,
        evergreen=[show.id for show in ready if show.format in ("primer", "ident")],
        repeat_after=timedelta(hours=station.config.air.repeat_after_hours),
    )
