"""What a scan's recogniser may have got wrong: a figure read in a picture is not said, by whoever makes the claims."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Any

import pytest

from radio.model import Claim, Document, Paper
from shows.claims.extractive import summarise
from shows.claims.llm_summary import parse_summary
from shows.claims.misread import may_be_misread, without_misread
from shows.claims.revision import revision
from shows.claims.scopes import FOLLOWS


@dataclass
class Reply:
    value: dict[str, Any]
    model: str = "test-model"


@pytest.fixture
def unlisted(paper: Paper) -> Paper:
    """The paper as a folder knows it: all that is known of its abstract was read on its pages."""
    return replace(paper, abstract="")


@pytest.fixture
def scan(document: Document) -> Document:
    return replace(document, recognised=True)


def claim(number: int, quote: str, scope: str = "") -> Claim:
    return Claim(id=f"p#c{number}", kind="result", text=quote, quote=quote, passage="p#p1", scope=scope)


def has_figure(text: str) -> bool:
    return any(character.isdigit() for character in text)


def test_no_figure_that_was_read_in_a_picture_becomes_a_claim(unlisted: Paper, document: Document, scan: Document):
    printed, recognised = summarise(unlisted, document), summarise(unlisted, scan)
    assert any(has_figure(c.quote) for c in printed.claims)
    assert not any(has_figure(c.quote) for c in recognised.claims)
    without_figures = {c.quote for c in printed.claims if not has_figure(c.quote)}
    assert len(without_figures) >= 4
    assert without_figures <= {c.quote for c in recognised.claims}


def test_a_figure_that_the_source_s_own_abstract_confirms_is_said(paper: Paper, scan: Document):
    figures = [c.quote for c in summarise(paper, scan).claims if has_figure(c.quote)]
    assert any("41.5%" in quote for quote in figures)
    assert all(" ".join(quote.split()) in paper.abstract for quote in figures)


def test_a_model_may_not_say_what_was_read_in_a_picture_either(paper: Paper, unlisted: Paper, scan: Document):
    quotes = (
        ("problem", "Checking a claim by hand takes about four minutes"),
        ("result", "We found that the approach achieves a recall of 98% on planted errors."),
        ("result", "TraceCheck may reduce unsupported statements by 41.5%"),
        ("idea", "we propose TraceCheck, a method that ties each sentence to the passage it rests on"),
        ("limit", "We did not test spoken transcripts."),
    )
    rows = [{"kind": kind, "text": quote, "quote": quote, "passage": ""} for kind, quote in quotes]
    reply = Reply({"headline": "", "claims": rows, "keywords": []})
    said = {c.quote for c in parse_summary(reply, unlisted, scan).claims}
    assert said == {quote for _, quote in quotes if not has_figure(quote)}
    said = {c.quote for c in parse_summary(reply, paper, scan).claims}
    assert said == {quote for _, quote in quotes if "98%" not in quote}


def test_what_leans_on_a_claim_that_is_not_made_goes_with_it(unlisted: Paper, scan: Document):
    claims = [
        claim(0, "It runs 12x faster."),
        claim(1, "This saves power.", FOLLOWS),
        claim(2, "It is small."),
        claim(3, "This saves room.", FOLLOWS),
    ]
    assert without_misread(claims, unlisted, scan) == claims[2:]


def test_a_document_with_text_of_its_own_is_believed(unlisted: Paper, document: Document):
    assert not may_be_misread("It runs 12x faster.", unlisted, document)
    assert not may_be_misread("It runs 12x faster.", unlisted, None)


def test_a_scan_changes_no_figure_of_an_older_version(paper: Paper, document: Document, scan: Document):
    told = claim(0, "We found that the approach achieves a recall of 89% on planted errors.")
    newer = replace(paper, id="2611.00042v2")
    (change,) = revision(paper, newer, [told], document).text_figures
    assert (change.was, change.now) == ("89 percent", "98 percent")
    assert revision(paper, newer, [told], scan).text_figures == ()
