"""What the boxes of a quote hold, glyph by glyph; and how many sentences of real papers are lit to the letter."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pymupdf

from radio.documents import scan
from radio.documents.document import assembled
from radio.documents.prose.passages import sentences
from radio.documents.quotes.locating import locate
from radio.errors import Unreadable
from radio.ids import PaperId
from radio.model import Place, Quote

FOUND, EXACT = 0.995, 0.975
"""The shares of all sentences that must be found, and lit to the letter."""
PAGES = 10
"""The pages of each paper that are looked at."""


@dataclass(frozen=True)
class Lit:
    """Sentences asked for, those that were found, and those whose boxes hold them to the letter."""

    asked: int
    found: int
    exact: int


def letters(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text).casefold() if c.isalnum())


@lru_cache(maxsize=500)
def traced(document: pymupdf.Document, page: int) -> list[tuple]:
    return [glyph for span in document[page - 1].get_texttrace() for glyph in span["chars"]]


def lit(document: pymupdf.Document, places: Sequence[Place]) -> str:
    """What is printed in the boxes, glyph by glyph: those whose foot and middle lie inside."""
    found = []
    for place in places:
        glyphs = traced(document, place.page)
        for box in place.boxes:
            for code, _, (_, foot), (x0, _, x1, _) in glyphs:
                if box.x0 - 0.1 <= (x0 + x1) / 2 <= box.x1 + 0.1 and box.y0 <= foot <= box.y1 + 1.5:
                    found.append(chr(code))
    return letters("".join(found))


def count_lit(papers: Iterable[Path]) -> Lit:
    """Over every sentence of the papers that can be read."""
    asked = found = exact = 0
    for path in papers:
        try:
            read = assembled(PaperId("sample-1"), scan.scan(path.read_bytes(), PAGES))
        except Unreadable:
            continue
        quotes = [Quote(p.text[a:b].strip(), p.page) for p in read.passages for a, b in sentences(p.text)]
        quotes = [quote for quote in quotes if letters(quote.text)]
        with pymupdf.open(path) as document:
            for quote, places in zip(quotes, locate(path.read_bytes(), quotes, PAGES), strict=True):
                asked, found = asked + 1, found + bool(places)
                exact += lit(document, places) == letters(quote.text)
    return Lit(asked, found, exact)
