from __future__ import annotations

from dataclasses import replace

import pytest

from radio.model import Claim, Paper, Script, Segment, Sentence, Turn
from shows.claims.extractive import summarise
from shows.claims.grounding import check, facts, grounded
from shows.claims.scopes import FOLLOWS
from shows.scripts.story import write_segment

QUOTE = (
    "TraceCheck may reduce errors by 41.5% on 1,200 news items, three times less than BERT-large, "
    "and does not need a GPU."
)


def problems(text: str, quote: str = QUOTE, evidence: str = "") -> tuple[str, ...]:
    return check(text, [Claim(id="p#c00", kind="result", text=text, quote=quote, passage="p#p1")], evidence)


@pytest.mark.parametrize(
    "text",
    [
        "TraceCheck may reduce errors by 41.5% on 1200 news items and does not need a GPU.",
        "Without a GPU, TraceCheck may reduce errors by 41.5 percent.",
        "It might reduce errors, 3 times less than BERT, and needs no GPU.",
        "The authors suggest that 1.2k news items have fewer errors without a GPU.",
    ],
)
def test_what_the_quote_says_passes(text: str):
    assert problems(text) == ()


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("TraceCheck may reduce errors by 42.5%, with no GPU.", "figure not in the source: 42.5%"),
        ("TraceCheck may reduce errors by 41.5 times, with no GPU.", "figure not in the source: 41.5x"),
        ("TraceCheck may reduce errors on twelve items, with no GPU.", "figure not in the source: 12"),
        ("TraceCheck may reduce errors made by Google, with no GPU.", "name not in the source: Google"),
        ("TraceCheck may reduce errors on SQuAD, with no GPU.", "name not in the source: SQuAD"),
        ("TraceCheck reduces errors by 41.5%, with no GPU.", "hedge dropped: may"),
        ("TraceCheck may always reduce errors, with no GPU.", "wider than the source: always"),
        ("TraceCheck may be the first to reduce errors, with no GPU.", "wider than the source: first"),
        ("TraceCheck may need a GPU.", "negation not as in the source"),
    ],
)
def test_what_the_quote_does_not_say_is_named(text: str, reason: str):
    assert reason in problems(text)


def test_a_name_may_stand_in_the_evidence_beside_the_quote():
    assert problems("Jane Doe may reduce errors, with no GPU.", evidence="Jane Doe") == ()


def test_facts_hold_what_arxiv_says(paper: Paper):
    known = facts(paper, summarise(paper, None))
    assert "Jane Doe" in known and "19 November 2026" in known and " 2 " in f" {known} "


def test_a_planted_sentence_is_cut_and_the_rest_stays(paper: Paper, segment: Segment):
    summary = summarise(paper, None)
    script = write_segment(segment, paper, summary)
    assert grounded(script, summary, paper) == script
    for text in ("It reduces errors by 99%.", "Google built TraceCheck.", "The authors prove that it always works."):
        claim = summary.of("result")[0]
        planted = Sentence(id="x", text=text, spoken=text, claims=(claim.id,), paper=paper.id)
        turns = (*script.turns, Turn(speaker="guest", sentences=(planted,)))
        assert grounded(replace(script, turns=turns), summary, paper) == script


def test_a_claim_that_does_not_exist_bears_nothing(paper: Paper):
    sentence = Sentence(id="x", text="It works well.", spoken="It works well.", claims=("nowhere#c99",), paper=paper.id)
    script = Script(segment="s/00", turns=(Turn(speaker="host", sentences=(sentence,)),))
    assert grounded(script, summarise(paper, None), paper).turns == ()


def test_a_question_whose_answer_was_cut_is_not_asked(paper: Paper):
    question = Sentence(id="q", text="And the results?", spoken="And the results?", paper=paper.id)
    answer = Sentence(id="a", text="It wins by 99%.", spoken="", claims=("2611.00042v1#c00",), paper=paper.id)
    turns = (Turn(speaker="guest", sentences=(question,)), Turn(speaker="host", sentences=(answer,)))
    assert grounded(Script(segment="s/00", turns=turns), summarise(paper, None), paper).turns == ()


def test_what_leans_on_a_sentence_that_was_cut_goes_with_it(paper: Paper):
    claims = tuple(
        Claim(id=f"c{n}", kind="result", text=text, quote=text, passage="p#p1", scope=scope)
        for n, (text, scope) in enumerate([("It halves the errors.", ""), ("They were many before.", FOLLOWS)])
    )
    said = ("It halves the 99 errors.", "They were many before.")
    sentences = tuple(
        Sentence(id=f"s{n}", text=text, spoken=text, claims=(f"c{n}",), paper=paper.id) for n, text in enumerate(said)
    )
    script = Script(segment="s/00", turns=(Turn(speaker="host", sentences=sentences),))
    assert grounded(script, replace(summarise(paper, None), claims=claims), paper).turns == ()


def test_words_about_the_station_are_not_checked(paper: Paper):
    ident = Sentence(id="i", text="This is Radio Nine, the best of 100.", spoken="")
    script = Script(segment="s/00", turns=(Turn(speaker="host", sentences=(ident,)),))
    assert grounded(script, summarise(paper, None), paper) == script
