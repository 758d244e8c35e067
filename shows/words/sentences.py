"""Text → its sentences, each an exact stretch of the text, so that a quote can always be found again.

Never changes a character, and never ends a sentence inside a formula or after an abbreviation.
"""

from __future__ import annotations

import re

from radio.rules import Rule, Rules
from shows.words import words_of

ABBREVIATIONS = words_of(
    "e.g i.e cf vs viz al etc fig figs eq eqs sec secs tab tabs ref refs alg thm lem prop def app no nos vol pp p "
    "ch resp approx w.r.t st dr mr mrs ms prof jr sr inc ltd co corp dept univ est ca iid i.i.d a.k.a u.s u.k u.s.a "
    "jan feb mar apr jun jul aug sep sept oct nov dec a.m p.m"
)
"""Words that a full stop follows without ending the sentence, in small letters and without their last stop."""

_END = Rules(
    (
        Rule(
            "a mark before a new start",
            r"""[.!?]+["'”’)\]]*(?=\s+["'“‘(\[]*[A-Z0-9$\\]|\s*$)""",
            "It is small. It is read.",
            "It is small, and so on",
        ),
        Rule("a full stop glued to the next word", r"(?<=[a-z]{3})[.](?=[A-Z][a-z-]+ )", "It is small.It is read."),
        Rule(
            "a full stop before a small letter",
            r"(?<=[a-z]{4})[.](?=\s+[a-z][a-z-]{3,}\s)",
            "It is small. trees are read.",
        ),
    )
).pattern
"""The last: before a name that is written small, as many programs are."""
_LAST_WORD = re.compile(r"[A-Za-z][A-Za-z.]*$")
_INITIAL = re.compile(r"(?:^|[\s(])[A-Z]$")
_PARAGRAPH = re.compile(r"\n\s*\n")


def spans(text: str) -> list[tuple[int, int]]:
    """Start and end offset of each sentence, outer white space left out."""
    found: list[tuple[int, int]] = []
    start = 0
    for end in _ends(text):
        found.append(_trim(text, start, end))
        start = end
    found.append(_trim(text, start, len(text)))
    return [(a, b) for a, b in found if b > a]


def split(text: str) -> list[str]:
    """The sentences of a text."""
    return [text[a:b] for a, b in spans(text)]


def count_words(text: str) -> int:
    """Words as a reader counts them; marks that stand alone are none."""
    return sum(any(c.isalnum() for c in word) for word in text.split())


def _ends(text: str) -> list[int]:
    ends = [m.end() for m in _END.finditer(text) if _is_end(text, m)]
    return sorted({*ends, *(m.start() for m in _PARAGRAPH.finditer(text))})


def _is_end(text: str, match: re.Match[str]) -> bool:
    before = text[max(0, match.start() - 40) : match.start()]
    if match.group().startswith("."):
        word = _LAST_WORD.search(before)
        if word and word.group().casefold() in ABBREVIATIONS and match.end() < len(text):
            return False
        if _INITIAL.search(before) and not before.endswith(" I"):
            return False
    return text.count("$", text.rfind("\n\n", 0, match.start()) + 1, match.start()) % 2 == 0 or _is_money(text, match)


def _is_money(text: str, match: re.Match[str]) -> bool:
    """Whether the dollar signs before a full stop stand for money, so that their odd number opens no formula."""
    return bool(re.search(r"\$\d[\d,.]*[kKMB]?(?:\s|$)", text[max(0, match.start() - 200) : match.end()]))


def _trim(text: str, start: int, end: int) -> tuple[int, int]:
    stretch = text[start:end]
    return start + len(stretch) - len(stretch.lstrip()), end - len(stretch) + len(stretch.rstrip())
