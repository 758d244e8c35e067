"""A new version of a paper that was told before → the Summary that an update is written from."""

from __future__ import annotations

import asyncio

from radio.errors import Permanent
from radio.ids import PaperId
from shows.claims.revision import revision
from shows.scripts.changes import summarise_update
from workers.studio.known_papers import known
from workers.studio.station import Station
from workers.studio.versions import find_heard_before


async def revise(station: Station, paper_id: PaperId) -> PaperId:
    """Keeps what the version changes. Raises Permanent when nothing of an earlier one was heard."""
    library = station.store.library
    if library.find_summary(paper_id) is None:
        paper, before = await known(station, paper_id), find_heard_before(station, paper_id)
        if before is None:
            raise Permanent(f"nothing was heard of an earlier version of {paper_id}")
        told = library.summary(before.id).claims
        change = await asyncio.to_thread(revision, before, paper, told, library.find_document(paper_id))
        library.save_summary(summarise_update(before, paper, change))
    return paper_id
