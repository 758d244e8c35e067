"""Where the thing itself is that a caption names: captions, the text in the way and the ink of a page → a box each.

A figure grows from its caption, upwards or downwards, over drawings and loose words until running text stands in the
way. Which way is told by what lies there, by the other captions of the page and by the habit of the paper.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import combinations, pairwise, product
from typing import Literal

from radio.documents.boxes import area, hull, inside, shared
from radio.documents.printed.ink import is_rule
from radio.model import Box

Way = Literal["up", "down", "left", "right"]
FIRST_GAP_POINTS = 45.0
"""Most that lies between a caption and the nearest part of its figure."""
GAP_POINTS = 36.0
"""Most that lies between two parts of a figure."""
OVERLAP_POINTS = 7.0
"""So far may a figure's ink reach into its caption's first or last line."""
LEAST_WIDTH_POINTS, LEAST_HEIGHT_POINTS = 30.0, 12.0
SOLID_WIDTH_POINTS, SOLID_HEIGHT_POINTS = 30.0, 24.0
"""Ink of this size is a picture or a frame; text that stands on it belongs to it."""
SAME_EDGE_POINTS = 3.0
MOST_PROSE_ROWS = 12
"""Rows of running text between two rules, from which on they are no frame."""
WIDE_ROW = 0.6
"""Share of the rules' length; shorter rows are cells."""
TABLE_GAP_POINTS = 8.0
"""Most that lies between a table's last rule and its notes."""
FOOTNOTE_RULE = 0.5
"""Share of the column that the rule over footnotes takes at most."""
STICK_OUT_POINTS = 30.0
"""A row of words that reaches farther out of a figure's column is not the figure's."""
MOST_CHOICES = 6
"""Captions on a page whose directions are weighed against each other."""
_HABITS: dict[str, Way] = {"figure": "up", "table": "down", "algorithm": "down"}


@dataclass(slots=True)
class Name:
    """A caption on its page: its box, its column's edges, and what it names."""

    kind: str
    box: Box
    left: float
    right: float


@dataclass(slots=True)
class Page:
    """What stands on a page around its captions."""

    ink: list[Box]
    prose: list[Box]
    """Rows of running text, headings, captions, running heads: a figure ends there."""
    loose: list[Box]
    """Rows of words that may be a figure's: labels, cells, small print."""
    names: list[Name] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Offer:
    """What may be the thing that a caption names, on one side of it."""

    box: Box
    ruled: bool
    """Whether it stands between rules, as tables and algorithms do."""


Offers = dict[Way, _Offer]


def place(pages: list[Page]) -> list[list[Box | None]]:
    """For each page the box of what each of its captions names; None where nothing is found."""
    views = [_View(page) for page in pages]
    offers = [[_offers(name, view) for name in page.names] for page, view in zip(pages, views, strict=True)]
    habits = _habits(pages, offers)
    return [_settled(page, view, found, habits) for page, view, found in zip(pages, views, offers, strict=True)]


def _settled(page: Page, view: _View, offers: list[Offers], habits: dict[str, Way]) -> list[Box | None]:
    """Ruled tables first; the rest of the page is shared out between the others."""
    first = _choose(page.names, offers, habits)
    ruled = [o if o and o.ruled and n.kind != "figure" else None for n, o in zip(page.names, first, strict=True)]
    if any(ruled):
        for offer in filter(None, ruled):
            view.take(offer.box)
        left = [n if not o else None for n, o in zip(page.names, ruled, strict=True)]
        second = iter(_choose([n for n in left if n], [_offers(n, view) for n in left if n], habits))
        first = [o or next(second) for o in ruled]
    return [offer.box if offer else None for offer in first]


