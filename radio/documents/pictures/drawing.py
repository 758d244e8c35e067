"""A page, or a part of one, as a PageImage by PyMuPDF. Runs behind the walls of `confine`."""

from __future__ import annotations

from typing import cast

import pymupdf
import pymupdf.mupdf as mupdf

from radio.documents.pictures import image
from radio.documents.printed import opening
from radio.errors import Unreadable
from radio.model import Box

_OF_A_READER = (*opening.HIGHLIGHTS, mupdf.PDF_ANNOT_TEXT, mupdf.PDF_ANNOT_POPUP)
"""What somebody marked in a copy is not the paper's, and would be taken for our own mark."""
_ROUNDING_PIXELS = 0.01
"""Taken off each edge, so that a part that ends between pixels does not get a pixel more."""


def render(content: bytes, page: int, width: int, part: Box | None = None) -> bytes:
    """A page, or a part of it, `width` pixels wide, packed; without the marks of a reader. Raises Unreadable."""
    document = opening.opened(content)
    if not 1 <= page <= document.page_count:
        raise Unreadable(f"there is no page {page}; it has {document.page_count}")
    leaf = document[page - 1]
    _take_marks_off(leaf)
    area = leaf.rect & pymupdf.Rect(part.x0, part.y0, part.x1, part.y1) if part else leaf.rect
    if area.is_empty or area.is_infinite:
        raise Unreadable(f"page {page} has no size" if part is None else f"page {page} has no such part")
    zoom = width / area.width
    if width * area.height * zoom > image.MOST_PIXELS:
        raise Unreadable(f"page {page} is too tall to be drawn {width} pixels wide")
    drawn = _drawn(leaf, area, zoom)
    if _is_blank(drawn) and _has_something(leaf, area):
        raise Unreadable(f"page {page} is not empty, but looks so")
    return image.pack(drawn.width, drawn.height, drawn.samples_mv)


def _take_marks_off(leaf: pymupdf.Page) -> None:
    mark: pymupdf.Annot | None = leaf.first_annot
    while mark:
        after = leaf.delete_annot(mark) if mark.type[0] in _OF_A_READER else mark.next
        mark = cast(pymupdf.Annot | None, after)


def _drawn(leaf: pymupdf.Page, area: pymupdf.Rect, zoom: float) -> pymupdf.Pixmap:
    edge = _ROUNDING_PIXELS / zoom
    clip = pymupdf.Rect(area.x0 + edge, area.y0 + edge, area.x1 - edge, area.y1 - edge)
    to_pixels = pymupdf.Matrix(zoom, 0, 0, zoom, -area.x0 * zoom, -area.y0 * zoom)
    return leaf.get_pixmap(matrix=to_pixels, clip=clip, alpha=False, annots=True)


def _is_blank(drawn: pymupdf.Pixmap) -> bool:
    samples = drawn.samples  # `is_unicolor` takes three times as long as drawing
    return samples == b"\xff" * len(samples)


def _has_something(leaf: pymupdf.Page, area: pymupdf.Rect) -> bool:
    return any(kind != "ignore-text" and area.intersects(box) for kind, box in leaf.get_bboxlog())
