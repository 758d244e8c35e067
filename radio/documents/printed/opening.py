"""Bytes → an open PDF, or one sentence that says why it cannot be opened.

Runs behind the walls of `confine`. Never opens embedded files, runs scripts or follows links.
"""

from __future__ import annotations

from typing import Any, Literal

import pymupdf
import pymupdf.mupdf as mupdf

from radio.errors import Unreadable

HIGHLIGHTS = (
    mupdf.PDF_ANNOT_HIGHLIGHT,
    mupdf.PDF_ANNOT_UNDERLINE,
    mupdf.PDF_ANNOT_SQUIGGLY,
    mupdf.PDF_ANNOT_STRIKE_OUT,
)
"""What readers mark in their copies."""
BROKEN = (RuntimeError, ValueError, mupdf.FzErrorBase)
"""What PyMuPDF raises at a page that it cannot read."""
_HEAD_BYTES = 1024  # the header may stand anywhere in them

pymupdf.TOOLS.mupdf_display_errors(False)
pymupdf.TOOLS.mupdf_display_warnings(False)


def opened(content: bytes) -> pymupdf.Document:
    """The PDF with at least one page. Raises Unreadable."""
    if not content:
        raise Unreadable("the file is empty")
    if b"%PDF-" not in content[:_HEAD_BYTES]:
        raise Unreadable("it is not a PDF")
    try:
        document = pymupdf.open(stream=content, filetype="pdf")
    except pymupdf.FileDataError as exc:
        raise Unreadable("the PDF is broken: it has no readable structure") from exc
    if document.needs_pass:
        raise Unreadable("it is encrypted and needs a password")
    if document.page_count == 0:
        raise Unreadable("it has no pages")
    return document


def layout(page: pymupdf.Page, detail: Literal["dict", "rawdict"], **options: Any) -> dict[str, Any]:
    """A page's blocks, lines and spans with their places, as PyMuPDF has them."""
    found = page.get_text(detail, **options)
    assert isinstance(found, dict)
    return found


def specimen() -> bytes:
    """A one-page PDF with an abstract, and with hidden text of the kinds that are looked for."""
    document = pymupdf.open()
    line = "This page is here so that the reader has read a page before it reads those of others."
    page = document.new_page()
    page.insert_text((72, 72), ["Abstract", "", *[line] * 6], fontsize=10)
    page.insert_text((72, 300), line, color=(1, 1, 1))
    page.insert_text((72, 320), line, oc=document.add_ocg("off", on=False))
    page.add_freetext_annot((72, 340, 500, 360), line).set_flags(mupdf.PDF_ANNOT_IS_HIDDEN)
    return document.tobytes()
