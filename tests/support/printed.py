"""Pages set by hand for the tests: running text, headings and captions at places that a test names."""

from __future__ import annotations

import pymupdf

SENTENCE = "The words of this line are here so that the page has a body of text as wide as any other paper,"
CLOSING = "and this is where the paragraph comes to its end."


def put(page: pymupdf.Page, y: float, lines: list[str], size: float = 10, font: str = "tiro", x: float = 72) -> float:
    """Writes lines one below the other from a height on. Returns the height below the last."""
    for line in lines:
        page.insert_text((x, y), line, fontsize=size, fontname=font)
        y += 1.2 * size
    return y


def paragraph(page: pymupdf.Page, y: float, count: int = 4) -> float:
    """Running text as wide as the page. Returns the height below it."""
    return put(page, y, [*[SENTENCE] * (count - 1), CLOSING]) + 12
