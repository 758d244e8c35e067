"""Script → Items: a take and a picture for each sentence, one at a time, in order.

A sentence already recorded is not spoken again. While a long segment is still being voiced its first items are handed
to air, so that it may start.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from radio import log
from radio.errors import Unreadable
from radio.model import HOUSE_RATE, Item, MediaKey, PageSize, PaperId, Script, Segment, Sentence, Shot, Show, Speaker
from radio.pictures import PAGE_PIXELS, draw, pack
from shows import rundown, shot
from shows.primers import primer_titled
from workers.fetch import pdf_of
from workers.hand import hand_part, show_of
from workers.station import Station

SECONDS_BETWEEN_PARTS = 30.0
SIDE_BY_SIDE = 4
"""Sentences in the making at once; they are handed over in order."""


async def voice(station: Station, segment_id: str) -> str:
    """Keeps the segment's items. Raises Unspeakable when no voice can speak it."""
    if station.store.marked(f"voiced/{segment_id}"):
        return segment_id
    programme = station.store.programme
    show, segment, script = (
        programme.show(show_of(segment_id)),
        programme.segment(segment_id),
        programme.script(segment_id),
    )
    shots = await asyncio.to_thread(_shots, station, show, segment, script)
    pauses = rundown.pauses(script)
    items: list[Item] = []
    handed_frames = 0
    said = list(zip(script.sentences, pauses, strict=True))
    for start in range(0, len(said), SIDE_BY_SIDE):
        items += await asyncio.gather(
            *(
                _item(station, speaker, sentence, shots[sentence.id], pause_frames)
                for (speaker, sentence), pause_frames in said[start : start + SIDE_BY_SIDE]
            )
        )
        recorded = sum(item.frames + item.pause_frames for item in items)
        if _part_is_due(station, recorded, handed_frames):
            programme.save_items(segment_id, tuple(items))
            await hand_part(station, show.id)
            handed_frames = recorded
    programme.save_items(segment_id, tuple(items))
    station.store.mark(f"voiced/{segment_id}", "yes")
    return segment_id


def _part_is_due(station: Station, recorded: int, handed: int) -> bool:
    first = station.config.air.runway_seconds * HOUSE_RATE
    return recorded >= first if handed == 0 else recorded - handed >= SECONDS_BETWEEN_PARTS * HOUSE_RATE


async def _item(station: Station, speaker: Speaker, sentence: Sentence, seen: Shot, pause_frames: int) -> Item:
    take, picture = await asyncio.gather(
        station.takes.record(sentence.spoken, station.voice(speaker)), _picture(station, seen)
    )
    return Item(
        id=sentence.id,
        sound=take.sound,
        frames=take.frames,
        pause_frames=pause_frames,
        picture=picture,
        text=sentence.text,
        speaker=station.hosts[speaker].name,
        paper=sentence.paper,
        page=seen.page,
    )


async def _picture(station: Station, seen: Shot) -> MediaKey:
    """The shot drawn and kept. A page that cannot be rendered is replaced by a card."""
    png, size = None, None
    if seen.page is not None and seen.paper is not None:
        png, size = await _page(station, seen.paper, seen.page)
    return await asyncio.to_thread(_draw, station, seen, png, size)


def _draw(station: Station, seen: Shot, png: bytes | None, size: PageSize | None) -> MediaKey:
    return station.media.put(pack(draw(seen, png, size, station.config.station.name)), ".yuvz")


async def _page(station: Station, paper_id: PaperId, page: int) -> tuple[bytes | None, PageSize | None]:
    """The page as PNG, rendered once, and its size in points."""
    document, pdf = station.store.library.document(paper_id), pdf_of(station, paper_id)
    if document is None or pdf is None or not 1 <= page <= len(document.pages):
        return None, None
    mark = f"page/{paper_id}/{page}"
    key = station.store.marked(mark)
    if key is None or not station.media.path(MediaKey(key)).exists():
        try:
            png = await station.reader.render(pdf, page, PAGE_PIXELS)
        except Unreadable as exc:
            log.get().warning("page not rendered", paper=paper_id, page=page, reason=str(exc))
            return None, None
        key = await asyncio.to_thread(station.media.put, png, ".png")
        station.store.mark(mark, key)
    return await asyncio.to_thread(station.media.get, MediaKey(key)), document.pages[page - 1]


def _shots(station: Station, show: Show, segment: Segment, script: Script) -> Mapping[str, Shot]:
    library = station.store.library
    ids = dict.fromkeys((*segment.papers, *(s.paper for _, s in script.sentences if s.paper)))
    papers = {i: p for i in ids if (p := library.paper(i))}
    documents = {i: d for i in ids if (d := library.document(i))}
    summaries = {i: s for i in ids if (s := library.summary(i))}
    return shot.shots(
        script,
        show,
        segment,
        papers,
        summaries,
        documents,
        lambda paper: station.is_open(paper, documents.get(paper.id)),
        station.config.station.name,
        primer_titled(segment.title).card if segment.kind == "primer" else (),
    )
