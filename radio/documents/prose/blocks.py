"""Rows in reading order → blocks: rows that one eye takes as one paragraph, heading, caption or table."""

from __future__ import annotations

import re
from collections import Counter
from itertools import pairwise
from statistics import median

from radio.documents.layout import Block, Line, Row
from radio.rules import either

SIZE_STEP_POINTS = 0.6
LOOSE_LEADING = 1.3
"""A greater share of the usual line distance separates blocks."""
INDENT_EMS = 0.7
FULL = 0.95
"""Share of its column from which on a line may break off anywhere."""
SHORT_EMS = 2.0
"""A line that ends this far before its column does is a paragraph's last."""
FORMULA_MATHS = 0.6
"""Share of maths in a line that may be a formula."""
LEAST_CAPITALS = 8
"""Shorter than this, a line in capitals may be an acronym that ends a paragraph."""
_FLOATS = either(
    r"Fig(?:ure|ures|s?\.)?", r"FIG(?:URE|\.)?", "Table", "TABLE", r"Tab\.", r"Tbl\.", "Algorithm", "Listing", "Scheme",
    "Box", "Abbildung", r"Abb\.", "Tabelle",
)  # fmt: skip
CAPTION = re.compile(
    rf"(?P<kind>{_FLOATS})"
    r"\s*(?P<number>[A-Z]?\.?\d+(?:\.\d+)?|[IVX]{1,5})\s*(?P<mark>[.:|—–]|$|(?=[A-Z(]))"
)
BULLET = re.compile(r"(?:[•◦▪●○■–*‣►]|\(?[ivx\d]{1,3}[.)]|[a-z]\))\s+(?=\S)")
_CLOSING = "\"'”’)]"


def ends_sentence(text: str, stops: str) -> bool:
    """Whether a text ends in one of the stops, closing quotes and brackets aside."""
    return text.rstrip(_CLOSING).endswith(tuple(stops))


def body_size(pages: list[list[Line]]) -> float:
    """The size that most of the text is set in."""
    sizes: Counter[float] = Counter()
    for lines in pages:
        for line in lines:
            if line.maths < 0.5 and len(line.text) > 20:
                sizes[round(line.size * 2) / 2] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 10.0


def blocks(rows: list[Row], body: float) -> list[Block]:
    """Consecutive rows put together where place, size and weight say so."""
    if not rows:
        return []
    leading = _leading(rows, body)
    found = [Block([rows[0]])]
    for above, below in pairwise(rows):
        if _separate(above, below, leading, body):
            found.append(Block([below]))
        else:
            found[-1].rows.append(below)
    return found


def _leading(rows: list[Row], body: float) -> float:
    """The usual distance from one line of the text to the next."""
    steps = [
        below.box.y1 - above.box.y1
        for above, below in pairwise(rows)
        if abs(above.size - body) < SIZE_STEP_POINTS and above.fill > 0.6 and same_column(above, below)
    ]
    steps = [step for step in steps if 0 < step < 4 * body]
    return median(steps) if steps else 1.2 * body


def same_column(above: Row, below: Row) -> bool:
    return above.page == below.page and abs(above.left - below.left) < 15 and below.box.y1 > above.box.y0


def _separate(above: Row, below: Row, leading: float, body: float) -> bool:
    if not same_column(above, below):
        return True
    high, low = above.box, below.box
    scale = max(1.0, above.size / max(1.0, below.size), below.size / body)
    if low.y1 - high.y1 > LOOSE_LEADING * leading * scale or abs(above.size - below.size) > SIZE_STEP_POINTS:
        return True
    caption = CAPTION.match(below.text)
    if caption and caption["mark"] and (ends_sentence(above.text, ".!?:;") or low.y1 - high.y1 > 1.1 * leading):
        return True
    if (above.fill < FULL and _looks(above) != _looks(below)) or _is_formula(above) != _is_formula(below):
        return True
    return _new_paragraph(above, below)


def _looks(row: Row) -> tuple[bool, bool]:
    """Whether a row is bold, and whether it is set in capitals, as headings are."""
    text = row.text
    return row.bold, len(text) >= LEAST_CAPITALS and text.isupper()


def _is_formula(row: Row) -> bool:
    """Maths on a line of its own: set in from both edges of the column."""
    if row.maths < FORMULA_MATHS:
        return False
    em = row.size
    return row.box.x0 - row.left > SHORT_EMS * em and row.right - row.box.x1 > INDENT_EMS * em


def _new_paragraph(above: Row, below: Row) -> bool:
    if not ends_sentence(above.text, ".!?:;"):
        return False
    em = below.size
    indented = below.box.x0 - below.left > INDENT_EMS * em and above.box.x0 - above.left < INDENT_EMS * em
    short = above.box.x1 < above.right - SHORT_EMS * em
    return indented or short or bool(BULLET.match(below.text))
