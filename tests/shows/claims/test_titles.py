from __future__ import annotations

from dataclasses import replace

import pytest

from radio.model import Document, Paper, Summary
from shows.claims.titles import headline, said_title, title_of


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ("DETECTION OF INFLUENTIAL NODES: A NASA STUDY", "Detection of Influential Nodes: A NASA Study"),
        ("BERT-BASED SEARCH WITH GPT4", "BERT-Based Search with GPT4"),
        ("L E : Guidelines for Human Evaluation", "Guidelines for Human Evaluation"),
        ("MosaicLeaks:Privacy Risks in Agents", "MosaicLeaks: Privacy Risks in Agents"),
        ("Hope or hype ?", "Hope or hype?"),
        ("H$^{2}$MT: A Memory Transformer.", "H²MT: A Memory Transformer"),
        ("Text--Visual Reports", "Text–Visual Reports"),
        ("ZeRO", "ZeRO"),
    ],
)  # fmt: skip
def test_a_title_is_shown_as_a_reader_would_write_it(paper: Paper, given: str, shown: str):
    assert title_of(replace(paper, title=given, abstract="Data of NASA and BERT are used.")) == shown


def test_a_files_name_gives_way_to_the_title_on_the_page(paper: Paper, document: Document):
    assert title_of(replace(paper, title="scan_final2.pdf"), document) == document.title


def test_a_title_of_one_word_or_of_many_is_said_by_its_headline(paper: Paper):
    summary = Summary(paper=paper.id, headline="The headline instead", claims=())
    assert said_title(replace(paper, title="ZeRO"), summary) == "The headline instead"
    assert said_title(replace(paper, title="word " * 21), summary) == "The headline instead"
    assert said_title(paper, summary) == paper.title


def test_a_long_title_is_cut_at_its_colon():
    assert headline("One two three: " + "more " * 20) == "One two three"
