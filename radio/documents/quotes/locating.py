"""Quotes → where they are printed: a box a line about exactly their words. Runs behind the walls of `confine`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import pymupdf

from radio.documents.printed import opening
from radio.documents.quotes import glyphs, matching
from radio.documents.quotes.glyphs import Glyph, Print
from radio.model import Box, Place, Quote

PAGES_AROUND = 1
"""Pages on either side of the named one that are looked at first."""
GAP_EMS = 1.2
"""A wider gap on a line parts two boxes."""
SHIFT_EMS = 0.7
"""Raised and lowered glyphs stand within this of their line."""
ABOVE_EMS, BELOW_EMS = 0.8, 0.25
"""How far a box reaches from the baseline."""


def locate(content: bytes, quotes: Sequence[Quote], pages: int) -> tuple[tuple[Place, ...], ...]:
    """For each quote its places on the first `pages` pages; none where it is not printed there. Raises Unreadable."""
    document = opening.opened(content)
    paper = _Paper(document, min(pages, document.page_count))
    return tuple(paper.places(quote) for quote in quotes)


class _Paper:
    """Pages taken apart when a quote asks for them."""

    def __init__(self, document: pymupdf.Document, pages: int):
        self._document = document
        self._pages = pages
        self._glyphs: dict[int, list[Glyph]] = {}
        self._prints: dict[tuple[int, int], Print] = {}

    def places(self, quote: Quote) -> tuple[Place, ...]:
        plain, index = glyphs.plain_with_places(quote.text)
        for text in self._reaches(quote.page):
            if found := matching.whole(plain, text, quote.page):
                return _places(_runs(found, text, quote.text, index), text.glyphs)
        for text in self._reaches(quote.page):
            if found := matching.parts(plain, text):
                return _places(_runs(found, text, quote.text, index), text.glyphs)
        return ()

    def _reaches(self, page: int | None) -> Iterator[Print]:
        """The pages about the named one, then all."""
        if page is not None and 1 <= page <= self._pages:
            yield self._print(max(1, page - PAGES_AROUND), min(self._pages, page + PAGES_AROUND))
        yield self._print(1, self._pages)

    def _print(self, first: int, last: int) -> Print:
        if (first, last) not in self._prints:
            self._prints[first, last] = glyphs.printed([self._page(n) for n in range(first, last + 1)])
        return self._prints[first, last]

    def _page(self, number: int) -> list[Glyph]:
        if number not in self._glyphs:
            try:
                self._glyphs[number] = glyphs.glyphs_of(self._document[number - 1], number)
            except opening.BROKEN:
                self._glyphs[number] = []
        return self._glyphs[number]


def _runs(found: list[matching.Stretch], text: Print, quote: str, index: list[int]) -> Iterator[tuple[int, int]]:
    """First and last glyph of each stretch, with the quote's punctuation on either side of it."""
    for stretch in found:
        first = text.glyph_of[stretch.place]
        last = text.glyph_of[stretch.place + stretch.length - 1]
        behind, before = index[stretch.quote + stretch.length - 1] + 1, index[stretch.quote] - 1
        while last + 1 < len(text.glyphs) and _is_mark(quote[behind : behind + 1], text.glyphs[last + 1]):
            last, behind = last + 1, behind + 1
        while first and before >= 0 and _is_mark(quote[before], text.glyphs[first - 1]):
            first, before = first - 1, before - 1
        yield first, last


def _is_mark(character: str, glyph: Glyph) -> bool:
    return character == glyph.character and not glyphs.plain(character)


def _places(runs: Iterator[tuple[int, int]], printed: Sequence[Glyph]) -> tuple[Place, ...]:
    """The boxes of all runs, by page in the quote's order."""
    by_page: dict[int, list[list[Glyph]]] = {}
    end = len(printed)
    for first, last in runs:
        joined = first > end and not any(glyphs.plain(g.character) for g in printed[end + 1 : first])
        for glyph in printed[end + 1 if joined else first : last + 1]:
            lines = by_page.setdefault(glyph.page, [])
            if joined and lines and _goes_on(lines[-1], glyph):
                lines[-1].append(glyph)
            else:
                lines.append([glyph])
            joined = True
        end = last
    return tuple(Place(page, tuple(map(_box, lines))) for page, lines in by_page.items())


def _goes_on(line: list[Glyph], glyph: Glyph) -> bool:
    last = line[-1]
    em = max(last.size, glyph.size)
    return abs(glyph.baseline - last.baseline) < SHIFT_EMS * em and -em < glyph.x0 - last.x1 < GAP_EMS * em


def _box(line: list[Glyph]) -> Box:
    """About the baseline of most of its glyphs; their own boxes are as tall as each font likes."""
    (baseline, size), _ = Counter((g.baseline, g.size) for g in line).most_common(1)[0]
    left, right = min(g.x0 for g in line), max(g.x1 for g in line)
    top, bottom = baseline - ABOVE_EMS * size, baseline + BELOW_EMS * size
    return Box(round(left, 1), round(top, 1), round(right, 1), round(bottom, 1))
