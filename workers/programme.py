"""What went out and what is ready → the programme file that air follows."""

from __future__ import annotations

import asyncio
from datetime import datetime, timedelta

from radio.media import write_atomic
from radio.model import Programme, to_json
from shows import programme
from workers.station import Station

LOOK_SECONDS = 3.0
MOST_READY = 5000
SEEN = "studio seen"
"""The mark that says when studio was last at work."""


async def keep_programme(station: Station) -> None:
    """Imports air's log into the store and writes what should come next, whenever that changes."""
    written = None
    while True:
        now = station.now()
        station.store.mark(SEEN, now.isoformat())
        await asyncio.to_thread(station.store.asrun.import_folder, station.config.paths.asrun)
        planned = await asyncio.to_thread(_planned, station, now)
        if planned.slots != written:
            await asyncio.to_thread(write_atomic, station.config.paths.programme, to_json(planned))
            written = planned.slots
        await asyncio.sleep(LOOK_SECONDS)


def last_seen(station: Station) -> datetime:
    """When studio was last at work; now, when it never was."""
    seen = station.store.marked(SEEN)
    return datetime.fromisoformat(seen) if seen else station.now()


def _planned(station: Station, now: datetime) -> Programme:
    ready = [one.show for one in station.store.programme.ready_shows(limit=MOST_READY)]
    return programme.programme(
        [show for show in ready if show.format in ("daily", "weekly", "paper")],
        station.store.asrun.last_aired_by_show(),
        now,
        evergreen=[show.id for show in ready if show.format in ("primer", "ident")],
        repeat_after=timedelta(hours=station.config.air.repeat_after_hours),
    )
