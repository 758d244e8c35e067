"""Which licence holds for a paper, and whether it opens the gate for its pictures and words. Pure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from radio.model import Document, Paper

if TYPE_CHECKING:
    from radio.config import LicenceConfig


def is_open(paper: Paper, document: Document | None, rule: LicenceConfig) -> bool:
    """Whether its pages may be shown and its body read out."""
    licence = licence_of(paper, document)
    return rule.private or any(part in licence for part in rule.show_pages_of)


def licence_of(paper: Paper, document: Document | None) -> str:
    """URL of the licence that holds for this version of the paper; empty when nobody says.

    A Creative Commons licence is a grant to everybody, whether it was chosen at arXiv or printed in the file. arXiv's
    own licences are grants to arXiv alone and take nothing back of what is printed. Where both grants are there and
    differ, the narrower one holds.
    """
    printed = document.licence if document else ""
    if not printed or not (paper.licence and "creativecommons.org" in paper.licence):
        return printed or paper.licence
    return max(paper.licence, printed, key=_conditions)


def _conditions(licence: str) -> tuple[bool, bool, bool, bool]:
    """Sorts the licence with more conditions after the one with fewer."""
    return "-nd" in licence, "-nc" in licence, "-sa" in licence, "zero" not in licence
