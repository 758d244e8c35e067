"""PyMuPDF's view of a file: bytes → lines of print by page. Runs behind the walls of `confine`.

Says in one sentence why a file cannot be read.
"""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache

import pymupdf

from radio.documents.hidden.contrast import PageLook
from radio.documents.hidden.undrawn import Layers, notes
from radio.documents.hidden.visibility import Seen, sort_out
from radio.documents.layout import Scan, ScannedPage, Span
from radio.documents.printed import ink, legible, opening
from radio.documents.printed.print_lines import is_maths_font, join
from radio.documents.printed.spans import PAINTED, is_level, merged
from radio.documents.prose.blocks import CAPTION
from radio.documents.scanned import Pictures, Scanned
from radio.errors import Unreadable
from radio.model import PageSize

TOO_LONG_PAGES = 500
"""A book; a show about it would be about its first chapters."""
LEAST_CHARACTERS = 200
"""Fewer on all pages together are stamps and page numbers on a scan."""
FLAGS = pymupdf.TEXT_PRESERVE_WHITESPACE  # without a character code where a font names no character
_RAISED, _ITALIC, _BOLD = pymupdf.TEXT_FONT_SUPERSCRIPT, pymupdf.TEXT_FONT_ITALIC, pymupdf.TEXT_FONT_BOLD
_SYNTHETIC_BOLD, _CLIPS = 8, 64  # char_flags of a span


def scan(content: bytes, pages: int) -> Scan:
    """The lines of the first `pages` pages. Raises Unreadable."""
    document = opening.opened(content)
    if document.page_count > TOO_LONG_PAGES:
        raise Unreadable(f"it has {document.page_count} pages, and more than {TOO_LONG_PAGES} is too long")
    scanned = list(_pages(document, content, min(pages, document.page_count)))
    if not scanned:
        raise Unreadable("the PDF is broken: none of its pages can be opened")
    _check_letters(scanned)
    _check_text(scanned)
    return Scan(scanned, _links(document[0]))


def _pages(document: pymupdf.Document, content: bytes, count: int) -> Iterable[ScannedPage]:
    """Broken pages are left out; the others keep their numbers."""
    spoilt = cache(lambda: opening.opened(content))
    layers = Layers(document, lambda: opening.opened(content))
    for index in range(count):
        try:
            page = _upright(document[index])
            layout = opening.layout(page, "dict", flags=FLAGS, clip=pymupdf.INFINITE_RECT())
            yield _page(page, index + 1, layout, PageLook(page, lambda: _upright(spoilt()[index])), layers)  # noqa: B023, called at once
        except opening.BROKEN as exc:
            if "alloc" in str(exc):
                raise MemoryError from exc


def _page(page: pymupdf.Page, number: int, layout: dict, look: PageLook, layers: Layers) -> ScannedPage:
    size = PageSize(page.rect.width, page.rect.height)
    broken = legible.broken_share(_raw_lines(layout))
    if broken > legible.MOST_ON_A_PAGE:
        return ScannedPage(number, size, [], broken=broken)
    visible, hidden = sort_out(list(groups(layout, size.width)), size, number, look)
    lines = join(visible, number)
    drawn = ink.of_page(_marks(page, look, layout), size) if any(CAPTION.match(line.text) for line in lines) else []
    hidden += [*layers.hidden(page, number), *notes(page, number)]
    return ScannedPage(number, size, lines, hidden, broken, drawn)


def _upright(page: pymupdf.Page) -> pymupdf.Page:
    """The page as its text's places count: unturned."""
    page.set_rotation(0)
    return page


def _raw_lines(layout: dict) -> Iterable[str]:
    return ("".join([span["text"] for span in line["spans"]]) for block in layout["blocks"] for line in block["lines"])


def _marks(page: pymupdf.Page, look: PageLook, layout: dict) -> Iterable[tuple[float, float, float, float]]:
    """The places of pictures, strokes, fills, and text at an angle; a reader's highlights are none of the paper."""
    notes = [_widened(note.rect) for note in page.annots(opening.HIGHLIGHTS)] if page.first_annot else []
    for kind, place in look.log:
        if not kind.endswith("text") and not any(note.contains(pymupdf.Rect(place)) for note in notes):
            yield place
    for block in layout["blocks"]:
        yield from (line["bbox"] for line in block["lines"] if not is_level(line))


def groups(layout: dict, width: float) -> Iterable[list[Seen]]:
    """The spans of each line and how they are drawn; those of level lines as few as their looks need."""
    for block in layout["blocks"]:
        for line in block["lines"]:
            level = is_level(line)
            yield [_seen(span, level) for span in (merged(line, width) if level else line["spans"])]


def _widened(box: pymupdf.Rect) -> pymupdf.Rect:
    return pymupdf.Rect(box.x0 - 1, box.y0 - 1, box.x1 + 1, box.y1 + 1)


def _span(raw: dict) -> Span:
    flags, (x0, y0, x1, y1) = raw["flags"], raw["bbox"]
    return Span(
        raw["text"],
        x0,
        y0,
        x1,
        y1,
        raw["size"],
        flags & _BOLD != 0 or raw["char_flags"] & _SYNTHETIC_BOLD != 0,
        flags & _ITALIC != 0,
        is_maths_font(raw["font"]),
        flags & _RAISED != 0,
    )


def _seen(raw: dict, level: bool) -> Seen:
    drawn = raw["char_flags"]
    return Seen(
        _span(raw),
        painted=bool(drawn & PAINTED),
        clips=bool(drawn & _CLIPS),
        alpha=raw["alpha"],
        colour=raw["color"],
        level=level,
        drawn_glyphs=raw["font"].startswith("Type3"),
    )


def _links(page: pymupdf.Page) -> tuple[str, ...]:
    try:
        return tuple(link["uri"] for link in page.get_links() if link.get("uri"))
    except opening.BROKEN:
        return ()


def _check_letters(pages: list[ScannedPage]) -> None:
    """Raises Scanned where an eye sees other letters than the file names."""
    broken = sum(page.broken for page in pages) / len(pages)
    if broken > legible.MOST_IN_A_PAPER:
        reason = f"its fonts do not say which letters they draw, and {broken:.1%} of its words are broken"
        raise _pictures(pages, reason)


def _check_text(pages: list[ScannedPage]) -> None:
    """Raises Scanned where the pages are pictures."""
    seen = sum(len(line.text) for page in pages for line in page.lines)
    unseen = sum(len(found.text) for page in pages for found in page.hidden)
    if seen >= LEAST_CHARACTERS:
        return
    reason = "it is a scan without text"
    if unseen > seen:
        reason = "it is a scan, and the text behind its pictures cannot be seen, so it is not trusted"
    raise _pictures(pages, reason)


def _pictures(pages: list[ScannedPage], reason: str) -> Scanned:
    return Scanned(Pictures(reason, tuple(page.number for page in pages), tuple(page.size for page in pages)))
