"""PDF → Document. A paper that was read is not read again; one with hidden orders waits until it is released.

Reads: the paper, its PDF, the operator's release.  Writes: the Document, also that of a paper held back, and the title
of a local PDF that came without one.
"""

from __future__ import annotations

from dataclasses import replace

from radio.documents.hidden import injection
from radio.errors import HeldBack, Transient
from radio.ids import ABSTRACT, PaperId, part_id
from radio.model import Document, Hidden, Instruction, Paper
from radio.papers import is_named_by_file
from workers.studio.known_papers import find_pdf
from workers.studio.station import Station

SHOWN_CHARACTERS = 80
"""Of a hidden text in the reason."""


async def read(station: Station, paper_id: PaperId) -> PaperId:
    """Keeps the paper's Document. Raises Unreadable with the reason, and HeldBack for hidden text that gives orders."""
    library = station.store.library
    document = library.find_document(paper_id)
    if document is None:
        document = await _document(station, paper_id)
        library.save_document(document)
    _take_title(station, document)
    if (found := orders_in(document)) and not library.is_released(paper_id):
        raise HeldBack(_reason(found, paper_id))
    return paper_id


def _take_title(station: Station, document: Document) -> None:
    """The title on the first page, for a PDF of which only the file's name is known."""
    paper = station.store.library.find_paper(document.paper)
    if paper and document.title and is_named_by_file(paper):
        station.store.library.save_paper(replace(paper, title=document.title))


def orders_in(document: Document) -> tuple[Hidden, ...]:
    """The hidden texts that tell a language model what to do."""
    return tuple(hidden for hidden in document.hidden if hidden.orders)


async def _document(station: Station, paper_id: PaperId) -> Document:
    pdf = find_pdf(station, paper_id)
    if pdf is None:
        raise Transient(f"the PDF of {paper_id} is gone from the media folder")
    document = await station.reader.read(pdf, paper_id)
    paper = station.store.library.find_paper(paper_id)
    return replace(document, instructions=(*_of_abstract(paper), *document.instructions)) if paper else document


def _of_abstract(paper: Paper) -> tuple[Instruction, ...]:
    return tuple(Instruction(text, part_id(paper.id, ABSTRACT)) for text in injection.in_plain_sight(paper.abstract))


def _reason(found: tuple[Hidden, ...], paper_id: PaperId) -> str:
    first = found[0]
    text = first.text if len(first.text) <= SHOWN_CHARACTERS else first.text[:SHOWN_CHARACTERS].rstrip() + "…"
    more = f" and {len(found) - 1} more" if len(found) > 1 else ""
    return (
        f"page {first.page} holds text that no reader sees ({first.kind}) and that gives orders: “{text}”{more}; "
        f"`paper-radio work release {paper_id}` has it read all the same"
    )
