"""Paper + Document → Summary: claims with their quotes, by the language model where it answers, else extractive.

Neither sees a sentence that tells a language model what to do.
"""

from __future__ import annotations

import asyncio

from radio import log
from radio.errors import Permanent, Transient, Unreadable
from radio.ids import PaperId
from radio.model import Document, Paper, Summary
from shows.claims import extractive, llm_summary
from shows.claims.without_injections import without_injections
from workers.studio.station import Station

FEWEST_CLAIMS = 2


async def summarise(station: Station, paper_id: PaperId) -> PaperId:
    """Keeps the paper's Summary. Raises Unreadable when too little of it can be spoken."""
    library = station.store.library
    if library.find_summary(paper_id) is None:
        paper, document = without_injections(library.paper(paper_id), library.document(paper_id))
        summary = await _by_model(station, paper, document) or await _extractive(station, paper, document)
        if len(summary.claims) < FEWEST_CLAIMS:
            raise Unreadable(f"{paper_id} has too few sentences that can be spoken")
        library.save_summary(summary)
    return paper_id


async def _extractive(station: Station, paper: Paper, document: Document) -> Summary:
    return await asyncio.to_thread(extractive.summarise, paper, document, open_licence=station.is_open(paper, document))


async def _by_model(station: Station, paper: Paper, document: Document) -> Summary | None:
    """The model's summary, every claim traced to the text; None when there is no model or its answer is no use."""
    if station.llm is None or not await station.llm.answers():
        return None
    system, prompt, schema = llm_summary.summary_prompt(paper, document)
    try:
        reply = await station.llm.reply(system, prompt, schema)
        return llm_summary.parse_summary(reply, paper, document, open_licence=station.is_open(paper, document))
    except (Transient, Permanent, ValueError) as exc:
        log.get().warning("model's summary not used", paper=paper.id, reason=str(exc))
        return None
