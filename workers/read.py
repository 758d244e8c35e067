"""PDF → Document. A paper that was read is not read again."""

from __future__ import annotations

from radio.errors import Transient
from workers.fetch import pdf_of
from workers.station import Station


async def read(station: Station, paper_id: str) -> str:
    """Keeps the paper's Document. Raises Unreadable with the reason."""
    library = station.store.library
    if library.document(paper_id) is None:
        pdf = pdf_of(station, paper_id)
        if pdf is None:
            raise Transient(f"the PDF of {paper_id} is gone from the media folder")
        library.save_document(await station.reader.read(pdf, paper_id))
    return paper_id
