"""A plain quote in a plain print → the stretches of both that are equal.

A quote may be printed in several parts: about a citation that was left out, over the end of a column or a page, around
a figure. So it is covered by equal stretches, chained so that their order is the quote's and they lie near each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher
from itertools import pairwise
from typing import NamedTuple

from radio.documents.quotes.glyphs import GRAM, Print

LEAST_COVERED = 0.75
"""Share of the quote that must be found."""
MOST_STRETCHES = 300
"""Looked at for one quote, the longest; a chain needs few."""
NEAR = 200
"""Characters left out between two stretches that still read as one text."""
STEP_COST, JUMP_COST, FAR_COST = 0.5, 3.0, 9.0
"""What going on elsewhere costs, in characters: nearby, further down the page or overleaf, and anywhere else."""
MISREAD = 4
"""As many letters between two equal stretches are the same words, printed with a glyph of another letter."""
LEAST_FILL = 3


class Stretch(NamedTuple):
    """Equal characters: where they start in the quote and in the print, and how many they are."""

    quote: int
    place: int
    length: int


def whole(quote: str, text: Print, page: int | None) -> list[Stretch]:
    """The quote where it is printed without a break, nearest to `page`; empty where it is not."""
    places = list(_occurrences(quote, text.plain))
    if not places:
        return []
    best = min(places, key=lambda p: abs(text.page_at(p) - page)) if page else places[0]
    return [Stretch(0, best, len(quote))]


def _occurrences(quote: str, plain: str) -> Iterator[int]:
    place = plain.find(quote) if quote else -1
    while place >= 0:
        yield place
        place = plain.find(quote, place + 1)


def parts(quote: str, text: Print) -> list[Stretch]:
    """The quote's stretches in its order; empty where too little of it is printed."""
    candidates = sorted(_equal(quote, text), key=lambda s: -s.length)[:MOST_STRETCHES]
    chain = _filled(_chain(sorted(candidates), text), quote, text.plain)
    covered = sum(s.length for s in chain)
    return chain if covered >= LEAST_COVERED * len(quote) else []


def _equal(quote: str, text: Print) -> Iterator[Stretch]:
    """Every longest equal stretch of at least `GRAM` characters."""
    plain, reached = text.plain, {}
    for start in range(len(quote) - GRAM + 1):
        for place in text.grams.get(quote[start : start + GRAM], ()):
            if reached.get(place - start, -1) > start:
                continue
            length = GRAM
            while (
                start + length < len(quote)
                and place + length < len(plain)
                and quote[start + length] == plain[place + length]
            ):
                length += 1
            reached[place - start] = start + length - GRAM + 1
            yield Stretch(start, place, length)


def _chain(candidates: list[Stretch], text: Print) -> list[Stretch]:
    """The candidates, in the quote's order, that cover most of it for the fewest jumps."""
    if not candidates:
        return []
    scores: list[float] = []
    before: list[int | None] = []
    for number, stretch in enumerate(candidates):
        best, link = 0.0, None
        for other in range(number):
            cut = _overlap(candidates[other], stretch)
            if cut >= stretch.length:
                continue
            score = scores[other] - cut - _jump(candidates[other], stretch, cut, text)
            if score > best:
                best, link = score, other
        scores.append(stretch.length + best)
        before.append(link)
    at: int | None = max(range(len(candidates)), key=scores.__getitem__)
    chain: list[Stretch] = []
    while at is not None:
        chain.append(candidates[at])
        at = before[at]
    return _without_overlaps(chain[::-1])


def _overlap(first: Stretch, second: Stretch) -> int:
    return max(0, first.quote + first.length - second.quote)


def _jump(first: Stretch, second: Stretch, cut: int, text: Print) -> float:
    end, start = first.place + first.length, second.place + cut
    leaves = text.page_at(start) - text.page_at(end - 1)
    if leaves == 0 and 0 <= start - end <= NEAR:
        return STEP_COST
    return JUMP_COST if start >= end and leaves <= 1 else FAR_COST


def _without_overlaps(chain: list[Stretch]) -> list[Stretch]:
    kept = chain[:1]
    for stretch in chain[1:]:
        cut = _overlap(kept[-1], stretch)
        kept.append(Stretch(stretch.quote + cut, stretch.place + cut, stretch.length - cut))
    return kept


def _filled(chain: list[Stretch], quote: str, plain: str) -> list[Stretch]:
    """With the short stretches before, between and behind the chain's."""
    if not chain:
        return []
    first, last = chain[0], chain[-1]
    behind, end = last.quote + last.length, last.place + last.length
    found = list(chain)
    found += _before(quote, plain, 0, first.quote, first.place)
    found += _after(quote, plain, behind, len(quote), end)
    for one, other in pairwise(chain):
        start, place = one.quote + one.length, one.place + one.length
        if 0 <= other.place - place <= NEAR:
            found += _between(quote, plain, (start, other.quote), (place, other.place))
        elif start < other.quote:
            taken = _after(quote, plain, start, other.quote, place)
            found += taken
            start = max((s.quote + s.length for s in taken), default=start)
            found += _before(quote, plain, start, other.quote, other.place)
    return sorted(found)


def _before(quote: str, plain: str, start: int, end: int, place: int) -> list[Stretch]:
    """What of quote[start:end] is printed just before `place`."""
    reach = max(0, place - (end - start) - NEAR // 4)
    return _between(quote, plain, (start, end), (reach, place))


def _after(quote: str, plain: str, start: int, end: int, place: int) -> list[Stretch]:
    reach = min(len(plain), place + (end - start) + NEAR // 4)
    return _between(quote, plain, (start, end), (place, reach))


def _between(quote: str, plain: str, wanted: tuple[int, int], places: tuple[int, int]) -> list[Stretch]:
    (start, end), (first, last) = wanted, places
    if start >= end or first >= last:
        return []
    if end - start <= MISREAD and last - first <= MISREAD and plain[first:last].isalpha():
        return [Stretch(start, first, min(end - start, last - first))]
    matcher = SequenceMatcher(None, quote[start:end], plain[first:last], autojunk=False)
    least = min(LEAST_FILL, end - start)
    return [Stretch(start + a, first + b, length) for a, b, length in matcher.get_matching_blocks() if length >= least]
