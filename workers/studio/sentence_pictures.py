"""Shot → picture in the media folder: the seen part of the paper's page, rendered once, with what is lit on it."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping

from radio import log
from radio.errors import Unreadable
from radio.ids import PaperId
from radio.model import Box, Document, MediaKey, PageImage, PageSize, Shot
from radio.pictures import VIEW_PIXELS, draw, pack, view
from workers.studio.known_papers import find_pdf
from workers.studio.station import Station

VIEWS_KEPT = 8
"""The latest; sentences that follow each other often share one. Each takes 1.5 MB."""


class Pictures:
    """The pictures of one segment, whose papers' documents are given."""

    def __init__(self, station: Station, documents: Mapping[PaperId, Document]):
        self._station = station
        self._documents = documents
        self._views: dict[tuple[PaperId, int, Box], PageImage | None] = {}
        self._turn = asyncio.Lock()

    async def of(self, seen: Shot) -> MediaKey:
        """The shot drawn and kept. A page that cannot be rendered is replaced by a card."""
        document = self._documents.get(seen.paper) if seen.paper else None
        image = size = None
        if document and seen.page and seen.page <= len(document.pages):
            size = document.pages[seen.page - 1]
            image = await self._view(document, seen.page, view(size, seen))
        loop = asyncio.get_running_loop()
        return await loop.run_in_executor(self._station.drawing, self._draw, seen, image, size)

    def _draw(self, seen: Shot, image: PageImage | None, size: PageSize | None) -> MediaKey:
        frame = draw(seen, image, size, self._station.config.station.name)
        return self._station.media.put(pack(frame), ".yuvz")

    async def _view(self, document: Document, page: int, part: Box) -> PageImage | None:
        """Part of a page, rendered once however many sentences ask for it at once."""
        wanted = (document.paper, page, part)
        async with self._turn:
            if wanted not in self._views:
                self._views[wanted] = await self._rendered(document, page, part)
            while len(self._views) > VIEWS_KEPT:
                del self._views[next(iter(self._views))]
            return self._views[wanted]

    async def _rendered(self, document: Document, page: int, part: Box) -> PageImage | None:
        pdf = find_pdf(self._station, document.paper)
        if pdf is None:
            return None
        try:
            return await self._station.reader.render(pdf, page, VIEW_PIXELS, part)
        except Unreadable as exc:
            log.get().warning("page not rendered", paper=document.paper, page=page, reason=str(exc))
            return None
