"""Espeak's IPA → the letters that Kokoro was trained on. Pure.

Kokoro's alphabet has one letter for each diphthong and affricate (`A` as in day, `I` as in my, `ʤ` as in judge), no
length mark in American English, and spells a syllabic consonant with a small schwa before it.
"""

from __future__ import annotations

import re

TIE = "^"
"""What stands within sounds of two letters in the IPA given here."""

BOTH = {
    "e^ɪ": "A",
    "a^ɪ": "I",
    "a^ʊ": "W",
    "ɔ^ɪ": "Y",
    "d^ʒ": "ʤ",
    "t^ʃ": "ʧ",
    "ə^l": "ᵊl",
    "e": "A",
    "r": "ɹ",
    "x": "k",
    "ç": "k",
    "ɬ": "l",
    "ʔ": "t",
    "ɐ": "ə",
    "ɚ": "əɹ",
    "ʲ": "",
    "\N{COMBINING TILDE}": "",
    TIE: "",
}
AMERICAN = BOTH | {"o^ʊ": "O", "ɜːɹ": "ɜɹ", "ɜː": "ɜɹ", "ɪə": "iə", "ː": ""}
BRITISH = BOTH | {"ə^ʊ": "Q", "e^ə": "ɛː", "i^ə": "ɪə", "iə": "ɪə"}

_SYLLABIC = re.compile("(.)\N{COMBINING VERTICAL LINE BELOW}")


def letters(ipa: str, *, british: bool) -> str:
    """The same sounds in Kokoro's letters."""
    table = BRITISH if british else AMERICAN
    longest_first = "|".join(map(re.escape, sorted(table, key=len, reverse=True)))
    return re.sub(longest_first, lambda sound: table[sound[0]], _SYLLABIC.sub(r"ᵊ\1", ipa))
