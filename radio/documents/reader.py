"""doors.Reader on PyMuPDF in a sandbox, with poppler as the second renderer and scans read by their looks.

In: the path of a PDF. Out: a Document, the places of quotes, or a drawn page; or Unreadable with one sentence that
says why.
"""

from __future__ import annotations

import asyncio
import contextlib
import shutil
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from pydantic import ValidationError

from radio.documents.ocr import ocr
from radio.documents.pictures import image
from radio.documents.sandbox.messages import Located, Request
from radio.documents.sandbox.sandbox import Sandbox
from radio.documents.scanned import Scanned
from radio.errors import Unreadable
from radio.ids import PaperId
from radio.model import Box, Document, PageImage, Place, Quote, from_json

CONCURRENCY = 2
WIDEST = 4096
"""Pixels."""
MOST_CHARACTERS = 9_000
"""Of the quotes in one request; each takes up to six bytes."""
CHARACTERS_BESIDE = 10
"""What a quote takes beside its text."""


class SandboxedReader:
    """Reads and draws PDFs that nobody has checked. At most two at a time."""

    def __init__(self, *, pages: int = 150, seconds: float = 60.0, memory_mib: int = 1024):
        self._limits = {"pages": pages, "seconds": seconds, "memory_mib": memory_mib}
        self._sandbox = Sandbox()
        self._ocr = ocr.Ocr()
        self._turns = asyncio.Semaphore(CONCURRENCY)

    async def read(self, pdf: Path, paper: PaperId) -> Document:
        """Its prose, figures, hidden text and licence. Raises Unreadable; Unreachable where no child starts."""
        try:
            answer = await self._ask(Request(kind="read", paper=paper, **self._limits), pdf)
        except Scanned as exc:
            if not ocr.installed():
                raise
            answer = await self._ocr.read(partial(self.render, pdf), paper, exc.pictures)
        try:
            document = from_json(Document, answer)
        except ValidationError as exc:
            raise Unreadable("the PDF reader answered something that is not a document") from exc
        if document.paper != paper:
            raise Unreadable("the PDF reader answered for another paper")
        return document

    async def locate(self, pdf: Path, quotes: Sequence[Quote]) -> tuple[tuple[Place, ...], ...]:
        """For each quote its places; none where it is not printed. Raises Unreadable; Unreachable as `read`."""
        found: list[tuple[Place, ...]] = []
        for part in _parts(quotes):
            answer = await self._ask(Request(kind="locate", quotes=part, **self._limits), pdf)
            try:
                places = from_json(Located, answer).places
            except ValidationError as exc:
                raise Unreadable("the PDF reader answered something that is no place") from exc
            if len(places) != len(part):
                raise Unreadable("the PDF reader answered for other quotes")
            found.extend(places)
        return tuple(found)

    async def render(self, pdf: Path, page: int, width: int, part: Box | None = None) -> PageImage:
        """A page, or a part of it, `width` pixels wide. Raises Unreadable; Unreachable where no child starts."""
        if not 1 <= width <= WIDEST:
            raise Unreadable(f"a picture {width} pixels wide cannot be drawn; {WIDEST} is the most")
        request = Request(kind="render", page=page, width=width, part=part, **self._limits)
        try:
            return await self._drawn(request, pdf)
        except Unreadable:
            if shutil.which("pdftoppm"):
                with contextlib.suppress(Unreadable):
                    return await self._drawn(replace(request, kind="render-poppler"), pdf)
            raise

    async def _drawn(self, request: Request, pdf: Path) -> PageImage:
        answer = await self._ask(request, pdf)
        try:
            return await asyncio.to_thread(image.unpack, answer)
        except ValueError as exc:
            raise Unreadable("the PDF reader answered something that is not a picture") from exc

    async def _ask(self, request: Request, pdf: Path) -> bytes:
        async with self._turns:
            return await self._sandbox.run(request, pdf)

    async def close(self) -> None:
        """Ends the reader's processes; a request still running fails."""
        await self._sandbox.close()


def _parts(quotes: Sequence[Quote]) -> Iterator[tuple[Quote, ...]]:
    """As many quotes as fit into a message; one that is too long for it is looked for by its beginning."""
    part: list[Quote] = []
    length = 0
    for quote in quotes:
        short = replace(quote, text=quote.text[:MOST_CHARACTERS])
        if part and length + len(short.text) > MOST_CHARACTERS:
            yield tuple(part)
            part, length = [], 0
        part.append(short)
        length += len(short.text) + CHARACTERS_BESIDE
    if part:
        yield tuple(part)
