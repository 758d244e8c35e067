"""An acronym in brackets after its long form → `…, or the acronym, …`.

In: plain text.  Out: the same, with `large language models (LLMs)` as large language models, or LLMs. A bracket is a
short form when its letters are found in order in the words before it, the first one at the beginning of a word.
"""

from __future__ import annotations

import re

_BRACKET = re.compile(r"\s?\(([A-Z][\w.+-]{1,14}|[a-z]{1,2}[A-Z][\w.+-]{0,12})\)")
_WORD = re.compile(r"[^\s]+")
LONGEST_BEFORE = 160
"""Characters before the bracket in which the long form is looked for."""


def say_short_forms(text: str) -> str:
    """`an Energy Model (EM) of` → an Energy Model, or EM, of."""
    return _BRACKET.sub(_introduced, text) if "(" in text else text


def _introduced(match: re.Match[str]) -> str:
    short = match.group(1)
    before = match.string[max(0, match.start() - LONGEST_BEFORE) : match.start()]
    return f", or {short}," if is_short_form(short, before) else match.group()


def is_short_form(short: str, before: str) -> bool:
    """Whether the text just before could be what these letters stand for."""
    letters = [
        c for c in (short[:-1] if short[-1] == "s" and short[-2:-1].isupper() else short).casefold() if c.isalnum()
    ]
    most = min(len(letters) + 5, 2 * len(letters))
    words = re.split(r"[.;:!?]\s", before)[-1].split()[-most:]
    long = " ".join(words).casefold()
    at = len(long)
    for position, letter in reversed(list(enumerate(letters))):
        at = long.rfind(letter, 0, at)
        while at >= 0 and position == 0 and at and long[at - 1].isalnum():
            at = long.rfind(letter, 0, at)
        if at < 0:
            return False
    return len(letters) > 1
