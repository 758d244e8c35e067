"""Claims → those that a scan's recogniser cannot have spoilt unheard: a misread word sounds wrong, a figure does not.

In: claims, or what becomes them, each with its quote; the paper as its source gives it; its document.  Out: the same
in their order. Of a document that was recognised in pictures, no figure is kept that the source's own abstract does not
confirm. Never judges a figure.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol, TypeVar

from radio.model import Document, Paper
from shows.claims.scopes import FOLLOWS


class _Quoted(Protocol):
    @property
    def quote(self) -> str: ...

    @property
    def scope(self) -> str: ...


Quoted = TypeVar("Quoted", bound=_Quoted)


def without_misread(claims: Iterable[Quoted], paper: Paper, document: Document | None) -> list[Quoted]:
    """The claims without those that may be misread, and without those that lean on one of them."""
    kept: list[Quoted] = []
    held = True
    for claim in claims:
        held = not may_be_misread(claim.quote, paper, document) and (held or claim.scope != FOLLOWS)
        if held:
            kept.append(claim)
    return kept


def may_be_misread(quote: str, paper: Paper, document: Document | None) -> bool:
    """Whether a quote holds a figure that was read in the picture of a page and nowhere else."""
    if document is None or not document.recognised or not any(character.isdigit() for character in quote):
        return False
    return " ".join(quote.split()) not in " ".join(paper.abstract.split())
