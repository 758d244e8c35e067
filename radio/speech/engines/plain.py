"""Any text → the ASCII that the classic engines read, letter for letter, so that offsets stay what they were. Pure.

Accents fall off letters; typographic marks become plain ones; what is neither a letter, a digit nor a mark that shapes
speech becomes a blank. So nothing in a text can be a quote, a bracket or a command to an engine.
"""

from __future__ import annotations

import unicodedata

_KEPT = frozenset("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789 .,;:!?'-%$&")
_MARKS = {"’": "'", "‘": "'", "–": "-", "—": ",", "…": ".", "−": "-", "ß": "s", "ø": "o", "ł": "l", "đ": "d", "ı": "i"}
_MARKS |= {upper: letter.upper() for upper, letter in {"Ø": "o", "Ł": "l", "Đ": "d"}.items()}


def plain(text: str) -> str:
    """As many characters as the text has, each of them letter, digit, blank or one of `.,;:!?'-%$&`."""
    return "".join(map(_plain, text))


def has_words(text: str) -> bool:
    """Whether anything is left to say."""
    return any(character.isalnum() for character in text)


def _plain(character: str) -> str:
    if character in _KEPT:
        return character
    base = _MARKS.get(character) or unicodedata.normalize("NFKD", character)[0]
    return base if base in _KEPT else " "
