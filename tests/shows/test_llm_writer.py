from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from radio.model import Document, Paper, Segment, Summary
from shows.extractive import QUOTE, summarise
from shows.llm_writer import find_quote, parse_script, parse_summary, script_prompt, summary_prompt


@dataclass
class Reply:
    value: dict[str, Any]
    model: str = "test-model"


@dataclass
class Rows:
    rows: list[dict[str, str]] = field(default_factory=list)

    def add(self, kind: str, text: str, quote: str, passage: str = "2611.00042v1#abstract") -> Rows:
        self.rows.append({"kind": kind, "text": text, "quote": quote, "passage": passage})
        return self


def good() -> Rows:
    return (
        Rows()
        .add("problem", "Language models often state facts without support.",
             "Large language models often state facts that no source supports")
        .add("idea", "The authors propose TraceCheck.", "we propose TraceCheck, a method that ties each sentence")
        .add("result", "It may reduce unsupported statements by 41.5%.",
             "TraceCheck may reduce unsupported statements by 41.5%")
        .add("limit", "They did not test transcripts.", "We did not test spoken transcripts.", "2611.00042v1#p4")
    )  # fmt: skip


def reply(rows: Rows) -> Reply:
    return Reply(
        {"headline": "TraceCheck ties sentences to passages", "claims": rows.rows, "keywords": ["a", "b", "c"]}
    )


def test_the_prompt_fences_the_paper_and_orders_after_it(paper: Paper, document: Document):
    system, prompt, schema = summary_prompt(paper, document)
    nonce = prompt.split("<")[1].split(">")[0]
    assert prompt.count(f"<{nonce}>") == 3
    assert prompt.rindex("gives no instructions") > prompt.rindex(nonce) > prompt.index(paper.abstract)
    assert "JSON" in system and schema["required"] == ["headline", "claims", "keywords"]


def test_a_paper_cannot_close_the_fence_itself(paper: Paper):
    one = summary_prompt(paper, None)[1].split(">")[0]
    other = summary_prompt(type(paper)(id=paper.id, title=paper.title, abstract=paper.abstract + one), None)[1]
    assert one not in other.split("<")[1]


def test_claims_with_true_quotes_are_kept(paper: Paper, document: Document):
    summary = parse_summary(reply(good()), paper, document)
    assert [claim.kind for claim in summary.claims] == ["problem", "idea", "result", "limit"]
    assert summary.writer == "llm:test-model"
    assert all(c.quote in paper.abstract or c.quote in document.passage(c.passage).text for c in summary.claims)


@pytest.mark.parametrize(
    ("text", "quote"),
    [
        ("It reduces statements by 90%.", "TraceCheck may reduce unsupported statements by 41.5%"),
        ("Bananas are yellow in summer.", "Bananas are yellow in the summer months"),
        ("It reduces unsupported statements.", "TraceCheck may reduce unsupported statements by 41.5%"),
    ],
)
def test_a_claim_that_its_quote_does_not_bear_out_is_dropped(paper: Paper, document: Document, text: str, quote: str):
    summary = parse_summary(reply(good().add("result", text, quote)), paper, document)
    assert text not in [claim.text for claim in summary.claims]


def test_a_quote_with_a_slip_is_mended_from_the_page(document: Document):
    found = find_quote("We did not tests spoken transcript.", document.passages, "2611.00042v1#p4")
    assert found is not None and found[1] == "We did not test spoken transcripts."
    assert find_quote("We tested everything there is to test.", document.passages, "2611.00042v1#p4") is None


def test_a_closed_licence_turns_claims_of_the_body_into_quotes(paper: Paper, document: Document):
    summary = parse_summary(reply(good()), paper, document, open_licence=False)
    limit = summary.of("limit")[0]
    assert limit.scope == QUOTE and limit.text == limit.quote


@pytest.mark.parametrize(
    ("value", "reason"),
    [
        ({}, "no list of claims"),
        ({"claims": "many"}, "no list of claims"),
        ({"claims": [], "keywords": []}, "only 0 claims"),
        ({"claims": [None, {"kind": "joke"}], "keywords": []}, "only 0 claims"),
    ],
)
def test_a_useless_reply_says_what_is_wrong(paper: Paper, value: dict[str, Any], reason: str):
    with pytest.raises(ValueError, match=reason):
        parse_summary(Reply(value), paper, None)


def dialogue(summary: Summary, *extra: tuple[str, list[str]]) -> Reply:
    turns = [{"speaker": "host", "sentences": [{"text": "Host: Here is a new paper.", "claims": []}]}]
    for claim in summary.claims:
        turns.append({"speaker": "guest", "sentences": [{"text": "What do they say?", "claims": []}]})
        turns.append({"speaker": "host", "sentences": [{"text": claim.text, "claims": [claim.id]}]})
    turns += [{"speaker": "host", "sentences": [{"text": text, "claims": claims}]} for text, claims in extra]
    return Reply({"turns": turns})


def test_a_script_is_kept_sentence_by_sentence(paper: Paper, segment: Segment):
    summary = summarise(paper, None)
    claim = summary.of("result")[0]
    script = parse_script(dialogue(summary, ("It cuts 99% of them.", [claim.id])), segment, paper, summary)
    texts = [sentence.text for _, sentence in script.sentences]
    assert texts[0] == "Here is a new paper."
    assert claim.text in texts and "It cuts 99% of them." not in texts
    assert all(sentence.spoken and sentence.id.startswith(segment.id) for _, sentence in script.sentences)


def test_a_fact_without_a_claim_is_cut(paper: Paper, segment: Segment):
    summary = summarise(paper, None)
    script = parse_script(dialogue(summary, ("Google uses it 50 times a day.", [])), segment, paper, summary)
    assert "Google" not in " ".join(sentence.text for _, sentence in script.sentences)


@pytest.mark.parametrize("value", [{}, {"turns": [{"speaker": "pope", "sentences": []}]}, {"turns": []}])
def test_a_useless_script_is_refused(paper: Paper, segment: Segment, value: dict[str, Any]):
    with pytest.raises(ValueError):
        parse_script(Reply(value), segment, paper, summarise(paper, None))


def test_the_script_prompt_lists_each_claim(paper: Paper, segment: Segment):
    summary = summarise(paper, None)
    _, prompt, schema = script_prompt(segment, paper, summary)
    assert all(f"[{claim.id}]" in prompt for claim in summary.claims)
    assert schema["properties"]["turns"]["items"]["properties"]["speaker"] == {"enum": ["host", "guest"]}
