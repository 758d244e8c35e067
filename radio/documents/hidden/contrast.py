"""A look at a drawn page: contrast in a box, what lies over a text, and what changes when the text is taken away.

Runs behind the walls of `confine`. Each look is bounded: a page is drawn once as it is, and, only where a span is in
doubt, once more with and without its text.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from functools import cached_property
from typing import Any, Literal, cast

import pymupdf
import pymupdf.mupdf as mupdf

from radio.documents.boxes import hull
from radio.documents.hidden.visibility import Seen
from radio.documents.printed import opening
from radio.model import Box

LEAST_CONTRAST = 25
"""Of 255: a difference that an eye sees."""
MOST_STEPS = 100_000
"""Paths, images and strings of a page; one with more is not drawn, and what could vanish counts as hidden."""
MOST_PIXELS = 4_000_000
PIXELS_A_LINE = 14
"""Height of a line of text where it is in doubt."""
FITTING = 0.75
"""Share of a text's letters that stand on ink, and of its spaces that stand on none, where the ink is its own."""
STRETCH_EMS = 3
MOST_STRETCHES = 8
"""A text counts as seen where half of such parts are seen."""
FINEST = 5.0
"""Pixels a point, for the smallest text in doubt."""
CELL_POINTS = 3
MARGIN = 2
"""Points that the ink of a mark may reach beyond its box."""
MOST_DRAWINGS, LEAST_DRAWING_POINTS = 64, 8
LARGEST_DRAWING = 0.7
"""Of the page's area; a larger one is its ground."""
_BAND = (0.3, 0.85)
"""The part of a line's height that is its own: above and below stand the neighbours' tails."""
_DRAWN_ANNOTATIONS = (
    mupdf.PDF_ANNOT_FREE_TEXT,
    mupdf.PDF_ANNOT_STAMP,
    mupdf.PDF_ANNOT_LINE,
)
"""Kinds that carry text of their own on the page."""
_MARK_UP = (mupdf.PDF_ANNOT_HIGHLIGHT, mupdf.PDF_ANNOT_UNDERLINE, mupdf.PDF_ANNOT_STRIKE_OUT)


