"""Every id has one grammar: what it is made of comes apart again as it was."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as some

from radio.ids import (
    ABSTRACT,
    PaperId,
    PaperName,
    ShowId,
    ShowName,
    WorkflowName,
    after,
    arxiv_number,
    claim_id,
    find_show_of,
    find_workflow_name,
    is_abstract,
    paper_name,
    paper_of,
    part_id,
    passage_id,
    segment_id,
    sentence_id,
    show_name,
    show_of,
    source_of,
    version_of,
    work_of,
    workflow_name,
)

PAPERS = (
    "2411.01234v2",
    "2411.01234",
    "cs/0112017v1",
    "math.GT/0309136",
    "local-3fa9c0d1e2b4",
    "sample-1",
    "eprint:2026.14",
)
NAMES = (
    ShowName(format="daily", day=date(2026, 11, 20)),
    ShowName(format="weekly", day=date(2026, 11, 22), edition=12),
    *(ShowName(format=format, paper=PaperId(paper)) for format in ("paper", "update") for paper in PAPERS),
    ShowName(format="paper", paper=PaperId("local-3fa9c0d1e2b4"), edition=2),
    ShowName(format="primer", name="gradient-descent"),
    ShowName(format="primer", name="p-values"),
    ShowName(format="ident", name="1"),
)


@pytest.mark.parametrize(
    ("paper", "name"),
    [
        ("2411.01234v2", PaperName("2411.01234", 2, "arxiv")),
        ("cs/0112017v10", PaperName("cs/0112017", 10, "arxiv")),
        ("2411.01234", PaperName("2411.01234", 0, "arxiv")),
        ("local-3fa9c0d1e2b4", PaperName("local-3fa9c0d1e2b4", 0, "local")),
        ("sample-1", PaperName("sample-1", 0, "sample")),
        ("eprint:2026.14", PaperName("eprint:2026.14", 0, "eprint")),
    ],
)
def test_a_papers_id_names_its_work_its_version_and_its_source(paper, name):
    assert paper_name(paper) == name
    assert (work_of(paper), version_of(paper), source_of(paper)) == (name.work, name.version, name.source)


def test_only_a_paper_of_arxiv_has_a_number_there():
    assert [arxiv_number(paper) for paper in ("2411.01234v2", "sample-1")] == ["2411.01234", ""]


@pytest.mark.parametrize("paper", ["2413.01234v1", "2411.01234v0", "2411.123", "nothing"])
def test_what_is_no_id_of_arxiv_has_no_version(paper):
    assert (paper_name(paper).is_arxiv, version_of(paper), work_of(paper)) == (False, 0, paper)


def test_what_stands_in_a_paper_names_the_paper():
    paper = PaperId("cs/0112017v1")
    parts = (passage_id(paper, 17), part_id(paper, ABSTRACT), claim_id(paper, 3))
    assert parts == ("cs/0112017v1#p17", "cs/0112017v1#abstract", "cs/0112017v1#c03")
    assert {paper_of(part) for part in parts} == {paper}
    assert [is_abstract(part) for part in parts] == [False, True, False]


@pytest.mark.parametrize("name", NAMES, ids=lambda name: name.id)
def test_a_shows_id_comes_apart_as_it_was_put_together(name):
    assert show_name(name.id) == name


@pytest.mark.parametrize(
    "show", ["", "daily", "2026-11-20", "2026-13-45-daily", "2026-11-20-daily+0", "2026-11-20-daily+", "a b", "x/y"]
)
def test_what_is_no_show_is_refused_in_a_sentence(show):
    with pytest.raises(ValueError, match="is not the id of a show"):
        show_name(show)


def test_editions_of_a_show_share_a_stem():
    first = ShowName(format="daily", day=date(2026, 11, 20))
    assert (first.id, first.of_edition(2).id) == ("2026-11-20-daily", "2026-11-20-daily+2")
    assert first.of_edition(2).stem == first.id


@pytest.mark.parametrize("name", NAMES, ids=lambda name: name.id)
def test_a_sentence_names_its_segment_and_that_its_show(name):
    segment = segment_id(name.id, 3)
    sentence = sentence_id(segment, 17, 2)
    assert sentence == f"{name.id}/03/017.2"
    assert show_of(segment) == name.id


@pytest.mark.parametrize("other", [*PAPERS, "2026-11-20-daily"])
def test_what_is_no_segment_belongs_to_no_show(other):
    assert find_show_of(other) is None
    with pytest.raises(ValueError, match="is not the id of a segment"):
        show_of(other)


def test_work_that_is_begun_again_has_the_next_id():
    first = WorkflowName("paper", "cs/0112017v1")
    assert (first.id, first.next.id, first.next.next.id) == (
        "paper/cs/0112017v1", "paper/cs/0112017v1~2", "paper/cs/0112017v1~3",
    )  # fmt: skip
    assert workflow_name("paper/cs/0112017v1~3") == first.next.next
    assert find_workflow_name("6f1c9a") is None


def test_the_latest_attempt_counts_and_other_work_does_not():
    work = WorkflowName("show", ShowId("2026-11-20-daily"))
    assert after([], work) == work
    assert (
        after(["show/2026-11-20-daily", "show/2026-11-20-daily+2~7", "segment/2026-11-20-daily/03"], work).attempt == 2
    )
    assert after(["show/2026-11-20-daily~9", "show/2026-11-20-daily~10"], work).attempt == 11


@given(some.text())
def test_no_text_makes_the_grammar_fall_over(text):
    paper_name(text), find_show_of(text), find_workflow_name(text)
    try:
        assert show_name(text).id == text
    except ValueError as exc:
        assert "is not the id of a show" in str(exc)
