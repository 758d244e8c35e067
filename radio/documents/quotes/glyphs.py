"""Pages → one string of plain letters and digits, each of which knows the glyph it is printed with.

Plain means: compatibility forms and ligatures taken apart, accents, case, spaces, hyphens and punctuation gone. So a
word is the same whether a line breaks it, a font joins its letters, or an accent is printed beside its letter.
"""

from __future__ import annotations

import unicodedata
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import NamedTuple

import pymupdf

from radio.documents.printed import opening
from radio.documents.printed.spans import PAINTED, is_level

_FLAGS = pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_CID_FOR_UNKNOWN_UNICODE
_DOTLESS = str.maketrans("ıȷ", "ij")


class Glyph(NamedTuple):
    """One printed character; lengths in points."""

    character: str
    page: int
    x0: float
    x1: float
    baseline: float
    size: float


@dataclass(frozen=True)
class Print:
    """The glyphs of some pages in the file's order, and the plain string that they spell."""

    glyphs: Sequence[Glyph]
    plain: str
    glyph_of: Sequence[int]
    """For each character of `plain`, the index of its glyph."""

    @cached_property
    def grams(self) -> dict[str, list[int]]:
        """Where each stretch of `GRAM` characters starts."""
        found: dict[str, list[int]] = {}
        for start in range(len(self.plain) - GRAM + 1):
            found.setdefault(self.plain[start : start + GRAM], []).append(start)
        return found

    @cached_property
    def _page_ends(self) -> list[tuple[int, int]]:
        ends: dict[int, int] = {}
        for place, index in enumerate(self.glyph_of):
            ends[self.glyphs[index].page] = place
        return sorted((end, page) for page, end in ends.items())

    def page_at(self, place: int) -> int:
        """The page of a character of `plain`."""
        ends = self._page_ends
        return ends[bisect_right(ends, (place - 1, 1 << 30))][1]


GRAM = 8
"""Characters that must be equal before a stretch counts as a place where a quote may stand."""


@lru_cache(maxsize=4096)
def plain(character: str) -> str:
    """What remains of a character: nothing, or lower-case letters and digits."""
    spelled = unicodedata.normalize("NFKD", character.translate(_DOTLESS)).casefold()
    return "".join(c for c in spelled if c.isalnum())


def plain_with_places(text: str) -> tuple[str, list[int]]:
    """The plain string of a text, and for each of its characters the index in the text."""
    pairs = [(c, index) for index, character in enumerate(text) for c in plain(character)]
    return "".join(c for c, _ in pairs), [index for _, index in pairs]


def glyphs_of(page: pymupdf.Page, number: int) -> list[Glyph]:
    """The painted glyphs of the page's horizontal lines, without spaces."""
    return list(_glyphs(opening.layout(page, "rawdict", flags=_FLAGS), number))


def printed(pages: Sequence[Sequence[Glyph]]) -> Print:
    glyphs = [glyph for page in pages for glyph in page]
    pairs = [(c, index) for index, glyph in enumerate(glyphs) for c in plain(glyph.character)]
    return Print(glyphs, "".join(c for c, _ in pairs), [index for _, index in pairs])


def _glyphs(layout: dict, number: int) -> Iterator[Glyph]:
    for block in layout["blocks"]:
        for line in block.get("lines", ()):
            if is_level(line):
                for span in line["spans"]:
                    if span["char_flags"] & PAINTED:
                        yield from _of_span(span, number)


def _of_span(span: dict, number: int) -> Iterator[Glyph]:
    size = span["size"]
    for char in span["chars"]:
        character = char["c"]
        if not character.isspace():
            box = char["bbox"]
            yield Glyph(character, number, box[0], box[2], char["origin"][1], size)
