from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import pytest

from radio.model import Document, Paper
from shows.claims.llm_summary import find_quote, parse_summary, summary_prompt
from shows.claims.scopes import QUOTE


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
    assert all(c.quote in paper.abstract or c.quote in document.find_passage(c.passage).text for c in summary.claims)


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
