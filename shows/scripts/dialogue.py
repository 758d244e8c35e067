"""Plain lines of dialogue → Script, and how long a script takes to say. Never writes a word of its own."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from radio.ids import ClaimId, PaperId, SegmentId, sentence_id
from radio.model import Script, Sentence, Speaker, Turn
from shows.speakable import speakable

WORDS_PER_MINUTE = 180
"""Pace of the built-in voices with the pauses between sentences, as measured: what planned lengths are counted with."""


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of one host, not yet numbered."""

    speaker: Speaker
    text: str
    paper: PaperId | None = None
    claims: tuple[ClaimId, ...] = ()


def script_of(segment: SegmentId, lines: Iterable[Line]) -> Script:
    """The script of a segment; neighbouring lines of one speaker make one turn."""
    turns: list[Turn] = []
    for number, (speaker, turn) in enumerate(groupby(lines, key=_speaker)):
        sentences = tuple(
            Sentence(
                id=sentence_id(segment, number, place),
                text=line.text,
                spoken=speakable(line.text),
                claims=line.claims,
                paper=line.paper,
            )
            for place, line in enumerate(turn)
        )
        turns.append(Turn(speaker=speaker, sentences=sentences))
    return Script(segment=segment, turns=tuple(turns))


def _speaker(line: Line) -> Speaker:
    return line.speaker


def joined(segment: SegmentId, *scripts: Script) -> Script:
    """One script of several, numbered anew for the segment."""
    lines = (Line(speaker, s.text, s.paper, s.claims) for script in scripts for speaker, s in script.sentences)
    return script_of(segment, lines)


def seconds_of(script: Script) -> float:
    """How long the script takes to say."""
    return seconds_of_words(sum(len(s.spoken.split()) for _, s in script.sentences))


def seconds_of_words(words: int) -> float:
    """How long so many words take to say."""
    return words * 60 / WORDS_PER_MINUTE


def listed(names: Sequence[str]) -> str:
    """`a`, `a and b`, `a, b and c`; `a and b, c and d, and e` where a name itself holds an `and`."""
    if len(names) < 2:
        return "".join(names)
    mark = ", and" if any(" and " in name for name in names) else " and"
    return f"{', '.join(names[:-1])}{mark} {names[-1]}"
