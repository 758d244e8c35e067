"""A paper with its document, as the tests of the words use them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from radio.model import Box, Document, Paper, Passage, Segment

ABSTRACT = (
    "Large language models often state facts that no source supports. However, existing checkers need a second "
    "model, which is costly to run on a small machine. In this paper, we propose TraceCheck, a method that ties "
    "each sentence to the passage it rests on. Our method compares figures, names and hedges without any model "
    "(see Figure 2). "
    "Experiments on 3 benchmarks show that TraceCheck may reduce unsupported statements by 41.5% [12]. "
    "It runs 12x faster than a checker with a model (Smith et al., 2020). We do not evaluate languages other than "
    "English."
)
BODY = (
    ("1 Introduction", "Checking a claim by hand takes about four minutes, which remains a bottleneck for newsrooms."),
    (
        "3 Method",
        "Our approach consists of three comparisons that are applied to every sentence in turn. As shown in Figure 3, "
        "the framework uses a table of hedges.",
    ),
    ("4 Results", "We found that the approach achieves a recall of 98% on planted errors. Its precision is 97.2%."),
    ("5 Limitations", "We did not test spoken transcripts. Future work should examine other languages and texts."),
    ("References", "Results show that Smith achieves an accuracy of 99% on every benchmark ever made."),
)


def _passages() -> tuple[Passage, ...]:
    rows = (("Abstract", ABSTRACT), *BODY)
    box = (Box(0, 0, 100, 10),)
    return tuple(
        Passage(id=f"2611.00042v1#p{at}", section=section, text=text, page=1 + at, boxes=box)
        for at, (section, text) in enumerate(rows)
    )


@pytest.fixture
def paper() -> Paper:
    return Paper(
        id="2611.00042v1",
        title="TraceCheck: Grounding Spoken Summaries without a Model",
        authors=("Jane Doe", "Max Meyer", "Li Wei"),
        abstract=ABSTRACT,
        categories=("cs.CL",),
        primary="cs.CL",
        published=datetime(2026, 11, 19, tzinfo=UTC),
    )


@pytest.fixture
def document(paper: Paper) -> Document:
    return Document(paper=paper.id, title=paper.title, passages=_passages())


@pytest.fixture
def segment(paper: Paper) -> Segment:
    show = f"{paper.id}-paper"
    return Segment(id=f"{show}/00", show=show, position=0, kind="story", title=paper.title, papers=(paper.id,))
