"""The licence gate, for pictures and words: which licence holds for a version of a paper, and what it opens. Pure."""

from __future__ import annotations

from radio.config import LicenceConfig
from radio.model import Document, Paper


def licence_of(paper: Paper, document: Document | None) -> str:
    """The licence's URL: arXiv's word for this version, else what is printed in the file; empty when nobody says."""
    return paper.licence or (document.licence if document else "")


def is_open(paper: Paper, document: Document | None, rule: LicenceConfig) -> bool:
    """Whether its pages may be shown and its body read out."""
    licence = licence_of(paper, document)
    return rule.private or any(part in licence for part in rule.show_pages_of)
