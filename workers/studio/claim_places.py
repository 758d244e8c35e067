"""Claims → where their quotes are printed. Each PDF is asked once."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from radio import log
from radio.errors import Unreadable
from radio.ids import ClaimId
from radio.model import Claim, Document, Place, Quote, Summary
from workers.studio.known_papers import find_pdf
from workers.studio.station import Station

FIRST_PAGE = 1
"""Where arXiv's own abstract is printed."""


async def locate(
    station: Station, papers: Iterable[tuple[Summary, Document]], claims: Collection[ClaimId]
) -> dict[ClaimId, tuple[Place, ...]]:
    """The places of the claims with these ids, by id; none of a paper whose PDF is not here or cannot be read."""
    places: dict[ClaimId, tuple[Place, ...]] = {}
    for summary, document in papers:
        asked = [claim for claim in summary.claims if claim.id in claims]
        pdf = find_pdf(station, summary.paper)
        if pdf is None or not asked:
            continue
        try:
            found = await station.reader.locate(pdf, [_quote(claim, document) for claim in asked])
        except Unreadable as exc:
            log.get().warning("quotes not located", paper=summary.paper, reason=str(exc))
            continue
        places.update(zip((claim.id for claim in asked), found, strict=True))
    return places


def _quote(claim: Claim, document: Document) -> Quote:
    passage = document.find_passage(claim.passage)
    return Quote(claim.quote, passage.page if passage else FIRST_PAGE)
