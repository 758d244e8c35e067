"""Text that is no prose, and what must never be left of any text: for the tests and the bench of speakable text."""

from __future__ import annotations

import re
import time

from shows.speakable import speakable

LEFT_OVER = re.compile(r"[\\$_^{}@<>\x00-\x1f\x7f\d]|\[\d|\bhttps?\b|[\u0590-\u06ff\u2066-\u2069\u202a-\u202e]")
"""Marks that no voice can speak."""
GARBAGE = (
    "a$\\{x_1^2}[3](", "((", "1,", "A-", "x^{", "\\frac{", "<a ", "a.b@", "10^10", "[1,", "word ", "I.", "é½", "$x"
)  # fmt: skip
MEGABYTE = 1_000_000
MEGABYTE_SECONDS = 30.0
"""The longest that a megabyte of a piece, repeated, may take on one core."""


def garbage_seconds(piece: str, characters: int) -> float:
    """Seconds of one core that so many characters of a repeated piece take."""
    started = time.process_time()
    speakable(piece * (characters // len(piece)))
    return time.process_time() - started


def is_clean(text: str) -> bool:
    """Whether nothing unspeakable is left of it, and it is spoken alike when it is made speakable twice."""
    spoken = speakable(text)
    return not LEFT_OVER.search(spoken) and speakable(spoken) == spoken
