"""Where on its page a quote stands, and which part of the page to show around it.

In: the document as read and a claim. Out: boxes in points. A quote's place within its passage is reckoned from its
place in the passage's text, because a passage knows the box of each line of print but not of each word.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from radio.model import Box, Claim, Document, Figure, PageSize, Passage

ASPECT = 20 / 7
"""Width to height of the panel in which a page is shown."""
TEXT_MARGIN_POINTS = 14.0
WIDEST_VIEW_POINTS = 540.0
"""A page whose text is wider than this is shown a column at a time, so that it can be read."""
NARROWEST_VIEW_POINTS = 400.0
LEAST_SHARE_OF_LINE = 0.1
"""A line of which less than this belongs to the quote stays unlit."""
HEAD_MARGIN = 0.055
"""Share of a page's width and height."""
LIKENESS = 0.6
"""Share of a quote's words that the best stretch of a passage must hold to count as its place."""

_WORD = re.compile(r"\w+")
_CAPITAL = 1.4
_WIDTHS = dict.fromkeys("ijlIJ.,;:'’|!()[]/", 0.58) | dict.fromkeys("ftrs -“”", 0.75) | dict.fromkeys("mwMW%@—", 1.7)


@dataclass(frozen=True, slots=True)
class Place:
    """Lit lines on a page."""

    page: int
    boxes: tuple[Box, ...]


def place_of(claim: Claim, document: Document) -> Place | None:
    """The lines that the claim's quote stands on; None where the document does not hold it."""
    passage = document.passage(claim.passage)
    stretch = _stretch(claim.quote, passage.text) if passage else None
    if stretch is None:
        abstract = [p for p in document.passages if p.section.casefold() == "abstract"]
        passage, stretch = _first_holding(claim.quote, abstract or document.passages[:3])
    if passage is None or stretch is None or not passage.boxes:
        return None
    return Place(passage.page, _lines(passage.boxes, passage.text, *stretch))


def _first_holding(quote: str, passages: Sequence[Passage]) -> tuple[Passage | None, tuple[int, int] | None]:
    found = ((p, _stretch(quote, p.text)) for p in passages)
    return next(((p, stretch) for p, stretch in found if stretch), (None, None))


def _stretch(quote: str, text: str) -> tuple[int, int] | None:
    """Where the quote begins and ends in the text, in characters: exactly, else by its words."""
    words = [(m.group().casefold(), m.start(), m.end()) for m in _WORD.finditer(text)]
    wanted = [m.group().casefold() for m in _WORD.finditer(quote)]
    if not wanted or not words:
        return None
    length = min(len(wanted), len(words))
    start, held = _best_window([w for w, _, _ in words], wanted, length)
    if held < LIKENESS * len(wanted):
        return None
    return words[start][1], words[start + length - 1][2]


def _best_window(words: list[str], wanted: list[str], length: int) -> tuple[int, int]:
    """Start of the window that holds most of the wanted words, in their order where two hold as many."""
    for start in range(len(words) - length + 1):
        if words[start : start + length] == wanted:
            return start, length
    known = set(wanted)
    held = list(accumulate((word in known for word in words), initial=0))
    counts = [held[start + length] - held[start] for start in range(len(words) - length + 1)]
    most = max(counts)
    return counts.index(most), most


def _lines(boxes: tuple[Box, ...], text: str, start: int, end: int) -> tuple[Box, ...]:
    """The lines, or parts of lines, that hold the characters from start to end."""
    run = _running_width(text)
    lit = []
    for box, (first, last) in zip(boxes, pairwise(_line_starts(boxes, text, run)), strict=True):
        width = max(0.1, run[last] - run[first])
        left, right = max(0.0, (run[start] - run[first]) / width), min(1.0, (run[end] - run[first]) / width)
        if right - left >= LEAST_SHARE_OF_LINE:
            lit.append(_part(box, left, right))
    return tuple(lit) or boxes[:1]


