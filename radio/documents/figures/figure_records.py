"""Floats → the figures of a document: captions as running text, boxes of the thing itself and of both together."""

from __future__ import annotations

from radio.documents.boxes import hull
from radio.documents.figures.floats import Float
from radio.documents.prose.paragraphs import Words, running_text
from radio.ids import PaperId
from radio.model import Figure

MOST_CAPTION = 3000
"""Characters."""


def figures(found: list[Float], words: Words, paper: PaperId) -> tuple[Figure, ...]:
    """In reading order; ids count from 1."""
    return tuple(
        Figure(
            id=f"{paper}#f{number}",
            kind=one.kind,
            caption=running_text(one.rows, words)[:MOST_CAPTION],
            page=one.page,
            box=hull([one.box, one.crop]) if one.crop else one.box,
            crop=one.crop or one.box,
        )
        for number, one in enumerate(found, start=1)
    )
