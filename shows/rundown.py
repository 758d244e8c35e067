"""Show, scripts and recordings → Rundown: every sentence as an item with the pause that follows. Pure assembly.

A rundown holds the sentences up to the first one that is not recorded yet; it is complete when none is missing.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import datetime
from itertools import pairwise

from radio.model import HOUSE_RATE, Item, MediaKey, Rundown, Script, Segment, Sentence, Show, Speaker, Take

SENTENCE_SECONDS = 0.30
QUESTION_SECONDS = 0.45
RUNNING_ON_SECONDS = 0.18
"""After a colon, a semicolon or a comma."""
TURN_SECONDS = 0.45
ANSWER_SECONDS = 0.60
"""When the other host takes over after a question."""
SEGMENT_SECONDS = 1.20


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """A sentence's take with the picture that is seen with it."""

    take: Take
    picture: MediaKey
    page: int | None = None


def rundown_of(
    show: Show,
    segments: Sequence[Segment],
    scripts: Mapping[str, Script],
    recordings: Mapping[str, Recording],
    hosts: tuple[str, str],
    made: datetime,
    left_out: Set[str] = frozenset(),
) -> Rundown:
    """`scripts` by segment id, `recordings` by sentence id; `left_out` are sentences that no voice could speak."""
    items: list[Item] = []
    complete = True
    for segment in sorted(segments, key=lambda segment: segment.position):
        script = scripts.get(segment.id)
        spoken = _spoken(script, left_out) if script else []
        recorded = list(_recorded(spoken, recordings, hosts))
        items += recorded
        if script is None or len(recorded) < len(spoken):
            complete = False
            break
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


def artist(hosts: tuple[str, str]) -> str:
    """`Ada and Max (synthetic voices)`"""
    return f"{hosts[0]} and {hosts[1]} (synthetic voices)"


def pauses(script: Script) -> list[int]:
    """Frames of silence after each sentence: by punctuation, by turn, and longest at the segment's end."""
    return [pause for _, _, pause in _spoken(script, frozenset())]


def _spoken(script: Script, left_out: Set[str]) -> list[tuple[Speaker, Sentence, int]]:
    said = [(speaker, sentence) for speaker, sentence in script.sentences if sentence.id not in left_out]
    within = [_pause_seconds(text.text, after != before) for (before, text), (after, _) in pairwise(said)]
    return [
        (speaker, sentence, round(seconds * HOUSE_RATE))
        for (speaker, sentence), seconds in zip(said, [*within, SEGMENT_SECONDS], strict=False)
    ]


def _pause_seconds(text: str, other_speaks: bool) -> float:
    mark = text.rstrip("\"'”’) ")[-1:]
    if mark == "?":
        return ANSWER_SECONDS if other_speaks else QUESTION_SECONDS
    if other_speaks:
        return TURN_SECONDS
    return RUNNING_ON_SECONDS if mark and mark in ":;,—–" else SENTENCE_SECONDS


def _recorded(
    spoken: Iterable[tuple[Speaker, Sentence, int]], recordings: Mapping[str, Recording], hosts: tuple[str, str]
) -> Iterable[Item]:
    """Items up to the first sentence without a recording."""
    for speaker, sentence, pause_frames in spoken:
        recording = recordings.get(sentence.id)
        if recording is None:
            return
        yield Item(
            id=sentence.id,
            sound=recording.take.sound,
            frames=recording.take.frames,
            pause_frames=pause_frames,
            picture=recording.picture,
            text=sentence.text,
            speaker=hosts[speaker == "guest"],
            paper=sentence.paper,
            page=recording.page,
        )
