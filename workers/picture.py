"""Shot → picture in the media folder: the paper's page rendered once, then each sentence's frame drawn from it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from radio import log
from radio.errors import Unreadable
from radio.model import Document, MediaKey, PageSize, PaperId, Shot
from radio.pictures import PAGE_PIXELS, draw, pack
from workers.fetch import pdf_of
from workers.station import Station

Page = tuple[bytes, PageSize]


class Pictures:
    """The pictures of one segment, whose papers' documents are given. Keeps the pages it showed in memory."""

    def __init__(self, station: Station, documents: Mapping[PaperId, Document]):
        self._station = station
        self._documents = documents
        self._pages: dict[tuple[PaperId, int], Page | None] = {}
        self._turn = asyncio.Lock()

    async def of(self, seen: Shot) -> MediaKey:
        """The shot drawn and kept. A page that cannot be rendered is replaced by a card."""
        png, size = await self._page(seen) or (None, None)
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._station.drawing, self._draw, seen, png, size)

    def _draw(self, seen: Shot, png: bytes | None, size: PageSize | None) -> MediaKey:
        frame = draw(seen, png, size, self._station.config.station.name)
        return self._station.media.put(pack(frame), ".yuvz")

    async def _page(self, seen: Shot) -> Page | None:
        """The page as PNG with its size in points, rendered once however many sentences ask for it at once."""
        document = self._documents.get(seen.paper)
        if document is None or seen.page is None or not 1 <= seen.page <= len(document.pages):
            return None
        wanted = (document.paper, seen.page)
        async with self._turn:
            if wanted not in self._pages:
                self._pages[wanted] = await self._rendered(document, seen.page)
        return self._pages[wanted]

    async def _rendered(self, document: Document, page: int) -> Page | None:
        pdf = pdf_of(self._station, document.paper)
        if pdf is None:
            return None
        try:
            png = await self._station.reader.render(pdf, page, PAGE_PIXELS)
        except Unreadable as exc:
            log.get().warning("page not rendered", paper=document.paper, page=page, reason=str(exc))
            return None
        return png, document.pages[page - 1]
