"""The second renderer: one page → PNG by poppler's `pdftoppm`, through pdf2image. The PDF is on standard input.

Used only where PyMuPDF fails and `pdftoppm` is installed.
"""

from __future__ import annotations

import io

import pdf2image
from pdf2image.exceptions import PDFPageCountError, PDFPopplerTimeoutError, PDFSyntaxError
from PIL import PngImagePlugin, PpmImagePlugin

from radio.errors import Unreadable

PAGE_SECONDS = 30
FORMATS = (PngImagePlugin.PngImageFile, PpmImagePlugin.PpmImageFile)
"""Loaded now, because a confined child can open no module."""


def render(page: int, width: int) -> bytes:
    """Raises Unreadable."""
    try:
        pictures = pdf2image.convert_from_path(
            "/dev/stdin", first_page=page, last_page=page, size=(width, None), timeout=PAGE_SECONDS
        )
    except (PDFPageCountError, PDFPopplerTimeoutError, PDFSyntaxError) as exc:
        raise Unreadable(f"neither PyMuPDF nor poppler can draw page {page}") from exc
    if not pictures or pictures[0].width != width:
        raise Unreadable(f"poppler cannot draw page {page}")
    out = io.BytesIO()
    pictures[0].save(out, "PNG", compress_level=1)
    return out.getvalue()