class _View:
    """The page sorted into frames, strokes, words and what is in the way; also upside down and on its side."""

    def __init__(self, page: Page):
        notes = list(_footnotes(page))
        self.fixed = [*page.prose, *notes]
        ink = [box for box in page.ink if not any(box == note for note in notes)]
        ink = [box for box in ink if not any(_crosses(box, name.box) for name in page.names)]
        self.frames = _frames([box for box in ink if is_rule(box)], page)
        self.solids = [trimmed for box in ink if _is_solid(box) and _is_solid(trimmed := _unhidden(box, page.prose))]
        grounds = self.frames + self.solids
        self.strokes = [box for box in ink if not _is_solid(box) and not any(_holds(g, box) for g in grounds)]
        self.loose = [box for box in page.loose if not any(inside(box, note) for note in notes)]

    def take(self, box: Box) -> None:
        """Nothing may grow into the box any more."""
        for role in ("frames", "solids", "strokes", "loose"):
            setattr(self, role, [mark for mark in getattr(self, role) if not inside(mark, box)])
        self.fixed.append(box)

    def marks(self, way: Way) -> Iterator[tuple[Box, str]]:
        for role in ("frames", "solids", "strokes", "loose", "fixed"):
            for box in getattr(self, role):
                yield _turned(box, way), role


def _is_solid(box: Box) -> bool:
    return box.x1 - box.x0 >= SOLID_WIDTH_POINTS and box.y1 - box.y0 >= SOLID_HEIGHT_POINTS


def _holds(outer: Box, box: Box) -> bool:
    return outer.x0 <= box.x0 and outer.y0 <= box.y0 and outer.x1 >= box.x1 and outer.y1 >= box.y1


def _crosses(box: Box, caption: Box) -> bool:
    """Whether a mark lies behind a caption; a rule beside or between its lines does not count."""
    lower, upper = max(box.y0, caption.y0), min(box.y1, caption.y1)
    return _is_solid(box) and upper - lower > OVERLAP_POINTS and min(box.x1, caption.x1) > max(box.x0, caption.x0)


def _turned(box: Box, way: Way) -> Box:
    """The box as seen when `way` points down. Turning twice gives the box itself."""
    if way == "up":
        return Box(box.x0, -box.y1, box.x1, -box.y0)
    if way == "right":
        return Box(box.y0, box.x0, box.y1, box.x1)
    if way == "left":
        return Box(-box.y1, -box.x1, -box.y0, -box.x0)
    return box


def _unhidden(box: Box, prose: list[Box]) -> Box:
    """Ink is listed with what a clip hides of it: where running text crosses its edge, the lesser part is cut off."""
    for row in prose:
        crosses = row.x0 < box.x0 - SAME_EDGE_POINTS or row.x1 > box.x1 + SAME_EDGE_POINTS
        if crosses and shared(row, box) > 0:
            left_of, right_of = Box(box.x0, box.y0, row.x0, box.y1), Box(row.x1, box.y0, box.x1, box.y1)
            above, below = Box(box.x0, box.y0, box.x1, row.y0), Box(box.x0, row.y1, box.x1, box.y1)
            box = max(left_of, right_of, above, below, key=area)
    return box


def _footnotes(page: Page) -> Iterator[Box]:
    """The rules over footnotes, with the small print below them."""
    text = [*page.prose, *page.loose]
    for rule in (box for box in page.ink if is_rule(box)):
        if any(_strikes(rule, row) for row in text):
            continue
        under = [box for box in text if box.y0 >= rule.y0 - 2 and abs(box.x0 - rule.x0) < 20]
        if not under:
            continue
        wide = max(box.x1 for box in under) - rule.x0
        first = min(box.y0 for box in under)
        others = any(box.y0 >= rule.y1 for box in page.ink if box != rule and abs(box.x0 - rule.x0) < 20)
        if rule.x1 - rule.x0 < FOOTNOTE_RULE * wide and first - rule.y1 < 15 and not others:
            yield rule
            yield hull([rule, *under])


def _strikes(rule: Box, row: Box) -> bool:
    """Whether a rule goes through or close under a row of text, as no rule over footnotes does."""
    return row.y0 < rule.y0 and rule.y1 < row.y1 + 1 and row.x0 < rule.x1 and row.x1 > rule.x0