class PageLook:
    """rules.Look on PyMuPDF. `bare` gives the same page in a copy of the file that may be spoilt."""

    def __init__(self, page: pymupdf.Page, bare: Callable[[], pymupdf.Page]):
        self._page = page
        self._bare = bare
        self._pictures: tuple[_Picture, _Picture] | None = None
        self._kept: set[tuple[str, int, int]] = set()

    # rules.Look

    def stands_out(self, box: Box) -> bool:
        return self._sketch is None or self._sketch.contrast(_band(box)) >= LEAST_CONTRAST

    def is_covered(self, box: Box) -> bool:
        x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
        return any(x0 <= x <= x1 and y0 <= y <= y1 for x0, y0, x1, y1 in self._covered)

    def in_drawing(self, box: Box) -> bool:
        return any(x0 <= box.x0 and y0 <= box.y0 and x1 >= box.x1 and y1 >= box.y1 for x0, y0, x1, y1 in self._drawings)

    def on_drawing(self, box: Box) -> bool:
        return any(x0 < box.x1 and y0 < box.y1 and x1 > box.x0 and y1 > box.y0 for x0, y0, x1, y1 in self._drawings)

    def show(self, suspects: Sequence[Seen]) -> list[bool]:
        if self._sketch is None:
            return [False] * len(suspects)
        self._draw_both(hull(seen.box for seen in suspects), min(seen.span.size for seen in suspects))
        return [self._shows(seen) for seen in suspects]

    def ground(self, box: Box) -> int:
        picture = self._pictures[1] if self._pictures else self._sketch
        return picture.colour((box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2) if picture else 0

    # the page as it is

    @cached_property
    def log(self) -> list[tuple[str, tuple[float, float, float, float]]]:
        """What is painted and where, in its order."""
        return self._page.get_bboxlog()

    @cached_property
    def _sketch(self) -> _Picture | None:
        """The page in grey at one pixel a point; None where that would take too long."""
        area = abs(self._page.rect)
        if len(self.log) > MOST_STEPS or not 0 < area < math.inf:
            return None
        zoom = min(1.0, math.sqrt(MOST_PIXELS / 4 / area))
        return _Picture(self._page, self._page.rect, zoom, pymupdf.csGRAY)

    @cached_property
    def _covered(self) -> list[tuple[float, float, float, float]]:
        """Boxes of the texts that something painted later lies over, annotations included, save marked-up words."""
        cover, found = _Cover(self._page.rect), []
        marks = self._page.annots(types=_MARK_UP) if self._page.first_annot else ()
        marked = [mark.rect + pymupdf.Rect(-MARGIN, -MARGIN, MARGIN, MARGIN) for mark in marks]
        for kind, box in reversed(self.log):
            if kind.endswith("-text"):
                if cover.hides(box):
                    found.append(box)
            elif kind.startswith("fill-") and not any(box in mark for mark in marked):
                cover.add(box)
        return found

    @cached_property
    def _drawings(self) -> list[tuple[float, float, float, float]]:
        """The largest ones."""
        most = LARGEST_DRAWING * abs(self._page.rect)
        areas = {b: (b[2] - b[0]) * (b[3] - b[1]) for kind, b in self.log if not kind.endswith("-text")}
        wide = [b for b, area in areas.items() if area < most and min(b[2] - b[0], b[3] - b[1]) > LEAST_DRAWING_POINTS]
        return sorted(wide, key=areas.__getitem__, reverse=True)[:MOST_DRAWINGS]

    # the page with and without its text

    def _draw_both(self, around: Box, points: float) -> None:
        part = self._page.rect & pymupdf.Rect(around.x0, around.y0, around.x1, around.y1)
        zoom = min(PIXELS_A_LINE / max(points, 1.0), FINEST, math.sqrt(MOST_PIXELS / max(abs(part), 1.0)))
        bare = _without_text(self._bare())
        self._kept = {_place(s["text"], *s["bbox"][:2]) for line in _lines(bare, "dict") for s in line["spans"]}
        self._pictures = _Picture(self._page, part, zoom, pymupdf.csRGB), _Picture(bare, part, zoom, pymupdf.csRGB)

    @property
    def _drawn(self) -> tuple[_Picture, _Picture]:
        """The part that is looked at, with its text and without."""
        assert self._pictures, "both are drawn before either is looked at"
        return self._pictures

    def _shows(self, seen: Seen) -> bool:
        if _place(seen.span.text, seen.span.x0, seen.span.y0) in self._kept:
            return self.stands_out(seen.box)
        if self._has_ink_of_its_own(seen):
            in_doubt = seen.clips or any(map(self._fits, seen.rivals))
            return not in_doubt or self._fits(seen)
        return seen.drawn_glyphs and self.stands_out(seen.box) and self._fits(seen)

    def _has_ink_of_its_own(self, seen: Seen) -> bool:
        """At least half of its letters are drawn otherwise than without text, and towards the span's own colour."""
        any_colour = seen.clips or seen.drawn_glyphs or not seen.painted
        ink = None if any_colour else (seen.colour >> 16 & 255, seen.colour >> 8 & 255, seen.colour & 255)
        parts = self._letters_of(seen) or _stretches(seen)
        return 2 * sum(self._differs(part, ink) for part in parts) >= len(parts)

    def _letters_of(self, seen: Seen) -> list[Box]:
        """The middles of the letters of a long level text."""
        span = seen.span
        if not seen.level or len(span.text) < MOST_STRETCHES:
            return []
        line = self._letters.get(_place(span.text, span.x0, span.y0), ())
        return [_band(_inner(box)) for c, box in line if c.isalnum() and box.x1 <= span.x1 + MARGIN]

    def _differs(self, box: Box, ink: tuple[int, int, int] | None) -> bool:
        full, bare = self._drawn
        return any(
            drawn != ground and _has_ink(drawn, ground, ink)
            for drawn, ground in zip(full.rows(box), bare.rows(box), strict=True)
        )

    def _fits(self, seen: Seen) -> bool:
        """Whether the ink in its place falls on its letters and not between its words."""
        span = seen.span
        line = self._letters.get(_place(span.text, span.x0, span.y0), ())
        letters = [(c, _band(_inner(box))) for c, box in line if box.x1 <= span.x1 + MARGIN]
        full, _ = self._drawn
        inked = [full.contrast(box) >= LEAST_CONTRAST for c, box in letters if c.isalnum()]
        gaps = [full.contrast(box) >= LEAST_CONTRAST for c, box in letters if c == " "]
        return sum(inked) >= FITTING * len(inked) > 0 and sum(gaps) <= (1 - FITTING) * len(gaps)

    @cached_property
    def _letters(self) -> dict[tuple[str, int, int], list[tuple[str, Box]]]:
        """By the place of a span, the characters from there to the end of its line, and their boxes."""
        found = {}
        for line in _lines(self._page, "rawdict"):
            letters = [(char["c"], Box(*char["bbox"])) for span in line["spans"] for char in span["chars"]]
            at = 0
            for span in line["spans"]:
                x0, y0, _, _ = span["bbox"]
                found[_place("".join(c for c, _ in letters[at : at + 1]), x0, y0)] = letters[at:]
                at += len(span["chars"])
        return found


class _Picture:
    """A drawn part of a page."""

    def __init__(self, page: pymupdf.Page, part: pymupdf.Rect, zoom: float, colours: pymupdf.Colorspace):
        pixels = page.get_pixmap(matrix=pymupdf.Matrix(zoom, zoom), clip=part, colorspace=colours, alpha=False)
        self._samples = memoryview(pixels.samples)
        self._width, self._height, self._stride, self._bytes = pixels.width, pixels.height, pixels.stride, pixels.n
        self._left, self._top, self._zoom = pixels.x, pixels.y, zoom

    def rows(self, box: Box) -> Iterator[bytes]:
        """The rows of pixels in a box, the middle ones first; none where it lies outside."""
        x0 = min(max(math.floor(box.x0 * self._zoom) - self._left, 0), self._width)
        x1 = min(max(math.ceil(box.x1 * self._zoom) - self._left, 0), self._width)
        y0 = min(max(math.floor(box.y0 * self._zoom) - self._top, 0), self._height)
        y1 = min(max(math.ceil(box.y1 * self._zoom) - self._top, 0), self._height)
        middle, n = (y0 + y1) // 2, self._bytes
        if x1 > x0:
            for y in itertools.chain(range(middle, y1), range(middle - 1, y0 - 1, -1)):
                yield bytes(self._samples[y * self._stride + n * x0 : y * self._stride + n * x1])

    def contrast(self, box: Box) -> int:
        """The difference between the darkest and the lightest point in one channel, as far as it matters."""
        lightest, darkest = [0] * self._bytes, [255] * self._bytes
        most = 0
        for row in self.rows(box):
            for channel in range(self._bytes):
                points = row[channel :: self._bytes]
                lightest[channel] = max(lightest[channel], max(points))
                darkest[channel] = min(darkest[channel], min(points))
                most = max(most, lightest[channel] - darkest[channel])
            if most >= LEAST_CONTRAST:
                break
        return most

    def colour(self, x: float, y: float) -> int:
        row = next(self.rows(Box(x, y, x + 0.01, y + 0.01)), b"")
        if not row:
            return 0xFFFFFF
        point = row[: self._bytes]
        red, green, blue = point if self._bytes == 3 else (point[0],) * 3
        return red << 16 | green << 8 | blue


class _Cover:
    """Which cells of a page are painted over; a row of cells is an integer of bits."""

    def __init__(self, page: pymupdf.Rect):
        self._columns = min(512, int(page.width // CELL_POINTS) + 1)
        self._rows = [0] * min(512, int(page.height // CELL_POINTS) + 1)

    def add(self, box: tuple[float, float, float, float]) -> None:
        """Cells that lie wholly in the box."""
        first, last = math.ceil(max(box[0], 0) / CELL_POINTS), math.floor(min(box[2], 1e6) / CELL_POINTS)
        top, bottom = math.ceil(max(box[1], 0) / CELL_POINTS), math.floor(min(box[3], 1e6) / CELL_POINTS)
        last, bottom = min(last, self._columns), min(bottom, len(self._rows))
        if last > first:
            bits = (1 << last) - (1 << first)
            for row in range(top, bottom):
                self._rows[row] |= bits

    def hides(self, box: tuple[float, float, float, float]) -> bool:
        """Whether any cell that the box touches is painted over."""
        first, last = int(max(box[0], 0) // CELL_POINTS), int(max(box[2], 0) // CELL_POINTS) + 1
        top, bottom = int(max(box[1], 0) // CELL_POINTS), int(max(box[3], 0) // CELL_POINTS) + 1
        bits = (1 << min(last, 512)) - (1 << min(first, 512))
        return any(row & bits for row in self._rows[top:bottom])


def _without_text(page: pymupdf.Page) -> pymupdf.Page:
    """Takes every text off a page, and the annotations and fields that carry text."""
    for annotation in list(page.annots(types=_DRAWN_ANNOTATIONS)) if page.first_annot else ():
        page.delete_annot(annotation)
    for field in list(page.widgets()) if page.first_widget else ():
        page.delete_widget(cast(pymupdf.Widget, field))
    unfilled: Any = False  # as PyMuPDF's documentation has it, and its types do not
    page.add_redact_annot(page.rect * page.derotation_matrix, fill=unfilled, cross_out=False)
    page.apply_redactions(images=0, graphics=0, text=0)
    return page


def _has_ink(drawn: bytes, ground: bytes, ink: tuple[int, int, int] | None) -> bool:
    for at in range(0, len(drawn), 3):
        moved = [drawn[at + c] - ground[at + c] for c in range(3)]
        if max(map(abs, moved)) < LEAST_CONTRAST:
            continue
        if ink is None:
            return True
        wanted = [ink[c] - ground[at + c] for c in range(3)]
        if sum(m * w for m, w in zip(moved, wanted, strict=True)) > 0 and max(map(abs, wanted)) >= LEAST_CONTRAST:
            return True
    return False


def _stretches(seen: Seen) -> list[Box]:
    """The span cut into parts of a few letters; all of a text at an angle."""
    if not seen.level:
        return [seen.box]
    band, span = _band(seen.box), seen.span
    count = int(min(MOST_STRETCHES, max(1, (span.x1 - span.x0) / (STRETCH_EMS * max(span.size, 1.0)))))
    width = (span.x1 - span.x0) / count
    return [Box(span.x0 + n * width, band.y0, span.x0 + (n + 1) * width, band.y1) for n in range(count)]


def _band(box: Box) -> Box:
    height = box.y1 - box.y0
    return Box(box.x0, box.y0 + _BAND[0] * height, box.x1, box.y0 + _BAND[1] * height)


def _lines(page: pymupdf.Page, detail: Literal["dict", "rawdict"]) -> Iterator[dict[str, Any]]:
    for block in opening.layout(page, detail, flags=pymupdf.TEXT_PRESERVE_WHITESPACE)["blocks"]:
        yield from block["lines"]


def _place(text: str, x0: float, y0: float) -> tuple[str, int, int]:
    """What a span is known by."""
    return text[:1], round(x0), round(y0)


def _inner(box: Box) -> Box:
    """The middle of a character's box; its neighbours reach into its sides."""
    quarter = (box.x1 - box.x0) / 4
    return Box(box.x0 + quarter, box.y0, box.x1 - quarter, box.y1)
