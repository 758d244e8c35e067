"""Text → the pieces that are spoken one after another, so that the first is heard while the next is made. Pure.

A piece ends with a sentence, or with a clause where it is long enough to sound complete; the first may be shorter. No
piece is longer than `most`, even where the text has no marks at all.
"""

from __future__ import annotations

import re

_END = re.compile(r"(?:(?<=[.!?…])|(?<=[.!?…][\"”’)])|(?<=[,;:—–]))\s+")
_CLOSING = '"”’) '


def pieces(text: str, *, first: int, least: int, most: int) -> list[slice]:
    """Where in the text the pieces stand, in order; all but blanks is in one. `first` ≤ `least` ≤ `most` characters."""
    found: list[slice] = []
    start = end = 0
    for part in _parts(text, most):
        if end > start and part.stop - start > most:
            found.append(slice(start, end))
            start = part.start
        start, end = (part.start, part.stop) if start >= end else (start, part.stop)
        if end - start >= (least if found else first) or ends_sentence(text[start:end]):
            found.append(slice(start, end))
            start = end
    return [*found, slice(start, end)] if end > start else found


def ends_sentence(piece: str) -> bool:
    return piece.rstrip(_CLOSING).endswith((".", "!", "?", "…"))


def _parts(text: str, most: int) -> list[slice]:
    """The clauses, those that are too long cut between words where they have any."""
    parts, start = [], 0
    for end in [*(mark.end() for mark in _END.finditer(text)), len(text)]:
        while end - start > most:
            blank = text.rfind(" ", start + 1, start + most)
            cut = blank + 1 if blank > 0 else start + most
            parts.append(slice(start, cut))
            start = cut
        parts.append(slice(start, end))
        start = end
    return [part for part in parts if text[part].strip()]
