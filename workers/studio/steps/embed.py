"""Summary → vector in the collection: what the station remembers papers by."""

from __future__ import annotations

import asyncio

from radio.ids import PaperId
from workers.studio.known_papers import words_of
from workers.studio.station import Station


async def embed(station: Station, paper_id: PaperId) -> PaperId:
    """Adds or replaces the paper's vector."""
    paper = station.store.library.paper(paper_id)
    vectors = await asyncio.to_thread(station.embedding.embed, [words_of(paper)])
    about = {"title": paper.title, "primary": paper.primary}
    await asyncio.to_thread(station.vectors.add, [paper_id], vectors, [about])
    return paper_id
