"""Paper + Document → the same without the sentences that tell a language model what to do. Pure.

Of the abstract the sentences go; of the document the passages that hold one, so that what is left stands as printed.
"""

from __future__ import annotations

from dataclasses import replace

from radio.ids import ABSTRACT, part_id
from radio.model import Document, Paper


def without_injections(paper: Paper, document: Document) -> tuple[Paper, Document]:
    """The paper and its document with nothing in them that addresses a model."""
    if not document.instructions:
        return paper, document
    abstract = paper.abstract
    for instruction in document.instructions:
        if instruction.passage == part_id(paper.id, ABSTRACT):
            abstract = abstract.replace(instruction.text, "")
    flagged = {instruction.passage for instruction in document.instructions}
    kept = tuple(passage for passage in document.passages if passage.id not in flagged)
    return replace(paper, abstract=abstract.strip()), replace(document, passages=kept)
