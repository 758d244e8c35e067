"""The story that is made of a latent writer's text."""

from __future__ import annotations

from dataclasses import replace

import pytest

from radio.model import Continuation, Document, Paper, Segment, Summary
from shows.claims import grounding
from shows.claims.extractive import summarise
from shows.scripts.latent_story import continuation_prompt, parse_continuations, tokens_of, topic_of

HOSTS = ("Ada", "Max")


@pytest.fixture
def summary(paper: Paper, document: Document) -> Summary:
    return summarise(paper, document)


def continued(text: str, **changes) -> Continuation:
    return Continuation(**{"text": text, "log_probability": -2.4, "cosine": 0.4, "baseline": 0.1, **changes})


def retelling(summary: Summary) -> str:
    """True sentences about every claim, in words that are almost the claim's."""
    return " ".join(f"Now, the authors say, {claim.text[0].lower()}{claim.text[1:]}" for claim in summary.claims)


def texts(script) -> list[str]:
    return [sentence.text for _, sentence in script.sentences]


def test_what_was_retold_takes_the_place_of_the_claims_words(paper, segment, summary):
    script = parse_continuations([continued(retelling(summary))], segment, paper, summary, HOSTS)
    told = [sentence for _, sentence in script.sentences if sentence.claims]
    assert sum(sentence.text.startswith("Now, the authors say") for sentence in told) >= 3
    assert grounding.grounded(script, summary, paper, HOSTS) == script


def test_a_sentence_with_an_invented_number_is_not_used(paper, segment, summary):
    invented = retelling(summary).replace("41.5%", "61.5%")
    script = parse_continuations([continued(invented)], segment, paper, summary, HOSTS)
    assert not any("61.5" in text for text in texts(script))
    assert any(text.startswith("Now,") for text in texts(script))


def test_the_continuation_that_retells_most_is_taken(paper, segment, summary):
    few = " ".join(claim.text for claim in summary.claims[:3])
    script = parse_continuations([continued(few), continued(retelling(summary))], segment, paper, summary, HOSTS)
    assert any(text.startswith("Now,") for text in texts(script))


@pytest.mark.parametrize(
    ("text", "changes", "said"),
    [
        ("x y z w " * 20, {}, "repeats"),
        ("", {}, "only 0"),
        ("Nothing of this stands in the paper, and all of it was made up at night.", {}, "only 0"),
        ("A text far away from its guides.", {"cosine": 0.0}, "no nearer"),
    ],
)
def test_a_text_that_cannot_be_used_is_named(paper, segment, summary, text, changes, said):
    with pytest.raises(ValueError, match=said):
        parse_continuations([continued(text, **changes)], segment, paper, summary, HOSTS)


def test_nothing_written_is_named(paper, segment, summary):
    with pytest.raises(ValueError, match="nothing was written"):
        parse_continuations([], segment, paper, summary, HOSTS)


def test_the_writer_is_given_every_claim_and_guided_to_the_topic(paper: Paper, segment: Segment, summary: Summary):
    prompt = continuation_prompt(paper, summary)
    assert all(f"- {claim.text}\n" in prompt for claim in summary.claims)
    assert "TraceCheck" in topic_of(paper, summary)
    assert tokens_of(replace(segment, seconds=60.0)) == 217
