"""Script → Items: a take and a picture for each sentence, one at a time, in order.

A sentence already recorded is not spoken again. While a long segment is still being voiced its first items are handed
to air, so that it may start.
"""

from __future__ import annotations

import asyncio

from radio.errors import Unreadable, Unspeakable
from radio.model import Item, PageSize, Script, Segment, Sentence, Shot, Show, Speaker
from radio.pictures import draw, pack
from shows import rundown, shot
from workers.fetch import pdf_of
from workers.hand import hand_part, show_of
from workers.station import Station

PAGE_PIXELS = 1280
"""Width of the page image that a shot is cut from."""
SECONDS_BETWEEN_PARTS = 30.0


async def voice(station: Station, segment_id: str) -> str:
    """Keeps the segment's items. Raises Unspeakable when no voice can speak it."""
    if station.store.marked(f"voiced/{segment_id}"):
        return segment_id
    programme = station.store.programme
    show, segment, script = programme.show(show_of(segment_id)), programme.segment(segment_id), programme.script(segment_id)
    shots = await asyncio.to_thread(_shots, station, show, segment, script)
    pauses = rundown.pauses(script)
    items: list[Item] = []
    handed_frames = 0
    for (speaker, sentence), pause_frames in zip(script.sentences, pauses, strict=True):
        items.append(await _item(station, speaker, sentence, shots[sentence.id], pause_frames))
        recorded = sum(item.frames + item.pause_frames for item in items)
        if _part_is_due(station, recorded, handed_frames):
            programme.save_items(segment_id, tuple(items))
            await hand_part(station, show.id)
            handed_frames = recorded
    programme.save_items(segment_id, tuple(items))
    station.store.mark(f"voiced/{segment_id}", "yes")
    return segment_id


def _part_is_due(station: Station, recorded: int, handed: int) -> bool:
    first = station.config.air.runway_seconds * 48_000
    return recorded >= first if handed == 0 else recorded - handed >= SECONDS_BETWEEN_PARTS * 48_000


async def _item(station: Station, speaker: Speaker, sentence: Sentence, picture: Shot, pause_frames: int) -> Item:
    take, drawn = await asyncio.gather(
        station.takes.record(sentence.spoken, station.voice(speaker)),
        _picture(station, picture),
    )
    return Item(
        id=sentence.id,
        sound=take.sound,
        frames=take.frames,
        pause_frames=pause_frames,
        picture=drawn,
        text=sentence.text,
        speaker=station.hosts[speaker].name,
        paper=sentence.paper,
        page=picture.page,
    )
