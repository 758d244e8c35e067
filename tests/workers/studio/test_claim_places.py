"""Where the quotes of a paper's claims stand on its pages."""

from __future__ import annotations

from step_subjects import SAMPLE

from workers.studio.claim_places import locate
from workers.studio.known_papers import find_pdf
from workers.studio.steps.summarise import summarise


async def test_every_quote_of_a_paper_has_its_place_on_its_pages(read_station):
    library = read_station.store.library
    await summarise(read_station, SAMPLE.id)
    summary, document = library.summary(SAMPLE.id), library.document(SAMPLE.id)
    wanted = {claim.id for claim in summary.claims}
    places = await locate(read_station, [(summary, document)], wanted)
    assert set(places) == wanted
    assert all(1 <= place.page <= len(document.pages) for found in places.values() for place in found)
    assert all(any(place.boxes for place in found) for found in places.values())


async def test_a_paper_whose_pdf_is_gone_has_no_places(read_station):
    library = read_station.store.library
    await summarise(read_station, SAMPLE.id)
    find_pdf(read_station, SAMPLE.id).unlink()
    summary, document = library.summary(SAMPLE.id), library.document(SAMPLE.id)
    assert await locate(read_station, [(summary, document)], {claim.id for claim in summary.claims}) == {}
