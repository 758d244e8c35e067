"""Spoken blocks → paragraphs: running text that knows where each of its characters is printed.

Words broken at a line's end are made whole, paragraphs broken by a column or a page are put together, and maths on
lines of its own leaves an ellipsis.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from radio.documents.layout import Row
from radio.documents.prose.blocks import BULLET, ends_sentence
from radio.documents.prose.sections import Spoken
from radio.model import Box

ELLIPSIS = "…"
MOST_LEAD_WORDS = 8
LEAST_COMPOUND_PART = 5
PREFIXES = frozenset(
    (
        "after",
        "counter",
        "hyper",
        "inter",
        "macro",
        "micro",
        "multi",
        "other",
        "over",
        "photo",
        "super",
        "trans",
        "ultra",
        "under",
    )
)
"""Words of their own that also begin longer ones."""
HYPHENS = ("-", "\u00ad")
LONGEST_PART = 40
"""Characters of a word before a line's end."""
HYPHENATED = frozenset(("self", "well"))
"""Words that stand before a hyphen in English compounds and begin hardly any word."""
_BROKEN = re.compile(r"([^\W_]+)[-\u00ad]$")
_WORD = re.compile(r"[^\W\d_]+(?:-[^\W\d_]+)*")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a paragraph's text that stands on one line of print."""

    start: int
    end: int
    page: int
    box: Box

    def part(self, start: int, end: int) -> Box:
        """Where the characters from `start` to `end` of the paragraph stand, as near as even spacing tells."""
        length = max(1, self.end - self.start)
        width = self.box.x1 - self.box.x0
        first = max(0, start - self.start) / length
        last = min(length, end - self.start) / length
        return Box(
            round(self.box.x0 + first * width, 1),
            round(self.box.y0, 1),
            round(self.box.x0 + last * width, 1),
            round(self.box.y1, 1),
        )


@dataclass(slots=True)
class Paragraph:
    """Text under one heading with the place of its characters."""

    section: str
    text: str = ""
    pieces: list[Piece] = field(default_factory=list)


class Words:
    """How a document spells its words where no line breaks them."""

    def __init__(self, lines: Iterable[str]):
        self._seen = set(_WORD.findall("\n".join(map(_whole, lines)).lower()))

    def keeps_hyphen(self, first: str, second: str) -> bool:
        """Whether `first-` at a line's end and `second` below it are spelled with the hyphen."""
        whole, hyphenated = f"{first}{second}".lower(), f"{first}-{second}".lower()
        if first[-1].isdigit():
            return True
        if whole in self._seen or hyphenated in self._seen:
            return whole not in self._seen
        if not second[:1].islower() or "-" in second or first.lower() in HYPHENATED:
            return True
        return len(first) >= LEAST_COMPOUND_PART and first.lower() in self._seen and first.lower() not in PREFIXES


def _whole(line: str) -> str:
    """A line without the beginning of a word that goes on below."""
    return _BROKEN.sub("", line) if line.endswith(HYPHENS) else line


def paragraphs(spoken: list[Spoken], words: Words) -> list[Paragraph]:
    """In reading order. A block that goes on where another stopped in mid-sentence belongs to its paragraph."""
    found: list[Paragraph] = []
    for part in spoken:
        if not (found and _goes_on(found[-1], part)):
            found.append(Paragraph(part.section))
            _drop_lead(part.block.rows[0])
        elif part.after_display:
            found[-1].text += f" {ELLIPSIS}"
        for row in part.block.rows:
            _append(found[-1], row, words)
    return [p for p in found if p.text]


def running_text(rows: Iterable[Row], words: Words) -> str:
    """The text of rows that follow each other, with broken words made whole."""
    whole = Paragraph("")
    for row in rows:
        _append(whole, row, words)
    return whole.text


def _goes_on(before: Paragraph, part: Spoken) -> bool:
    if before.section != part.section or ends_sentence(before.text, ".!?") or not before.text:
        return False
    text = part.block.text
    if BULLET.match(text):
        return False
    if before.text.endswith(":") or part.after_display:
        return text[:1].islower()
    return True


def _drop_lead(row: Row) -> None:
    """A bold or italic phrase that heads a paragraph is no sentence of it."""
    first = row.first
    lead = first.lead
    rest = first.text[len(lead) :].lstrip()
    heads = lead.endswith((".", ":")) or (first.lead_is_bold and rest[:1].isupper())
    if lead and heads and len(lead.split()) <= MOST_LEAD_WORDS and first.text.startswith(lead):
        first.x0 += (first.x1 - first.x0) * len(lead) / max(1, len(first.text))
        first.text = rest
    bullet = BULLET.match(first.text)
    if bullet and not bullet.group().strip(" .)").isdigit():
        first.text = first.text[bullet.end() :]


def _append(paragraph: Paragraph, row: Row, words: Words) -> None:
    for line in row.lines:
        text = line.text
        if not text:
            continue
        broken = _BROKEN.search(paragraph.text[-LONGEST_PART:]) if paragraph.text.endswith(HYPHENS) else None
        below = _WORD.match(text)
        if broken and below and paragraph.pieces:
            if not words.keeps_hyphen(broken[1], below[0]):
                paragraph.text = paragraph.text[:-1]
                _shorten_last(paragraph)
        elif paragraph.text:
            paragraph.text += " "
        start = len(paragraph.text)
        paragraph.text += text
        paragraph.pieces.append(Piece(start, len(paragraph.text), line.page, line.box))


def _shorten_last(paragraph: Paragraph) -> None:
    last = paragraph.pieces[-1]
    paragraph.pieces[-1] = Piece(last.start, max(last.start, len(paragraph.text)), last.page, last.box)
