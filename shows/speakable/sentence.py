"""Written → spoken: what a voice is given for a sentence as it is shown.

In: a sentence with its figures, symbols, LaTeX and acronyms.  Out: words and the marks that make pauses. The same text
always gives the same words, and spoken text stays as it is. Never raises; never changes what is shown.
"""

from __future__ import annotations

import re

from shows.speakable.clean import cleaned, without_commands
from shows.speakable.inline import say_formulas, say_small_formulas
from shows.speakable.lexicon import SHIPPED, Lexicon
from shows.speakable.marks import marked
from shows.speakable.names import say_words
from shows.speakable.quantities import say_figures
from shows.speakable.references import any_of, resolved
from shows.words.tables import LATIN, MONTHS, PARTS

PASSES = 5
"""What one rule uncovers another says; the words of a normal sentence settle in the first pass."""

_SHORT = [
    *LATIN,
    *(f"{part}." for part in (*PARTS, *map(str.capitalize, PARTS))),
    *(f"{m[:3]}." for m in MONTHS),
    "Sept.",
    "St.",
]
_ODD = re.compile(r"[^A-Za-zÀ-ɏ,;:?!.' -]|[A-Z](?<![a-z].)[A-Z]|\.\w| [IVX](?<=[a-z]..)(?![-\w])")
_UNSETTLED = re.compile(rf"[ '-](?:{any_of(*_SHORT, 'Fig', 'fig', 'Eq', 'eq', 'http', 'https', 'www')})(?!\w)")
_LETTERS = re.compile(r"[^a-z ]+")


def speakable(text: str, lexicon: Lexicon = SHIPPED) -> str:
    """`F1 rose by 3.2% [4].` → `F one rose by three point two percent.`"""
    said = _say(text, lexicon)
    for _ in range(PASSES):
        if not (_ODD.search(said) or _UNSETTLED.search(f" {said}")):
            return said
        again = _say(said, lexicon)
        if again == said:
            return said
        said = again
    return " ".join(_LETTERS.sub(" ", said.lower()).split())


def _say(text: str, lexicon: Lexicon) -> str:
    text = cleaned(text)
    if "$" in text or "\\" in text:
        text = without_commands(say_formulas(text))
    text = say_small_formulas(resolved(text))
    return marked(say_words(say_figures(text), lexicon))