def _running_width(text: str) -> list[float]:
    """How wide the text is up to each character, in widths of an ordinary letter of a book face."""
    return list(accumulate((_WIDTHS.get(c, _CAPITAL if c.isupper() else 1.0) for c in text), initial=0.0))


def _line_starts(boxes: tuple[Box, ...], text: str, run: list[float]) -> list[int]:
    """Where each line starts in the text, and where the last ends: as much text as the line is wide, in whole words."""
    edges = list(accumulate((max(0.1, b.x1 - b.x0) for b in boxes), initial=0.0))
    reckoned = (bisect_left(run, edge / edges[-1] * run[-1]) for edge in edges[1:-1])
    return [0, *(_word_start(text, at) for at in reckoned), len(text)]


def _word_start(text: str, at: int) -> int:
    before, after = text.rfind(" ", 0, at) + 1, text.find(" ", at) + 1
    return after if after and after - at < at - before else before


def _part(box: Box, left: float, right: float) -> Box:
    """Part of a line; a cut close to the line's end is no cut, since the reckoning is a few letters off."""
    width = box.x1 - box.x0
    left = 0.0 if left < LEAST_SHARE_OF_LINE else left
    right = 1.0 if right > 1 - LEAST_SHARE_OF_LINE else right
    return Box(box.x0 + left * width, box.y0, box.x0 + right * width, box.y1)


def view(place: Place, document: Document, previous: Box | None) -> Box:
    """The part of the page to show: its text's full width where that can be read, about the lit lines.

    The previous view stays where it holds the lit lines already.
    """
    if previous and _holds(previous, _union(place.boxes)):
        return previous
    lit, text = _union(place.boxes), _text_area(document, place.page)
    if text.x1 - text.x0 + 2 * TEXT_MARGIN_POINTS > WIDEST_VIEW_POINTS:
        text = lit
    return _about(text.x0, text.x1, lit, document.pages[place.page - 1])


def head_view(page: PageSize) -> Box:
    """The head of a first page without its margins."""
    x0, y0 = page.width * HEAD_MARGIN, page.height * HEAD_MARGIN
    return Box(x0, y0, page.width - x0, y0 + (page.width - 2 * x0) / ASPECT)


def figure_view(figure: Figure, document: Document) -> Box:
    """A figure with its caption, whole where the panel's shape allows it."""
    return _about(figure.box.x0, figure.box.x1, figure.box, document.pages[figure.page - 1])


def _about(x0: float, x1: float, lit: Box, page: PageSize) -> Box:
    tall = lit.y1 - lit.y0 + 2 * TEXT_MARGIN_POINTS
    width = max(x1 - x0 + 2 * TEXT_MARGIN_POINTS, NARROWEST_VIEW_POINTS, tall * ASPECT)
    width = min(width, page.width, page.height * ASPECT)
    height = width / ASPECT
    left = _within((x0 + x1 - width) / 2, page.width - width)
    middle = (lit.y0 + lit.y1) / 2 if tall <= height else lit.y0 + height / 2 - TEXT_MARGIN_POINTS
    top = _within(middle - height / 2, page.height - height)
    return Box(left, top, left + width, top + height)


def _text_area(document: Document, page: int) -> Box:
    return _union([box for p in document.passages if p.page == page for box in p.boxes])


def _union(boxes: Sequence[Box]) -> Box:
    return Box(min(b.x0 for b in boxes), min(b.y0 for b in boxes), max(b.x1 for b in boxes), max(b.y1 for b in boxes))


def _holds(outer: Box, inner: Box) -> bool:
    return (
        outer.x0 <= inner.x0
        and inner.x1 <= outer.x1
        and outer.y0 + TEXT_MARGIN_POINTS / 2 <= inner.y0
        and inner.y1 <= outer.y1 - TEXT_MARGIN_POINTS / 2
    )


def _within(start: float, greatest: float) -> float:
    return max(0.0, min(start, greatest))
