"""What the steps of reading hand to each other: spans and lines of print, rows in reading order, blocks of rows.

Lengths are PDF points, origin at the top left of the page; pages count from 1.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from radio.documents.boxes import hull
from radio.model import Box, Hidden, PageSize


@dataclass(slots=True)
class Span:
    """Characters of one font on one line."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    bold: bool = False
    italic: bool = False
    maths: bool = False
    raised: bool = False

    @property
    def box(self) -> Box:
        return Box(self.x0, self.y0, self.x1, self.y1)


@dataclass(slots=True)
class Line:
    """One stretch of print: text without a gap wider than a few spaces. A table row is several."""

    text: str
    x0: float
    y0: float
    x1: float
    y1: float
    size: float
    page: int
    bold: bool = False
    italic: bool = False
    maths: float = 0.0
    """Share of its characters in a maths font or from a maths block of Unicode."""
    lead: str = ""
    """The bold or italic words it begins with, where plain words follow."""
    lead_is_bold: bool = False

    @property
    def height(self) -> float:
        return self.y1 - self.y0

    @property
    def box(self) -> Box:
        return Box(self.x0, self.y0, self.x1, self.y1)


@dataclass(slots=True)
class ScannedPage:
    """What PyMuPDF sees on a page that an eye would see too, and what an eye would not."""

    number: int
    size: PageSize
    lines: list[Line]
    hidden: list[Hidden] = field(default_factory=list)
    broken: float = 0.0
    """Share of the words with a letter that no font explains; with too many the page has no lines."""
    ink: list[Box] = field(default_factory=list)
    """Pictures and drawings, on pages that have captions."""


@dataclass(slots=True)
class Scan:
    """A whole PDF, as far as it was read."""

    pages: list[ScannedPage]
    links: tuple[str, ...] = ()
    """Web addresses behind the first page's links."""


@dataclass(slots=True)
class Row:
    """What stands on one line of one column: usually one line of print, several in a table.

    Its place and size are those that it was made with; its words may lose a heading later.
    """

    lines: list[Line]
    left: float
    """Edges of its column."""
    right: float
    page: int = field(init=False)
    box: Box = field(init=False)
    size: float = field(init=False)
    maths: float = field(init=False)
    """Share of its characters that are maths."""
    fill: float = field(init=False)
    """Share of the column's width that it takes."""
    bold: bool = field(init=False)
    """Whether all of it is."""

    def __post_init__(self) -> None:
        longest = self.lines[0]
        self.page = longest.page
        self.box = longest.box
        self.maths = longest.maths
        self.bold = longest.bold
        if len(self.lines) > 1:
            longest = max(self.lines, key=lambda line: len(line.text))
            letters = sum([len(line.text) for line in self.lines])
            self.maths = sum([line.maths * len(line.text) for line in self.lines]) / letters
            self.box = hull(line.box for line in self.lines)
            self.bold = all(line.bold for line in self.lines)
        self.size = longest.size
        self.fill = (self.box.x1 - self.box.x0) / max(1.0, self.right - self.left)

    @property
    def first(self) -> Line:
        return self.lines[0]

    @property
    def text(self) -> str:
        return " ".join([line.text for line in self.lines]) if len(self.lines) > 1 else self.lines[0].text


@dataclass(slots=True)
class Block:
    """Rows that belong together by place and size: a paragraph, a heading, a caption, a table."""

    rows: list[Row]
    kind: str = ""
    """`prose`, `caption`, `display`, `small`, `float` on a figure or table, or `` before it is known."""

    @property
    def text(self) -> str:
        return " ".join([row.text for row in self.rows])

    @property
    def page(self) -> int:
        return self.rows[0].page

    @property
    def size(self) -> float:
        return max(self.rows, key=lambda row: len(row.text)).size
