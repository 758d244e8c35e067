"""How long a voice should need for a text."""

from __future__ import annotations

from radio.doors import Voice

_LETTERS_PER_WORD = 5.5
_LETTERS_PER_SPELLED = 5.0  # a digit or a capital may be read as a word of its own


def expected_seconds(text: str, voice: Voice) -> float:
    """About; a sentence may well need half or twice as long."""
    letters = sum(_LETTERS_PER_SPELLED if c.isdigit() or c.isupper() else c.isalpha() for c in text)
    return letters / _LETTERS_PER_WORD * 60 / voice.words_per_minute
