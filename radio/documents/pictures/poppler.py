"""The second renderer: a page, or a part of one, by poppler's `pdftoppm`, through pdf2image. The PDF is standard input.

Used where PyMuPDF fails or draws nothing, and `pdftoppm` is installed.
"""

from __future__ import annotations

import pdf2image
from pdf2image.exceptions import PDFPageCountError, PDFPopplerTimeoutError, PDFSyntaxError
from PIL import Image, PpmImagePlugin

from radio.documents.pictures import image
from radio.errors import Unreadable
from radio.model import Box

PAGE_SECONDS = 30
POINTS_PER_INCH = 72
FORMATS = (PpmImagePlugin.PpmImageFile,)
"""Loaded now, because a confined child can open no module."""


def render(page: int, width: int, part: Box | None = None) -> bytes:
    """Packed, `width` pixels wide. Raises Unreadable."""
    drawn = _cut(_page(page, width, part), width, part)
    if drawn.width != width or not drawn.height:
        raise Unreadable(f"poppler cannot draw page {page}")
    if drawn.getextrema() == ((255, 255),) * 3:
        raise Unreadable(f"page {page} looks empty to poppler too")
    return image.pack(drawn.width, drawn.height, drawn.tobytes())


def _page(page: int, width: int, part: Box | None) -> Image.Image:
    """The whole page, as large as it must be for the part to have its width."""
    dpi = POINTS_PER_INCH * width / (part.x1 - part.x0) if part else POINTS_PER_INCH
    try:
        drawn = pdf2image.convert_from_path(
            "/dev/stdin",
            dpi=dpi,  # pyright: ignore[reportArgumentType]: it need not be whole
            size=None if part else (width, None),  # pyright: ignore[reportArgumentType]: as its documentation has it
            first_page=page,
            last_page=page,
            use_cropbox=True,
            timeout=PAGE_SECONDS,
        )
    except (PDFPageCountError, PDFPopplerTimeoutError, PDFSyntaxError) as exc:
        raise Unreadable(f"neither PyMuPDF nor poppler can draw page {page}") from exc
    if not drawn:
        raise Unreadable(f"poppler cannot draw page {page}")
    return drawn[0].convert("RGB")


def _cut(drawn: Image.Image, width: int, part: Box | None) -> Image.Image:
    if part is None:
        return drawn
    zoom = width / (part.x1 - part.x0)
    left, top = round(part.x0 * zoom), round(part.y0 * zoom)
    right, bottom = left + width, top + round((part.y1 - part.y0) * zoom)
    if left < 0 or top < 0 or right > drawn.width + 1 or bottom > drawn.height + 1:
        raise Unreadable("poppler draws no such part of the page")
    return drawn.crop((left, top, right, bottom))
