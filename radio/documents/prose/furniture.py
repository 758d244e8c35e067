"""What is printed on every page and belongs to none: running heads and feet, page numbers, line numbers.

In: the scanned pages. Out: the lines of each page without them. Knows nothing of prose.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise
from statistics import median

from radio.documents.layout import Line, ScannedPage

EDGE = 0.13
"""Share of the page's height, at its top and bottom, in which running heads and feet stand."""
REPEATS = 3
"""Pages on which the same words make a running head; two in a paper of up to four pages."""
SAME_PLACE_POINTS = 3.0
CLEAR = 0.9
"""Line heights between a running head and the text."""
COUNTED = 0.8
"""Share of line numbers that follow the one before."""
LEAST_CELLS = 3
"""Words set apart on one row; a running head has two, or three with the page number."""
LEAST_LINE_NUMBERS = 8
_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(
    r"(?:page|p\.)?\s*[-–—]?\s*(?:\d{1,4}|[ivxlc]{1,7})\s*[-–—]?(?:\s*(?:of|/)\s*\d{1,4})?", re.IGNORECASE
)
_LINE_NUMBER = re.compile(r"\d{1,4}")
_STAMP = re.compile(r"arXiv:\S+v\d+\b")


def strip(pages: list[ScannedPage]) -> list[list[Line]]:
    """The lines of each page, in the file's order, without what is printed on every page."""
    edges = [_edge_rows(page) for page in pages]
    heads = _repeated(pages, edges) | _in_the_same_place(pages, edges)
    return [
        [line for line in page.lines if id(line) not in gone]
        for page, rows in zip(pages, edges, strict=True)
        for gone in [heads | _numbers(page, rows) | _line_numbers(page) | _stamps(page)]
    ]


def _rows(lines: Iterable[Line]) -> list[list[Line]]:
    """Lines by what stands beside what, from top to bottom."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: line.y1):
        if rows and line.y0 + line.height / 2 < rows[-1][0].y1:
            rows[-1].append(line)
        else:
            rows.append([line])
    return rows


def _edge_rows(page: ScannedPage) -> list[list[Line]]:
    top, bottom = page.size.height * EDGE, page.size.height * (1 - EDGE)
    return _rows(line for line in page.lines if line.y1 < top or line.y0 > bottom)


def _wording(row: list[Line]) -> str:
    return _DIGITS.sub("#", " ".join(line.text for line in sorted(row, key=lambda line: line.x0))).lower()


def _repeated(pages: list[ScannedPage], edges: list[list[list[Line]]]) -> set[int]:
    """Rows whose words, digits aside, stand at about the same height on several pages."""
    enough = REPEATS if len(edges) > 4 else 2
    counts = Counter(key for rows in edges for key in {(_wording(row), round(row[0].y1 / 10)) for row in rows})
    gone: set[int] = set()
    for page, row in ((page, row) for page, rows in zip(pages, edges, strict=True) for row in rows):
        place = round(row[0].y1 / 10)
        seen = sum(counts[_wording(row), place + step] for step in (-1, 0, 1))
        if seen >= enough and len(_wording(row)) > 1 and not _is_table_head(row, page):
            gone.update(map(id, row))
    return gone


def _is_table_head(row: list[Line], page: ScannedPage) -> bool:
    """Whether cells stand close over another row, as those of a table do that is continued page after page."""
    if len(row) < LEAST_CELLS:
        return False
    bottom = max(line.y1 for line in row)
    gaps = [line.y0 - bottom for line in page.lines if line.y1 > bottom + 1]
    return bool(gaps) and min(gaps) < row[0].height


def _in_the_same_place(pages: list[ScannedPage], edges: list[list[list[Line]]]) -> set[int]:
    """Outermost rows that stand clear of the text at one height on most pages, whatever they say."""
    gone: set[int] = set()
    for at_top in (True, False):
        found = [row for page, rows in zip(pages, edges, strict=True) if (row := _clear_row(page, rows, at_top))]
        for row in found:
            companions = sum(abs(other[0].y1 - row[0].y1) < SAME_PLACE_POINTS for other in found)
            if companions >= max(REPEATS, 0.4 * len(pages)):
                gone.update(map(id, row))
    return gone


def _clear_row(page: ScannedPage, rows: list[list[Line]], at_top: bool) -> list[Line] | None:
    if not rows:
        return None
    row = rows[0] if at_top else rows[-1]
    others = [line for line in page.lines if not any(line is mine for mine in row)]
    gaps = [line.y0 - row[0].y1 if at_top else row[0].y0 - line.y1 for line in others]
    outside = (row[0].y1 if at_top else page.size.height - row[0].y0) < EDGE * page.size.height
    clear = CLEAR * max(row[0].height, row[0].size)  # some fonts have boxes lower than their letters
    return row if outside and gaps and min(gaps) > clear else None


def _numbers(page: ScannedPage, rows: list[list[Line]]) -> set[int]:
    """Page numbers: alone on the outermost row at either end."""
    gone = set()
    for row in (rows[:1] + rows[-1:]) if rows else []:
        if len(row) == 1 and _NUMBER.fullmatch(row[0].text):
            gone.add(id(row[0]))
    return gone


def _line_numbers(page: ScannedPage) -> set[int]:
    """A column of numbers beside the text, as in manuscripts under review."""
    numbers = [line for line in page.lines if _LINE_NUMBER.fullmatch(line.text)]
    if len(numbers) < LEAST_LINE_NUMBERS:
        return set()
    prose = [line for line in page.lines if len(line.text) > 30]
    if not prose:
        return set()
    left, right = median(line.x0 for line in prose), max(line.x1 for line in prose)
    outside = [n for n in numbers if n.x1 < left or n.x0 > right]
    return {id(n) for n in outside} if len(outside) >= LEAST_LINE_NUMBERS and _count_up(outside) else set()


def _count_up(numbers: list[Line]) -> bool:
    """Whether numbers go up by the same step, as those of lines do and the cells of a table do not."""
    values = sorted({int(number.text) for number in numbers})
    steps = Counter(above - below for below, above in pairwise(values))
    return bool(steps) and steps.most_common(1)[0][1] >= COUNTED * (len(numbers) - 1)


def _stamps(page: ScannedPage) -> set[int]:
    return {id(line) for line in page.lines if _STAMP.match(line.text)} if page.number == 1 else set()
