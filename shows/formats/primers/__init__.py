"""Evergreen: short explanations that never age, written by us, spoken by both hosts when there is room.

One text file each. `TITLE:` first; `CARD:` lines are shown on screen; `TERMS:` are words of a paper that it
explains; then the dialogue, where `HOST:` or `GUEST:` starts a turn and every sentence can be spoken as it stands.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from radio.ids import SegmentId
from radio.model import Segment
from shows.scripts.dialogue import Line, script_of, seconds_of

SENTENCE_END = re.compile(r"(?<=[.?!:])\s+(?=[A-Z])")


@dataclass(frozen=True, slots=True, kw_only=True)
class Primer:
    """One explanation."""

    slug: str
    title: str
    card: tuple[str, ...]
    terms: tuple[str, ...]
    lines: tuple[Line, ...]

    @property
    def seconds(self) -> float:
        return seconds_of(script_of(SegmentId(self.slug), self.lines))


@cache
def primers() -> tuple[Primer, ...]:
    """All primers, in the order of their names."""
    texts = sorted(
        (file.name, file.read_text("utf-8")) for file in files(__name__).iterdir() if file.name.endswith(".txt")
    )
    return tuple(parsed(name.removesuffix(".txt"), text) for name, text in texts)


def parsed(slug: str, text: str) -> Primer:
    """The primer that a file holds. Raises ValueError naming the line that is not understood."""
    titles: list[str] = []
    card: list[str] = []
    terms: list[str] = []
    lines: list[Line] = []
    for number, row in enumerate(text.splitlines(), start=1):
        mark, colon, rest = row.partition(":")
        match mark:
            case "TITLE" if colon:
                titles.append(rest.strip())
            case "CARD" if colon:
                card.append(rest.strip())
            case "TERMS" if colon:
                terms += [term.strip() for term in rest.split(",")]
            case "HOST" | "GUEST" if colon:
                lines += [
                    Line("host" if mark == "HOST" else "guest", sentence)
                    for sentence in SENTENCE_END.split(rest.strip())
                ]
            case _:
                if row.strip():
                    raise ValueError(f"primer {slug}, line {number}: no TITLE, CARD, TERMS, HOST or GUEST at its start")
    if len(titles) != 1 or not lines:
        raise ValueError(f"primer {slug}: it needs one TITLE and at least one turn")
    return Primer(slug=slug, title=titles[0], card=tuple(card), terms=tuple(terms), lines=tuple(lines))


def primer_titled(title: str) -> Primer:
    """Raises KeyError when there is none."""
    return {primer.title: primer for primer in primers()}[title]


def card_of(segment: Segment) -> Sequence[str]:
    """What a primer writes on its card while the segment is heard; nothing for a segment that is no primer."""
    return primer_titled(segment.title).card if segment.kind == "primer" else ()


def fitting(text: str, choice: Iterable[Primer] | None = None) -> Sequence[Primer]:
    """Every primer, the ones first whose terms the text holds most often."""
    folded = text.casefold()
    held = {
        primer.slug: sum(min(folded.count(term.casefold()), 3) for term in primer.terms)
        for primer in choice or primers()
    }
    return sorted(choice or primers(), key=lambda primer: (-held[primer.slug], primer.slug))
