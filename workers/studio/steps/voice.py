"""Script → Items: a take and a picture for each sentence, one at a time, in order.

A sentence already recorded is not spoken again, unless the hosts have other voices now. While a long
segment is still being voiced its first items are handed to air, so that it may start.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass

from radio.ids import PaperId, SegmentId, SentenceId
from radio.model import HOUSE_RATE, Document, Item, Paper, Script, Segment, Sentence, Shot, Show, Speaker, Summary
from radio.speech.cast import Reading
from shows import rundown
from shows.formats import format_of
from shows.shots import shots
from workers.studio.claim_places import locate
from workers.studio.handover import hand_over_part
from workers.studio.sentence_pictures import Pictures
from workers.studio.station import Station
from workers.studio.voice_speed import note_speed

SECONDS_BETWEEN_PARTS = 30.0
SIDE_BY_SIDE = 4
"""Sentences in the making at once; they are handed over in order."""


async def voice(station: Station, segment_id: SegmentId) -> SegmentId:
    """Keeps the segment's items. Raises Unspeakable when no voice can speak it."""
    programme = station.store.programme
    reading = await station.cast.reading()
    if programme.find_voiced_with(segment_id) == reading.signature:
        return segment_id
    segment, script = programme.segment(segment_id), programme.script(segment_id)
    making = await _making(station, reading, segment, script)
    said = list(zip(script.sentences, rundown.pauses(script), strict=True))
    items: list[Item] = []
    handed_frames = 0
    for start in range(0, len(said), SIDE_BY_SIDE):
        items += await asyncio.gather(
            *(
                making.item(speaker, sentence, pause)
                for (speaker, sentence), pause in said[start : start + SIDE_BY_SIDE]
            )
        )
        recorded_frames = sum(item.frames + item.pause_frames for item in items)
        if _part_is_due(station, recorded_frames, handed_frames):
            programme.save_items(segment_id, items)
            hand_over_part(station, segment.show)
            handed_frames = recorded_frames
    programme.save_items(segment_id, items)
    programme.save_voiced_with(segment_id, reading.signature)
    note_speed(station.store, station.cast.speed())
    return segment_id


def _part_is_due(station: Station, recorded_frames: int, handed_frames: int) -> bool:
    seconds = SECONDS_BETWEEN_PARTS if handed_frames else station.config.air.runway_seconds
    return recorded_frames - handed_frames >= seconds * HOUSE_RATE


@dataclass(frozen=True, slots=True)
class _Making:
    """What every sentence of a segment needs."""

    station: Station
    reading: Reading
    shots: Mapping[SentenceId, Shot]
    pictures: Pictures

    async def item(self, speaker: Speaker, sentence: Sentence, pause_frames: int) -> Item:
        seen = self.shots[sentence.id]
        take, picture = await asyncio.gather(
            self.reading.record(self.station.pronunciation.of(sentence), self.station.hosts[speaker].name),
            self.pictures.of(seen),
        )
        return Item(
            id=sentence.id,
            sound=take.sound,
            frames=take.frames,
            pause_frames=pause_frames,
            picture=picture,
            text=sentence.text,
            speaker=self.station.hosts[speaker].name,
            engine=take.engine,
            paper=sentence.paper,
            page=seen.page,
        )


async def _making(station: Station, reading: Reading, segment: Segment, script: Script) -> _Making:
    known = await asyncio.to_thread(_known, station, segment, script)
    shown = [
        (summary, known.documents[paper])
        for paper, summary in known.summaries.items()
        if paper in known.documents and station.is_open(known.papers[paper], known.documents[paper])
    ]
    claims = {claim for _, sentence in script.sentences for claim in sentence.claims}
    places = await locate(station, shown, claims)
    seen = await asyncio.to_thread(
        shots,
        script,
        known.show,
        segment,
        known.papers,
        known.summaries,
        known.documents,
        places,
        lambda paper: station.is_open(paper, known.documents.get(paper.id)),
        station.config.station.name,
        format_of(known.show.id).cards(segment),
    )
    return _Making(station, reading, seen, Pictures(station, known.documents))


@dataclass(frozen=True, slots=True)
class _Known:
    """What the store holds of a segment's show and papers."""

    show: Show
    papers: Mapping[PaperId, Paper]
    summaries: Mapping[PaperId, Summary]
    documents: Mapping[PaperId, Document]


def _known(station: Station, segment: Segment, script: Script) -> _Known:
    library = station.store.library
    ids = dict.fromkeys((*segment.papers, *(s.paper for _, s in script.sentences if s.paper)))
    papers = {i: p for i in ids if (p := library.find_paper(i))}
    return _Known(
        station.store.programme.show(segment.show),
        papers,
        {i: s for i in papers if (s := library.find_summary(i))},
        {i: d for i in papers if (d := library.find_document(i))},
    )
