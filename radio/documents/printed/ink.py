"""What is drawn on a page beside its text: pictures, strokes and fills → boxes that a figure may be made of.

In: the places of all marks, in any order. Out: those that could belong to a figure; a page's background, its edge, the
rule under a running head and the bars of fractions are left out.
"""

from __future__ import annotations

from collections.abc import Iterable

from radio.documents.boxes import area
from radio.model import Box, PageSize

THIN_POINTS = 2.5
"""A mark that is no higher than this is a rule."""
BACKGROUND = 0.8
"""Share of the page's area from which on a mark lies behind everything."""
MOST_MARKS = 4000
"""Of more, the largest tell where a picture is."""


def of_page(marks: Iterable[tuple[float, float, float, float]], size: PageSize) -> list[Box]:
    """The marks that lie on the page and do not cover it."""
    found: set[Box] = set()
    for x0, y0, x1, y1 in marks:
        box = Box(max(0.0, x0), max(0.0, y0), min(size.width, x1), min(size.height, y1))
        seen = box.x1 >= box.x0 and box.y1 >= box.y0 and max(box.x1 - box.x0, box.y1 - box.y0) > THIN_POINTS
        if seen and area(box) < BACKGROUND * size.width * size.height:
            found.add(box)
    largest = sorted(found, key=lambda box: (box.x1 - box.x0) + (box.y1 - box.y0), reverse=True)
    return largest[:MOST_MARKS]


def is_rule(box: Box) -> bool:
    """A level line."""
    return box.y1 - box.y0 <= THIN_POINTS and box.x1 - box.x0 > 10 * THIN_POINTS
