"""Paper id → its PDF in the media folder. Nothing is asked for twice."""

from __future__ import annotations

import asyncio
from dataclasses import replace

from radio.errors import NoSuchPaper, Transient, Withdrawn
from radio.ids import ARXIV, PaperId, source_of, work_of
from radio.model import Paper
from workers.studio.known_papers import find_pdf, known
from workers.studio.station import Station


async def fetch(station: Station, paper_id: PaperId) -> PaperId:
    """Keeps the paper's PDF; returns its id with its version. Raises NoSuchPaper, Withdrawn, Unreadable, Transient."""
    paper = await known(station, paper_id)
    if paper.withdrawn or work_of(paper.id) in station.store.library.withdrawn():
        raise Withdrawn(f"{paper.id} has been withdrawn: {paper.withdrawn or 'a later version says so'}")
    if find_pdf(station, paper.id) is None:
        content = await _content(station, paper)
        station.store.library.save_pdf(paper.id, await asyncio.to_thread(station.media.put, content, ".pdf"))
    return paper.id


async def _content(station: Station, paper: Paper) -> bytes:
    source = station.find_source(paper.id)
    if source is None:
        if source_of(paper.id) != ARXIV:
            raise NoSuchPaper(f"no source of this station knows {paper.id}")
        raise Transient(f"{paper.id} waits for arXiv, which is turned off; set [station] contact")
    try:
        return await source.pdf(paper)
    except Withdrawn as exc:
        station.store.library.save_paper(replace(paper, withdrawn=str(exc)))
        raise
