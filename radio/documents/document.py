"""The way from the lines of print to a Document, step by step. Read this first.

In: what PyMuPDF or a recogniser sees (`Scan`). Out: prose in reading order with its places, figures, page sizes, hidden
text, licence.
"""

from __future__ import annotations

from radio.documents.figures import figure_records, floats
from radio.documents.hidden import injection
from radio.documents.layout import Block, Scan
from radio.documents.prose import blocks as blocks_
from radio.documents.prose import columns, furniture, headings, kinds, paragraphs, passages, printed_licence, sections
from radio.errors import Unreadable
from radio.ids import PaperId
from radio.model import Document, Instruction, Passage


def assembled(paper: PaperId, scan: Scan) -> Document:
    """Raises Unreadable where there is print but no prose."""
    pages = furniture.strip(scan.pages)
    body = blocks_.body_size(pages)
    rows = [row for lines in pages for row in columns.in_order(lines)]
    found = blocks_.blocks(rows, body)
    kinds.mark_by_looks(found, body)
    named = floats.set_apart(found, body, scan.pages, pages)
    words = paragraphs.Words(line.text for page in scan.pages for line in page.lines)
    said = _passages(paper, found, body, words)
    if not said:
        raise Unreadable("there is text in it, but no prose")
    return Document(
        paper=paper,
        title=headings.title(found, body),
        passages=said,
        figures=figure_records.figures(named, words, paper),
        pages=tuple(page.size for page in scan.pages),
        instructions=tuple(Instruction(text, p.id, p.page) for p in said for text in injection.in_plain_sight(p.text)),
        hidden=tuple(text for page in scan.pages for text in page.hidden),
        licence=printed_licence.printed([printed_licence.stretches(page.lines) for page in scan.pages], scan.links),
    )


def _passages(paper: PaperId, found: list[Block], body: float, words: paragraphs.Words) -> tuple[Passage, ...]:
    spoken = sections.spoken(found, body)
    said = passages.passages(paragraphs.paragraphs(spoken, words), paper)
    if said:
        return said
    return passages.passages(paragraphs.paragraphs(sections.without_headings(found, body), words), paper)