def _frames(rules: list[Box], page: Page) -> list[Box]:
    """Boxes from rule to rule of the same length, as around tables and algorithms."""
    found: list[Box] = []
    for group in _same_edges(rules):
        stretch = [group[0]]
        for above, below in pairwise(group):
            if _is_open(above, below, page):
                stretch.append(below)
            else:
                found.append(hull(stretch))
                stretch = [below]
        found.append(hull(stretch))
    return [box for box in found if box.y1 - box.y0 > LEAST_HEIGHT_POINTS]


def _same_edges(rules: list[Box]) -> Iterable[list[Box]]:
    groups: list[list[Box]] = []
    for rule in sorted(rules, key=lambda box: box.y0):
        for group in groups:
            if abs(group[0].x0 - rule.x0) < SAME_EDGE_POINTS and abs(group[0].x1 - rule.x1) < SAME_EDGE_POINTS:
                group.append(rule)
                break
        else:
            groups.append([rule])
    return groups


def _is_open(above: Box, below: Box, page: Page) -> bool:
    """Whether what stands between two rules may be a table: no caption, and little running text."""
    between = hull([above, below])
    if any(inside(name.box, between) for name in page.names):
        return False
    wide = [row for row in page.prose if row.x1 - row.x0 > WIDE_ROW * (above.x1 - above.x0)]
    return sum(inside(row, between) for row in wide) <= MOST_PROSE_ROWS


def _offers(name: Name, view: _View) -> Offers:
    """What lies on each side of a caption; its left and right only where nothing lies above or below."""
    sides: tuple[tuple[Way, Way], ...] = (("up", "down"), ("left", "right"))
    for ways in sides:
        found: Offers = {way: offer for way in ways if (offer := _grown(name, view, way))}
        if found:
            return found
    return {}


def _grown(name: Name, view: _View, way: Way) -> _Offer | None:
    """Everything from the caption on, until running text or an empty stretch stands in the way."""
    caption = _turned(name.box, way)
    strip = _turned(_strip(name, view), way) if way in ("up", "down") else caption
    marks = [(box, role) for box, role in view.marks(way) if _is_ahead(box, caption, strip)]
    held: list[Box] = []
    grounds: list[Box] = []
    ruled: Box | None = None
    reach, end = caption.y1, float("inf")
    for box, role in sorted(marks, key=lambda mark: mark[0].y0):
        if box.y0 - reach > _most_gap(held, ruled):
            break
        if role == "fixed" or (role == "loose" and _sticks_out(box, strip)):
            if not any(inside(box, ground) and _fits(box, ground) for ground in grounds):
                end = max(box.y0, caption.y1)
                break
            continue
        if ruled and role == "solids" and box.y1 > ruled.y1 + TABLE_GAP_POINTS:
            continue
        held.append(box)
        reach = max(reach, box.y1)
        if role == "frames" and name.kind != "figure":
            ruled = hull([ruled, box]) if ruled else box
        if role in ("frames", "solids"):
            grounds.append(box)
    if not held:
        return None
    found = _turned(_trimmed(hull(held), end, strip, [_turned(box, way) for box in view.fixed]), way)
    large = found.x1 - found.x0 >= LEAST_WIDTH_POINTS and found.y1 - found.y0 >= LEAST_HEIGHT_POINTS
    return _Offer(found, bool(ruled)) if large else None


def _most_gap(held: list[Box], ruled: Box | None) -> float:
    if not held:
        return FIRST_GAP_POINTS
    return TABLE_GAP_POINTS if ruled else GAP_POINTS


def _sticks_out(row: Box, strip: Box) -> bool:
    return row.x0 < strip.x0 - STICK_OUT_POINTS or row.x1 > strip.x1 + STICK_OUT_POINTS


def _fits(row: Box, frame: Box) -> bool:
    """Whether a row of text ends where the frame does, so that it is written on it and not beside it."""
    return row.x0 > frame.x0 - SAME_EDGE_POINTS and row.x1 < frame.x1 + SAME_EDGE_POINTS


