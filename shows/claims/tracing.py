"""Free prose + claims → which claim each sentence retells. For writers that cannot say themselves what they rest on.

A sentence retells a claim when all that it says stands in the claim's text or in its quote, in the same order, and
little of that is left out. Never guesses at synonyms: what is said in other words is not traced.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from radio.model import Claim
from shows.claims import grounding
from shows.claims.fit_to_speak import is_fit_to_speak
from shows.claims.llm_reply import LONGEST_SENTENCE_WORDS
from shows.claims.scopes import FOLLOWS, QUOTE, WAS
from shows.words import latex, words_of
from shows.words.sentences import count_words, split

LEAST_RETOLD = 0.7
"""Share of a claim's words that a sentence must keep: what is left out may be what narrows it."""
NEUTRAL = words_of(
    "a an the this that these those it its they their them we our us and also so then here now indeed authors author",
    "paper study say says said report reports find finds found write writes according",
)
"""Words that state nothing: they may be added and left out."""
NARROWING = words_of(
    "only except unless if when while until under within below above less fewer more most least than without not no",
    "never for on in among between during after before",
)
"""Words that limit what is said: a sentence keeps those of its claim."""
_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_][\w'-]*")


def retold(text: str, claims: Sequence[Claim], evidence: str) -> Mapping[str, str]:
    """Claim id → the first sentence of the text that retells it and passes the grounding gate. `evidence` is where
    names and figures may also stand."""
    found: dict[str, str] = {}
    for sentence in split(" ".join(text.split())):
        claim = claim_behind(sentence, [claim for claim in claims if claim.id not in found])
        if claim and not grounding.check(sentence, [claim], evidence):
            found[claim.id] = sentence
    return found


def claim_behind(sentence: str, claims: Sequence[Claim]) -> Claim | None:
    """The claim that a sentence retells, if it is one that may be told alone and in other words than its own."""
    is_short = sentence.endswith((".", "!")) and count_words(sentence) <= LONGEST_SENTENCE_WORDS
    if not is_short or not is_fit_to_speak(sentence):
        return None
    said = _stating(sentence)
    free = (claim for claim in claims if claim.scope not in (FOLLOWS, QUOTE, WAS))
    return next((c for c in free if _retells(said, _stating(c.text)) or _retells(said, _stating(c.quote))), None)


def _retells(said: Sequence[str], source: Sequence[str]) -> bool:
    if not said or len(said) < LEAST_RETOLD * len(source):
        return False
    left = iter(source)
    in_order = all(word in left for word in said)
    return in_order and {word for word in source if word in NARROWING} <= set(said)


def _stating(text: str) -> list[str]:
    """The words of a text that state something, as they are compared: lower case, without the endings of number."""
    words = _WORD.findall(latex.plain(text).replace("%", " percent ").casefold())
    return [_stem(word) for word in words if word not in NEUTRAL]


def _stem(word: str) -> str:
    word = word.removesuffix("'s")
    return word.removesuffix("s") if len(word) > 3 and not word.endswith("ss") else word
