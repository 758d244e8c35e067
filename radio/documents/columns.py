"""Reading order: the lines of a page → rows, column after column, broken where something spans the columns."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable

from radio.documents.layout import Line, Row

STEP_POINTS = 3.0
LEAST_COLUMN_LINES = 3
PROSE_CHARACTERS = 15
NOTE_SIZE_SHARE = 0.25
"""Print so much smaller or larger than the row beside it is a note, unless it is as short as an index."""
MATHS_CHARACTERS = 6
MOST_CUTS = 2
"""Three columns take two cuts."""
MOST_CROSSING = 0.1
"""Share of a page's lines through its gutter; more may be a page whose halves have columns of different widths."""
STRIP_POINTS = 10.0
"""Height of the white between such halves."""
OVERHANG_POINTS = 8.0
"""A line that sticks out of its column by less still belongs to it."""


def in_order(lines: list[Line]) -> list[Row]:
    """Every line of a page, in rows, as a person would read them."""
    return _cut(lines, MOST_CUTS, _edges(lines)) if lines else []


def _cut(lines: list[Line], cuts: int, edges: tuple[float, float]) -> list[Row]:
    """Lines of a column with these edges, as rows; cut into columns of their own where a gutter divides them."""
    gutter = _gutter(lines) if cuts else None
    if gutter is None:
        return _rows(lines, *edges)
    upper, lower = _halves(lines, gutter)
    if upper and lower:
        return _cut(upper, cuts, _edges(upper)) + _cut(lower, cuts, _edges(lower))
    across, left, right = _divide(lines, gutter)
    rows: list[Row] = []
    sides = [(side, _edges(side)) for side in (left, right) if side]
    for band_top, band_bottom, spanning in _bands(across):
        for side, its_edges in sides:
            band = [line for line in side if band_top <= _middle(line) < band_bottom]
            if band:
                rows.extend(_cut(band, cuts - 1, its_edges))
        rows.extend(_rows(spanning, *edges))
    return rows


def _halves(lines: list[Line], gutter: float) -> tuple[list[Line], list[Line]]:
    """What stands above and below a level white strip, where the columns of either half fit it far better."""
    crossing = _crossing(lines, gutter)
    if crossing < MOST_CROSSING * sum(_is_prose(line) for line in lines):
        return [], []
    best: tuple[list[Line], list[Line]] = [], []
    for strip in _level_strips(lines):
        upper = [line for line in lines if line.y0 < strip]
        lower = [line for line in lines if line.y0 >= strip]
        gutters = _gutter(upper), _gutter(lower)
        if None in gutters or abs(gutters[0] - gutters[1]) < OVERHANG_POINTS:
            continue
        left_over = _crossing(upper, gutters[0]) + _crossing(lower, gutters[1])
        if left_over < 0.5 * crossing:
            crossing, best = left_over, (upper, lower)
    return best


def _crossing(lines: list[Line], gutter: float) -> int:
    """Lines of prose that run through the gutter."""
    return sum(
        _is_prose(line) and line.x0 < gutter - OVERHANG_POINTS and line.x1 > gutter + OVERHANG_POINTS for line in lines
    )


def _level_strips(lines: list[Line]) -> Iterable[float]:
    """The lower edge of each white strip that runs across the page."""
    bottom = float("inf")
    for line in sorted(lines, key=lambda line: line.y0):
        if line.y0 - bottom > STRIP_POINTS:
            yield line.y0
        bottom = max(line.y1, bottom) if bottom < float("inf") else line.y1


def _is_prose(line: Line) -> bool:
    return len(line.text) >= PROSE_CHARACTERS


def _gutter(lines: list[Line]) -> float | None:
    """Where an upright white strip divides the page, or None."""
    prose = [line for line in lines if _is_prose(line)]
    if len(prose) < 2 * LEAST_COLUMN_LINES:
        return None
    starts, ends = sorted(line.x0 for line in prose), sorted(line.x1 for line in prose)
    x0, x1 = starts[0], ends[-1]
    best: tuple[int, int] | None = None
    found: list[float] = []
    x = x0 + 0.2 * (x1 - x0)
    while x < x1 - 0.2 * (x1 - x0):
        left = bisect_right(ends, x)
        right = len(prose) - bisect_left(starts, x)
        across = len(prose) - left - right
        score = (across, -min(left, right))
        if min(left, right) >= LEAST_COLUMN_LINES and left + right >= 0.25 * across:
            if best is None or score < best:
                best, found = score, []
            if score == best:
                found.append(x)
        x += STEP_POINTS
    gutter = found[len(found) // 2] if found else None
    return gutter if gutter is not None and _side_by_side(prose, gutter) else None


def _side_by_side(prose: list[Line], gutter: float) -> bool:
    """Whether lines on the left have neighbours on the right, as columns do and a short last line does not."""
    right = [line for line in prose if line.x0 >= gutter]
    top, bottom = min(line.y0 for line in right), max(line.y1 for line in right)
    return sum(line.x1 <= gutter and top <= _middle(line) <= bottom for line in prose) >= LEAST_COLUMN_LINES


def _divide(lines: list[Line], gutter: float) -> tuple[list[Line], list[Line], list[Line]]:
    across, left, right = [], [], []
    for line in lines:
        if line.x0 < gutter - OVERHANG_POINTS and line.x1 > gutter + OVERHANG_POINTS:
            across.append(line)
        elif line.x0 + line.x1 < 2 * gutter:
            left.append(line)
        else:
            right.append(line)
    return across, left, right


def _bands(across: list[Line]) -> list[tuple[float, float, list[Line]]]:
    """Top and bottom of each stretch between spanning lines, with the spanning line below it."""
    ordered = sorted(across, key=_middle)
    tops = [float("-inf"), *map(_middle, ordered)]
    bottoms = [*map(_middle, ordered), float("inf")]
    return [
        (top, bottom, [line] if line else []) for top, bottom, line in zip(tops, bottoms, [*ordered, None], strict=True)
    ]


def _middle(line: Line) -> float:
    return (line.y0 + line.y1) / 2


def _edges(lines: list[Line]) -> tuple[float, float]:
    """Left and right edge of a column: of its prose, so that a stray label does not widen it."""
    prose = [line for line in lines if _is_prose(line)] or lines
    starts, ends = sorted(line.x0 for line in prose), sorted(line.x1 for line in prose)
    return starts[len(starts) // 20], ends[-1 - len(ends) // 20]


def _rows(lines: list[Line], left: float, right: float) -> list[Row]:
    """Lines by what stands beside what, from top to bottom; notes in the margin come after."""
    margin = [line for line in lines if line.x0 >= right or line.x1 <= left]
    rows: list[Row] = []
    for line in sorted((line for line in lines if line not in margin), key=_middle):
        if rows and _beside(rows[-1].lines, line):
            rows[-1].lines.append(line)
        else:
            rows.append(Row([line], left, right))
    for row in rows:
        row.lines.sort(key=lambda line: line.x0)
    return rows + [Row([line], line.x0, line.x1) for line in margin]


def _beside(row: list[Line], line: Line) -> bool:
    """Whether a line stands on the row, next to what is there already."""
    main = max(row, key=lambda other: other.x1 - other.x0)
    if abs(main.size - line.size) > NOTE_SIZE_SHARE * max(main.size, line.size) and len(line.text) > MATHS_CHARACTERS:
        return False
    overlap = min(main.y1, line.y1) - max(main.y0, line.y0)
    free = all(line.x0 >= other.x1 - 1 or line.x1 <= other.x0 + 1 for other in row)
    return overlap > 0.5 * min(main.height, line.height) and free
