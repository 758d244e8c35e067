"""A file → the texts in it that are not drawn at all: on layers that are turned off, in notes and fields not shown.

Runs behind the walls of `confine`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import cast

import pymupdf
import pymupdf.mupdf as mupdf

from radio.documents.hidden.visibility import record
from radio.model import Hidden

MOST_NOTES = 200
"""Of a page; more are not looked at."""
_NOT_SHOWN = mupdf.PDF_ANNOT_IS_HIDDEN | mupdf.PDF_ANNOT_IS_NO_VIEW
_SHOWN = (0, 2)  # how a field is displayed: always, on screen only
_FLAGS = pymupdf.TEXT_PRESERVE_WHITESPACE | pymupdf.TEXT_CID_FOR_UNKNOWN_UNICODE


class Layers:
    """A copy of the file with all its layers turned on, where some are off."""

    def __init__(self, document: pymupdf.Document, copy: Callable[[], pymupdf.Document]):
        self._all: pymupdf.Document | None = None
        if any(not layer["on"] for layer in document.get_ocgs().values()):
            self._all = copy()
            catalog = self._all.pdf_catalog()
            self._all.xref_set_key(catalog, "OCProperties/D/OFF", "[]")
            self._all.xref_set_key(catalog, "OCProperties/D/BaseState", "/ON")

    def hidden(self, page: pymupdf.Page, number: int) -> Iterator[Hidden]:
        """The lines that stand on the page only when every layer is on."""
        if self._all is None:
            return
        shown = Counter(_lines(page))
        more = [line for line in _lines(self._all[number - 1]) if not shown.pop(line, 0)]
        if found := record(" ".join(more), number, "layer turned off"):
            yield found


def notes(page: pymupdf.Page, number: int) -> Iterator[Hidden]:
    """The texts of notes and form fields that are set not to be shown."""
    texts: list[str] = []
    for annotation in page.annots() if page.first_annot else ():
        if annotation.flags & _NOT_SHOWN and len(texts) < MOST_NOTES:
            texts.append(annotation.info["content"])
    for field in cast(Iterator[pymupdf.Widget], page.widgets()) if page.first_widget else ():
        if field.field_display not in _SHOWN and len(texts) < MOST_NOTES:
            texts.append(str(field.field_value or ""))
    for text in texts:
        if found := record(text, number, "hidden note"):
            yield found


def _lines(page: pymupdf.Page) -> list[str]:
    return [line.strip() for line in str(page.get_text("text", flags=_FLAGS)).splitlines() if line.strip()]
