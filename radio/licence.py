"""The licence gate, for pictures and words: whether the licence that holds for a paper opens it. Pure."""

from __future__ import annotations

from radio.config import LicenceConfig
from radio.model import Document, Paper, licence_of


def is_open(paper: Paper, document: Document | None, rule: LicenceConfig) -> bool:
    """Whether its pages may be shown and its body read out."""
    licence = licence_of(paper, document)
    return rule.private or any(part in licence for part in rule.show_pages_of)
