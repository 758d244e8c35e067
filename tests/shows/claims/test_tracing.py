"""Free prose is traced to the claims that it retells, and to nothing that it only resembles."""

from __future__ import annotations

import pytest

from radio.model import Claim
from shows.claims.scopes import FOLLOWS, QUOTE
from shows.claims.tracing import claim_behind, retold


def claim(text: str, quote: str = "", scope: str = "", number: int = 0) -> Claim:
    return Claim(
        id=f"p#c{number:02d}", kind="result", text=text, quote=quote or text, passage="p#abstract", scope=scope
    )


SPEED = claim(
    "On short inputs the new parser reads 41.5% more pages per minute than the older parser.",
    "We show that on short inputs, our new parser reads 41.5% more pages per minute than the older parser [12].",
)


@pytest.mark.parametrize(
    "sentence",
    [
        "On short inputs the new parser reads 41.5% more pages per minute than the older parser.",
        "Now, on short inputs, the authors say, the new parser reads 41.5 percent more pages per minute than the "
        "older parser.",
        "On short inputs the parser reads 41.5% more pages per minute than the older parser.",
    ],
)
def test_a_sentence_in_the_claims_own_words_is_traced(sentence):
    assert claim_behind(sentence, [SPEED]) is SPEED


@pytest.mark.parametrize(
    "sentence",
    [
        "On short inputs the older parser reads 41.5% more pages per minute than the new parser.",
        "On short inputs the new parser reads 41.5% fewer pages per minute than the older parser.",
        "The new parser reads 41.5% more pages per minute than the older parser.",
        "On short inputs the new parser reads 48% more pages per minute than the older parser.",
        "On short inputs the new parser safely reads 41.5% more pages per minute than the older parser.",
        "On short inputs the new parser does not read 41.5% more pages per minute than the older parser.",
        "On short inputs the new parser reads more pages.",
        "The weather is nice on short inputs today for everybody.",
        "On short inputs does the new parser read 41.5% more pages per minute than the older parser?",
        "On short inputs the new parser reads 41.5% more pages per minute than the older",
    ],
)
def test_a_sentence_that_says_something_else_or_more_is_not(sentence):
    assert claim_behind(sentence, [SPEED]) is None


@pytest.mark.parametrize("scope", [FOLLOWS, QUOTE])
def test_a_claim_that_may_not_be_told_alone_in_other_words_is_not_retold(scope):
    held = claim("The parser needs no second pass over the pages of a book.", scope=scope)
    assert claim_behind(held.text, [held]) is None


def test_each_claim_is_retold_once_and_by_its_first_sentence():
    other = claim("The parser was tried on nine thousand pages of old newspapers.", number=1)
    text = f"Hello. {SPEED.text} So the parser was tried on nine thousand pages of old newspapers. {SPEED.text} And"
    assert retold(text, [SPEED, other], "") == {
        SPEED.id: SPEED.text,
        other.id: "So the parser was tried on nine thousand pages of old newspapers.",
    }


def test_what_the_grounding_gate_refuses_is_not_retold():
    hedged = claim("The parser may read more pages per minute than the older parser.")
    bold = "The parser read more pages per minute than the older parser."
    assert claim_behind(bold, [hedged]) is hedged
    assert retold(bold, [hedged], "") == {}
