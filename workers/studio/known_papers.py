"""What the station has of a paper: its record, for which its source is asked at need, its PDF and its vector."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from radio.errors import NoSuchPaper
from radio.ids import PaperId
from radio.model import Paper
from workers.studio.station import Station


async def known(station: Station, paper_id: PaperId) -> Paper:
    """The paper's record. Raises NoSuchPaper, Busy, Unreachable."""
    paper = station.store.library.find_paper(paper_id)
    if paper is None:
        source = station.find_source(paper_id)
        if source is None:
            raise NoSuchPaper(f"{paper_id} is not known here, and arXiv is turned off; set [station] contact")
        paper = await source.find(paper_id)
        station.store.library.save_paper(paper)
    return paper


def find_pdf(station: Station, paper_id: PaperId) -> Path | None:
    """Where the paper's PDF lies; None before it was fetched."""
    key = station.store.library.find_pdf(paper_id)
    path = station.media.path(key) if key else None
    return path if path and path.exists() else None


def remember(station: Station, papers: Sequence[Paper]) -> None:
    """Adds or replaces the papers' vectors in the collection. Blocking; async callers use a thread."""
    vectors = station.embedding.embed([words_of(paper) for paper in papers])
    about = [{"title": paper.title, "primary": paper.primary} for paper in papers]
    station.vectors.add([paper.id for paper in papers], vectors, about)


def words_of(paper: Paper) -> str:
    """The words that a paper is compared by."""
    return f"{paper.title}\n{paper.abstract}"
