"""What was to be said against what was heard: both in one normal form, and how many words differ.

The normal form is for comparing alone, not for reading: it writes what sounds alike alike. Numbers and signs become
words, capitals and marks go, spellings of one word fall together, spelt letters join.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from shows.speakable import speakable

_NOT_WORDS = re.compile(r"[^a-z' ]+")
_CONTRACTED = (
    (re.compile(r"\bcan't\b"), "can not"),
    (re.compile(r"\bwon't\b"), "will not"),
    (re.compile(r"\blet's\b"), "let us"),
    (re.compile(r"n't\b"), " not"),
    (re.compile(r"'ll\b"), " will"),
    (re.compile(r"'re\b"), " are"),
    (re.compile(r"'ve\b"), " have"),
    (re.compile(r"'m\b"), " am"),
    (re.compile(r"\bcannot\b"), "can not"),
)
_SPELLINGS = (
    (re.compile(r"is(e|es|ed|ing|er|ers|ation|ations)$"), r"iz\1"),
    (re.compile(r"ys(e|es|ed|ing|er)$"), r"yz\1"),
    (re.compile(r"(?<=[a-z]{3})our(s|ed|ing|al|able|ite|ites)?$"), r"or\1"),
    (re.compile(r"(?<=[a-z]{3})ogue(s)?$"), r"og\1"),
    (re.compile(r"(?<=[a-z]{3})([bt])re(s)?$"), r"\1er\2"),
    (re.compile(r"ll(ed|ing|er|ers)$"), r"l\1"),
    (re.compile(r"mme(s|d)?$"), r"m\1"),
)
_FILLERS = frozenset(("uh", "um", "hm", "hmm", "mm", "ah", "er"))
_BEFORE_AND = frozenset(("hundred", "thousand", "million", "billion"))


def words(text: str) -> tuple[str, ...]:
    """The words of a text in their normal form."""
    said = speakable(text).lower().replace("’", "'").replace("-", " ")
    for pattern, whole in _CONTRACTED:
        said = pattern.sub(whole, said)
    found = [word for part in _NOT_WORDS.sub(" ", said).split() if (word := part.replace("'", "")) not in _FILLERS]
    return tuple(_joined([_spelling(word) for word in found if word]))


def errors(meant: Sequence[str], heard: Sequence[str]) -> int:
    """How many words have to be changed, put in or left out to make one out of the other.

    Two words that were heard as one, or one as two, with the same letters count as right.
    """
    rows = [list(range(len(heard) + 1))]
    for i, word in enumerate(meant, 1):
        row = [i]
        for j, other in enumerate(heard, 1):
            best = min(rows[i - 1][j] + 1, row[j - 1] + 1, rows[i - 1][j - 1] + (word != other))
            if i > 1 and meant[i - 2] + word == other:
                best = min(best, rows[i - 2][j - 1])
            if j > 1 and heard[j - 2] + other == word:
                best = min(best, rows[i - 1][j - 2])
            row.append(best)
        rows.append(row)
    return rows[-1][-1]


@lru_cache(maxsize=4096)
def _spelling(word: str) -> str:
    for pattern, other in _SPELLINGS:
        word = pattern.sub(other, word)
    return word


def _joined(found: Sequence[str]) -> list[str]:
    """Letters said one by one as one word; no `and` within a number."""
    joined: list[str] = []
    spelt = False
    for word in found:
        if word == "and" and joined and joined[-1] in _BEFORE_AND:
            continue
        is_letter = len(word) == 1
        if is_letter and spelt:
            joined[-1] += word
        else:
            joined.append(word)
        spelt = is_letter
    return joined
