"""Whether the letters of a page can be told: raw lines of text → share of words with a letter that no font explains.

A font may draw a shape without saying which character it is. A page with many such words is no text, whatever the rest
of it seems to say: its numbers and names may lack their most important part.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

MOST_ON_A_PAGE, MOST_IN_A_PAPER = 0.05, 0.005
"""Shares of broken words; a single one on a page may be a symbol set in a font of pictures."""
UNKNOWN = "\x00-\x08\x0b-\x1f\x7f-\x9f\ufffd\ue000-\uf8ff"
"""Characters without a meaning, as a set of a regular expression."""
_UNKNOWN_WORD = re.compile(rf"[^\W_]{{2}}[{UNKNOWN}]|[{UNKNOWN}][^\W_]{{2}}")  # beside one letter it is a sign of maths
_WORD = re.compile(r"[^\W_]+")


def broken_share(lines: Iterable[str]) -> float:
    """Share of the words that have an unknown character in them."""
    words = unknown = 0
    for text in lines:
        words += len(_WORD.findall(text))
        if "\ufffd" in text or not text.isprintable():
            unknown += len(_UNKNOWN_WORD.findall(text))
    return unknown / max(1, words)
