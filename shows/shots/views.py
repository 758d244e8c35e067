"""Which part of a page to show around what is lit, so that it can be read. Boxes are in points."""

from __future__ import annotations

from collections.abc import Sequence

from radio.model import Box, Document, Figure, PageSize, Place

ASPECT = 20 / 7
"""Width to height of the panel in which a page is shown."""
TEXT_MARGIN_POINTS = 14.0
WIDEST_VIEW_POINTS = 540.0
"""A page whose text is wider than this is shown a column at a time, so that it can be read."""
NARROWEST_VIEW_POINTS = 400.0
HEAD_MARGIN = 0.055
"""Share of a page's width and height."""


def view(place: Place, document: Document, previous: Box | None) -> Box:
    """The part of the page to show: its text's full width where that can be read, about the lit lines.

    The previous view stays where it holds the lit lines already. Lines that no view holds together, as at the end of
    one column and the start of the next, are shown where most of them stand.
    """
    if previous and _in_sight(previous, _union(place.boxes)):
        return previous
    boxes = place.boxes
    runs = (boxes[i:j] for i in range(len(boxes)) for j in range(i + 1, len(boxes) + 1))
    together = [run for run in runs if _in_sight(_view(run, place.page, document), _union(run))]
    return _view(max(together, key=_length, default=boxes), place.page, document)


def length(place: Place) -> float:
    """How much is lit: the lengths of its lines together, in points."""
    return _length(place.boxes)


def _length(boxes: Sequence[Box]) -> float:
    return sum(box.x1 - box.x0 for box in boxes)


def _view(boxes: Sequence[Box], page: int, document: Document) -> Box:
    lit = _union(boxes)
    text = _union([lit, *(box for p in document.passages if p.page == page for box in p.boxes)])
    if text.x1 - text.x0 + 2 * TEXT_MARGIN_POINTS > WIDEST_VIEW_POINTS:
        text = lit
    return _about(text.x0, text.x1, lit, document.pages[page - 1])


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


def holds(outer: Box, inner: Box) -> bool:
    """Whether the middle of a box lies in another."""
    x, y = (inner.x0 + inner.x1) / 2, (inner.y0 + inner.y1) / 2
    return outer.x0 <= x <= outer.x1 and outer.y0 <= y <= outer.y1


def _union(boxes: Sequence[Box]) -> Box:
    return Box(min(b.x0 for b in boxes), min(b.y0 for b in boxes), max(b.x1 for b in boxes), max(b.y1 for b in boxes))


def _in_sight(outer: Box, inner: Box) -> bool:
    return (
        outer.x0 <= inner.x0
        and inner.x1 <= outer.x1
        and outer.y0 + TEXT_MARGIN_POINTS / 2 <= inner.y0
        and inner.y1 <= outer.y1 - TEXT_MARGIN_POINTS / 2
    )


def _within(start: float, greatest: float) -> float:
    return max(0.0, min(start, greatest))
