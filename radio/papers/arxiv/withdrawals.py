"""Whether arXiv or the authors say that a paper is withdrawn (pure).

A withdrawal makes a new version without a paper. It keeps title and authors, and says so in its comments or in place of
the abstract; OAI-PMH also marks the version as one whose source is ignored.
"""

from __future__ import annotations

import re

from radio.rules import Rule, Rules

IGNORED_SOURCE = "I"
"""In OAI-PMH's source types: nothing of what was sent in is made into a paper."""
NO_PAPER = "arXiv lists this version as withdrawn."

_THE_PAPER = r"(?:this|the|our) (?:arxiv )?(?:paper|article|submission|manuscript|preprint|work|version|note|letter)"
_WITHDRAWN = Rules(
    (
        Rule(
            "the paper was withdrawn",
            rf"\b{_THE_PAPER} (?:has been|have been|is|was|is being|had to be) (?:\w+ )?withdrawn\b",
            "This paper has been withdrawn.",
            "This paper has been written.",
        ),
        Rule(
            "a text that begins so",
            r"^\W*(?:paper |article |submission )?(?:is |has been )?withdrawn\b(?!\s+from\s+(?!arxiv|the arxiv))",
            "Withdrawn due to a flaw.",
            "Withdrawn from a lake, water is tested.",
        ),
        Rule(
            "its authors withdraw it",
            rf"\b(?:we|the authors?) (?:have |has |are |is )?(?:withdr[ae]wn?|withdrawing) {_THE_PAPER}\b",
            "We withdraw this paper.",
            "We withdraw this fluid.",
        ),
        Rule(
            "by whom it was withdrawn",
            r"\bwithdrawn by (?:the |its )?(?:authors?|submitter|arxiv)\b",
            "It is withdrawn by the author.",
        ),
    ),
    flags=re.IGNORECASE,
).pattern
_SENTENCE = re.compile(r"[^.!?]*[.!?]*")


def said_withdrawn(*texts: str) -> str:
    """The sentence of the comments or the abstract that withdraws the paper; empty where none does."""
    for text in (" ".join(text.split()) for text in texts):
        if found := _WITHDRAWN.search(text):
            start = max(text.rfind(mark, 0, found.start()) for mark in ".!?") + 1
            rest = _SENTENCE.match(text, found.start())
            return (text[start : found.start()] + (rest[0] if rest else "")).strip()
    return ""
