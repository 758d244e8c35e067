"""A page, or a part of one, as PNG by PyMuPDF. Runs behind the walls of `confine`."""

from __future__ import annotations

import pymupdf

from radio.documents import opening
from radio.errors import Unreadable

MOST_PIXELS = 20_000_000


def render(content: bytes, page: int, width: int) -> bytes:
    """A page with its annotations as PNG, `width` pixels wide. Raises Unreadable."""
    document = opening.opened(content)
    if not 1 <= page <= document.page_count:
        raise Unreadable(f"there is no page {page}; it has {document.page_count}")
    leaf = document[page - 1]
    if leaf.rect.is_empty or leaf.rect.is_infinite:
        raise Unreadable(f"page {page} has no size")
    zoom = width / leaf.rect.width
    if width * leaf.rect.height * zoom > MOST_PIXELS:
        raise Unreadable(f"page {page} is too tall to be drawn {width} pixels wide")
    return leaf.get_pixmap(matrix=pymupdf.Matrix(zoom, zoom), alpha=False, annots=True).tobytes("png")
