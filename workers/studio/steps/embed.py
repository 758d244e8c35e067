"""Summary → vector in the collection: what the station remembers papers by."""

from __future__ import annotations

import asyncio

from radio.ids import PaperId
from workers.studio.known_papers import remember
from workers.studio.station import Station


async def embed(station: Station, paper_id: PaperId) -> PaperId:
    """Adds or replaces the paper's vector."""
    await asyncio.to_thread(remember, station, [station.store.library.paper(paper_id)])
    return paper_id
