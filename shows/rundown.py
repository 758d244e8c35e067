"""A show's items → Rundown, and the pause that follows each sentence. Pure assembly."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from itertools import pairwise

from radio.model import HOUSE_RATE, Item, Rundown, Script, Segment, Show

SENTENCE_SECONDS = 0.30
QUESTION_SECONDS = 0.45
RUNNING_ON_SECONDS = 0.18
"""After a colon, a semicolon or a comma."""
TURN_SECONDS = 0.45
ANSWER_SECONDS = 0.60
"""When the other host takes over after a question."""
SEGMENT_SECONDS = 0.90


def rundown_of(
    show: Show,
    segments: Sequence[Segment],
    items: Sequence[Item],
    hosts: tuple[str, str],
    made: datetime,
    *,
    complete: bool,
) -> Rundown:
    """The show as air gets it. `items` are those of all its segments voiced so far, in order and without a hole."""
    return Rundown(
        show=show.id,
        format=show.format,
        title=show.title,
        artist=artist(hosts),
        made=made,
        items=tuple(items),
        complete=complete,
        airs_at=show.airs_at,
        papers=tuple(dict.fromkeys(paper for segment in segments for paper in segment.papers)),
    )


DISCLOSURE = "Synthetic voices."


def artist(hosts: tuple[str, str]) -> str:
    """`Ada and Max (synthetic voices)`"""
    return f"{hosts[0]} and {hosts[1]} (synthetic voices)"


def pauses(script: Script) -> list[int]:
    """Frames of silence after each sentence: by punctuation, by turn, and longest at the segment's end."""
    said = script.sentences
    within = [_pause_seconds(text.text, after != before) for (before, text), (after, _) in pairwise(said)]
    return [round(seconds * HOUSE_RATE) for seconds in [*within, SEGMENT_SECONDS][: len(said)]]


def _pause_seconds(text: str, other_speaks: bool) -> float:
    mark = text.rstrip("\"'”’) ")[-1:]
    if mark == "?":
        return ANSWER_SECONDS if other_speaks else QUESTION_SECONDS
    if other_speaks:
        return TURN_SECONDS
    return RUNNING_ON_SECONDS if mark and mark in ":;,—–" else SENTENCE_SECONDS
