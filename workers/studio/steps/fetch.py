"""Paper id → its PDF in the media folder. Nothing is asked for twice."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from pathlib import Path

from radio.errors import NoSuchPaper, Transient, Unreadable, Withdrawn
from radio.model import MediaKey, Paper, work_and_version
from workers.studio.station import Station


async def fetch(station: Station, paper_id: str) -> str:
    """Keeps the paper's PDF; returns its id with its version. Raises NoSuchPaper, Withdrawn, Unreadable, Transient."""
    paper = await known(station, paper_id)
    if paper.withdrawn or work_and_version(paper.id)[0] in station.store.library.withdrawn():
        raise Withdrawn(f"{paper.id} has been withdrawn: {paper.withdrawn or 'a later version says so'}")
    if pdf_of(station, paper.id) is None:
        content = await _content(station, paper)
        key = await asyncio.to_thread(station.media.put, content, ".pdf")
        station.store.mark(f"pdf/{paper.id}", key)
    return paper.id


async def known(station: Station, paper_id: str) -> Paper:
    """The paper's record, asked of arXiv when the store has none."""
    paper = station.store.library.paper(paper_id)
    if paper is None:
        if station.arxiv is None:
            raise NoSuchPaper(f"{paper_id} is not known here, and arXiv is turned off; set [station] contact")
        paper = await station.arxiv.find(paper_id)
        station.store.library.save_paper(paper)
    return paper


def pdf_of(station: Station, paper_id: str) -> Path | None:
    """Where the paper's PDF lies, or None before it was fetched."""
    key = station.store.marked(f"pdf/{paper_id}")
    path = station.media.path(MediaKey(key)) if key else None
    return path if path and path.exists() else None


async def _content(station: Station, paper: Paper) -> bytes:
    if paper.announce in ("local", "sample"):
        try:
            return await asyncio.to_thread(Path(paper.pdf).read_bytes)
        except OSError as exc:
            raise Unreadable(f"{paper.pdf} cannot be read: {exc.strerror}") from exc
    if station.arxiv is None:
        raise Transient(f"{paper.id} waits for arXiv, which is turned off; set [station] contact")
    try:
        return await station.arxiv.pdf(paper)
    except Withdrawn as exc:
        station.store.library.save_paper(replace(paper, withdrawn=str(exc)))
        raise