def _trimmed(found: Box, end: float, strip: Box, fixed: list[Box]) -> Box:
    """Drawings are listed with what a clip hides of them: what lies under running text is cut off."""
    under = [row for row in fixed if shared(row, found) > 0]
    beside_left = any(row.x1 <= strip.x0 + SAME_EDGE_POINTS for row in under)
    beside_right = any(row.x0 >= strip.x1 - SAME_EDGE_POINTS for row in under)
    return Box(
        max(found.x0, strip.x0) if beside_left else found.x0,
        found.y0,
        min(found.x1, strip.x1) if beside_right else found.x1,
        min(found.y1, end),
    )


def _strip(name: Name, view: _View) -> Box:
    """Where a figure may stand: in the column, less where text runs beside the caption."""
    box, left, right = name.box, min(name.left, name.box.x0), max(name.right, name.box.x1)
    for row in view.fixed:
        if row.y0 < box.y1 - 1 and row.y1 > box.y0 + 1:
            if row.x1 <= box.x0:
                left = max(left, row.x1)
            elif row.x0 >= box.x1:
                right = min(right, row.x0)
    return Box(left, box.y0, right, box.y1)


def _is_ahead(box: Box, caption: Box, strip: Box) -> bool:
    """Whether a mark lies beyond the caption and mostly within its strip."""
    if box.y0 < caption.y1 - OVERLAP_POINTS or box.y1 <= caption.y1:
        return False
    common = min(box.x1, strip.x1) - max(box.x0, strip.x0)
    return common >= 0.5 * min(box.x1 - box.x0, strip.x1 - strip.x0)


def _habits(pages: list[Page], offers: list[list[Offers]]) -> dict[str, Way]:
    """On which side of their captions this paper sets its figures and tables, judged where there is but one offer."""
    votes: Counter[tuple[str, str]] = Counter()
    for page, found in zip(pages, offers, strict=True):
        for name, offer in zip(page.names, found, strict=True):
            if len(offer) == 1:
                votes[name.kind, next(iter(offer))] += 1
    habits = dict(_HABITS)
    for kind, usual in _HABITS.items():
        other: Way = "down" if usual == "up" else "up"
        if votes[kind, other] > votes[kind, usual]:
            habits[kind] = other
    return habits


def _choose(names: list[Name], offers: list[Offers], habits: dict[str, Way]) -> list[_Offer | None]:
    """The offers that fit together best: close by, on the usual side, none of them twice."""
    if len(names) > MOST_CHOICES:
        return [offer for n, o in zip(names, offers, strict=True) for offer in _choose([n], [o], habits)]
    choices: list[list[Way | None]] = [[*offer, None] for offer in offers]
    best: tuple[Way | None, ...] = max(product(*choices), key=lambda ways: _worth(ways, names, offers, habits))
    return [offer[way] if way else None for way, offer in zip(best, offers, strict=True)]


def _worth(ways: tuple[Way | None, ...], names: list[Name], offers: list[Offers], habits: dict[str, Way]) -> float:
    taken: list[tuple[_Offer, Way, Name]] = [
        (offer[way], way, name) for way, offer, name in zip(ways, offers, names, strict=True) if way
    ]
    worth = sum(_merit(offer, way, name, habits) for offer, way, name in taken)
    for (one, _, name), (other, _, namesake) in combinations(taken, 2):
        if shared(one.box, other.box) > 0.2 * min(area(one.box), area(other.box)):
            worth -= 0.2 if (one.ruled or other.ruled) and name.kind != namesake.kind else 1.5
    return worth


def _merit(offer: _Offer, way: Way, name: Name, habits: dict[str, Way]) -> float:
    gap = max(0.0, offer.box.y0 - name.box.y1, name.box.y0 - offer.box.y1)
    usual = 0.4 * (way == habits[name.kind])
    return 1.0 + usual + 0.5 * offer.ruled - gap / 100 + min(area(offer.box), 1e5) / 1e6
