"""Reading order: the lines of a page → rows, column after column, broken where something spans the columns."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from operator import attrgetter

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
_left, _right = attrgetter("x0"), attrgetter("x1")


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
    if crossing < MOST_CROSSING * len(_prose(lines)):
        return [], []
    best: tuple[list[Line], list[Line]] = [], []
    for strip in _level_strips(lines):
        upper = [line for line in lines if line.y0 < strip]
        lower = [line for line in lines if line.y0 >= strip]
        above, below = _gutter(upper), _gutter(lower)
        if above is None or below is None or abs(above - below) < OVERHANG_POINTS:
            continue
        left_over = _crossing(upper, above) + _crossing(lower, below)
        if left_over < 0.5 * crossing:
            crossing, best = left_over, (upper, lower)
    return best


def _crossing(lines: list[Line], gutter: float) -> int:
    """Lines of prose that run through the gutter."""
    left, right = gutter - OVERHANG_POINTS, gutter + OVERHANG_POINTS
    return sum([line.x0 < left and line.x1 > right for line in _prose(lines)])


def _level_strips(lines: list[Line]) -> Iterable[float]:
    """The lower edge of each white strip that runs across the page."""
    bottom = float("inf")
    for line in sorted(lines, key=lambda line: line.y0):
        if line.y0 - bottom > STRIP_POINTS:
            yield line.y0
        bottom = max(line.y1, bottom) if bottom < float("inf") else line.y1


def _prose(lines: list[Line]) -> list[Line]:
    return [line for line in lines if len(line.text) >= PROSE_CHARACTERS]


def _gutter(lines: list[Line]) -> float | None:
    """Where an upright white strip divides the page, or None."""
    prose = _prose(lines)
    if len(prose) < 2 * LEAST_COLUMN_LINES:
        return None
    starts, ends = sorted(map(_left, prose)), sorted(map(_right, prose))
    x0, x1 = starts[0], ends[-1]
    best: tuple[int, int] | None = None
    found: list[float] = []
    x = x0 + 0.2 * (x1 - x0)
    first, last = ends[LEAST_COLUMN_LINES - 1], min(starts[-LEAST_COLUMN_LINES], x1 - 0.2 * (x1 - x0))
    while x <= last:
        if x < first:
            x += STEP_POINTS
            continue
        left = bisect_right(ends, x)
        right = len(prose) - bisect_left(starts, x)
        lesser = left if left < right else right
        if left + right >= 0.25 * (across := len(prose) - left - right):
            score = (across, -lesser)
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
    prose = _prose(lines) or lines
    starts, ends = sorted(map(_left, prose)), sorted(map(_right, prose))
    return starts[len(starts) // 20], ends[-1 - len(ends) // 20]


def _rows(lines: list[Line], left: float, right: float) -> list[Row]:
    """Lines by what stands beside what, from top to bottom; notes in the margin come after."""
    rows: list[list[Line]] = []
    margin: list[Line] = []
    for line in sorted(lines, key=_middle):
        if line.x0 >= right or line.x1 <= left:
            margin.append(line)
        elif rows and _beside(rows[-1], line):
            rows[-1].append(line)
        else:
            rows.append([line])
    for row in rows:
        if len(row) > 1:
            row.sort(key=_left)
    return [Row(row, left, right) for row in rows] + [Row([line], line.x0, line.x1) for line in margin]


def _beside(row: list[Line], line: Line) -> bool:
    """Whether a line stands on the row, next to what is there already."""
    main = row[0] if len(row) == 1 else max(row, key=lambda other: other.x1 - other.x0)
    overlap = min(main.y1, line.y1) - max(main.y0, line.y0)
    if overlap <= 0.5 * min(main.y1 - main.y0, line.y1 - line.y0):
        return False
    if abs(main.size - line.size) > NOTE_SIZE_SHARE * max(main.size, line.size) and len(line.text) > MATHS_CHARACTERS:
        return False
    return all(line.x0 >= other.x1 - 1 or line.x1 <= other.x0 + 1 for other in row)
