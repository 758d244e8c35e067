"""A finished daily or weekly → one mp3 in the archive. An earlier edition's goes only when the new one is there."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Sequence

import numpy as np
import soundfile

from radio import sound
from radio.ids import ShowId
from radio.media import Media
from radio.model import HOUSE_RATE, Item, Show
from radio.mp3 import encode_mp3
from shows import rundown
from shows.formats import format_of
from workers.studio.station import Station

LEAD_FRAMES = HOUSE_RATE // 4
"""Silence before the first word, so that no player swallows it."""


async def archive(station: Station, show_id: ShowId) -> ShowId:
    """Keeps the show's mp3, anew when its items have changed, and takes away those of the editions it replaces."""
    programme, paths = station.store.programme, station.config.paths
    show = programme.show(show_id)
    if not format_of(show.id).archived:
        return show_id
    segments = programme.segments(show_id)
    items = [item for segment in segments for item in programme.items(segment.id)]
    seconds = (LEAD_FRAMES + sum(item.frames + item.pause_frames for item in items)) / HOUSE_RATE
    file, kept = paths.archive_of(show_id), programme.find_archive(show_id)
    if kept is None or kept.seconds != seconds or not file.exists():
        papers = dict.fromkeys(paper for segment in segments for paper in segment.papers)
        file.parent.mkdir(parents=True, exist_ok=True)
        await asyncio.to_thread(
            encode_mp3,
            _blocks(station.media, items),
            file,
            title=show.title,
            artist=rundown.artist(station.host_names),
            date=show.day.isoformat(),
            comment=f"{rundown.DISCLOSURE} {' '.join(papers)}".strip(),
        )
        programme.save_archive(show_id, file.name, seconds, file.stat().st_size)
    _remove_replaced(station, show)
    return show_id


def _blocks(media: Media, items: Sequence[Item]) -> Iterator[bytes]:
    """House PCM of the items, one after another with their pauses."""
    yield bytes(4 * LEAD_FRAMES)
    for item in items:
        mono, rate = soundfile.read(media.path(item.sound), dtype="int16")
        yield sound.house(np.asarray(mono), rate).tobytes()
        yield bytes(4 * item.pause_frames)


def _remove_replaced(station: Station, show: Show) -> None:
    for other in station.store.programme.shows(show.format, since=show.day):
        if other.day == show.day and other.edition < show.edition:
            station.store.programme.remove_archive(other.id)
            station.config.paths.archive_of(other.id).unlink(missing_ok=True)
