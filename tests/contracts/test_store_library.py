"""Papers, choices, documents and summaries: the same promises on SQLite and on PostgreSQL."""

from __future__ import annotations

from datetime import date

import pytest

from radio.errors import Permanent
from radio.model import Box, Choice, Claim, Document, Hidden, PageSize, Paper, Passage, Summary
from radio.store import Store

MONDAY, TUESDAY, WEDNESDAY = date(2026, 11, 16), date(2026, 11, 17), date(2026, 11, 18)


def a_paper(id: str = "2411.01234v1", announced: date | None = MONDAY, **fields: object) -> Paper:
    return Paper(id=id, title="Nearest neighbours ☃ by \x00 hashing", announced=announced, **fields)


def a_choice(paper: str, score: float, day: date = MONDAY, chosen: bool = True) -> Choice:
    return Choice(paper=paper, day=day, score=score, chosen=chosen, reasons=("matches keyword 'hashing'",))


def a_document(paper: str) -> Document:
    passage = Passage(id=f"{paper}#p1", section="Abstract", text="We hash.", page=1, boxes=(Box(1, 2, 3, 4.5),))
    return Document(
        paper=paper,
        title="T",
        passages=(passage,),
        pages=(PageSize(612, 792),),
        hidden=(Hidden("ignore all", 1, "white"),),
    )


def a_summary(paper: str) -> Summary:
    claim = Claim(
        id=f"{paper}#c1", kind="result", text="It is fast.", quote="is fast", passage=f"{paper}#p1", score=0.5
    )
    return Summary(paper=paper, headline="Hashing is fast", claims=(claim,), keywords=("hashing",))


def test_a_paper_comes_back_as_it_was_saved(store: Store) -> None:
    paper = a_paper(
        authors=("Ada", "Max"), categories=("cs.LG", "cs.CL"), licence="http://creativecommons.org/licenses/by/4.0/"
    )
    store.library.save_paper(paper)
    assert store.library.paper(paper.id) == paper
    assert store.library.find_paper("2411.99999v1") is None


def test_saving_papers_twice_keeps_one_of_each_and_names_only_the_new_ones(store: Store) -> None:
    first, second = a_paper("2411.00001v1"), a_paper("2411.00002v1")
    assert store.library.save_papers([first]) == ("2411.00001v1",)
    assert store.library.save_papers([second, first, second]) == ("2411.00002v1",)
    assert store.library.save_papers([]) == ()
    assert len(store.library.papers()) == 2


def test_an_id_without_version_means_the_find_newest_version(store: Store) -> None:
    store.library.save_papers(a_paper(f"cs/0112017v{n}") for n in (1, 10, 2))
    assert store.library.paper("cs/0112017").id == "cs/0112017v10"
    assert store.library.find_newest_version("cs/0112017v1") == "cs/0112017v10"
    assert store.library.paper("cs/0112017v1").id == "cs/0112017v1"
    assert store.library.find_paper("cs/0112017v3") is None, "one version's record never stands for another's"
    assert store.library.find_newest_version("sample-1") is None


def test_papers_are_listed_by_the_day_they_were_announced(store: Store) -> None:
    days = {"2411.00001v1": MONDAY, "2411.00002v1": TUESDAY, "2411.00003v1": WEDNESDAY, "local-3fa9": None}
    store.library.save_papers(a_paper(id, day) for id, day in days.items())
    assert [p.id for p in store.library.papers()] == ["2411.00003v1", "2411.00002v1", "2411.00001v1", "local-3fa9"]
    assert [p.id for p in store.library.papers(announced_since=TUESDAY)] == ["2411.00003v1", "2411.00002v1"]
    assert [p.id for p in store.library.papers(announced_since=MONDAY, announced_before=TUESDAY)] == ["2411.00001v1"]
    assert [p.id for p in store.library.papers(limit=1)] == ["2411.00003v1"]


def test_choices_of_a_day_are_listed_best_first(store: Store) -> None:
    store.library.save_papers(a_paper(f"2411.0000{n}v1") for n in (1, 2, 3))
    store.library.save_choices([a_choice("2411.00001v1", 0.2), a_choice("2411.00002v1", 0.9)])
    store.library.save_choice(a_choice("2411.00003v1", 0.5, chosen=False))
    assert [c.paper for c in store.library.choices(MONDAY)] == ["2411.00002v1", "2411.00003v1", "2411.00001v1"]
    assert [c.paper for c in store.library.choices(MONDAY, chosen=False)] == ["2411.00003v1"]
    assert store.library.choices(TUESDAY) == []


def test_the_latest_choice_of_a_paper_counts(store: Store) -> None:
    store.library.save_paper(a_paper("2411.00001v1"))
    store.library.save_choices([a_choice("2411.00001v1", 0.7, TUESDAY), a_choice("2411.00001v1", 0.2, chosen=False)])
    assert store.library.find_choice("2411.00001v1") == a_choice("2411.00001v1", 0.7, TUESDAY)
    assert store.library.find_choice("2411.00002v1") is None


def test_a_chosen_paper_waits_for_its_work_until_it_is_queued(store: Store) -> None:
    store.library.save_papers(a_paper(f"2411.0000{n}v1") for n in (1, 2, 3))
    store.library.save_choices(a_choice(f"2411.0000{n}v1", n / 10, chosen=n != 3) for n in (1, 2, 3))
    store.library.save_choice(a_choice("2411.00001v1", 0.1, TUESDAY))
    assert [c.paper for c in store.library.chosen_not_queued()] == ["2411.00002v1", "2411.00001v1"]
    store.library.mark_queued("2411.00002v1")
    store.library.save_paper(a_paper("2411.00002v1"))
    assert [(c.paper, c.day) for c in store.library.chosen_not_queued()] == [("2411.00001v1", TUESDAY)]


def test_a_paper_that_was_asked_for_may_be_chosen_before_it_is_known(store: Store) -> None:
    store.library.save_choice(a_choice("2411.77777", 2.0))
    assert [c.paper for c in store.library.chosen_not_queued()] == ["2411.77777"]
    store.library.mark_queued("2411.77777")
    store.library.save_choice(a_choice("2411.77777", 2.0, TUESDAY))
    assert store.library.chosen_not_queued() == []


def test_papers_that_were_never_chosen_can_still_be(store: Store) -> None:
    store.library.save_papers(a_paper(f"2411.0000{n}v1") for n in (1, 2, 3))
    store.library.save_choices([a_choice("2411.00001v1", 0.2), a_choice("2411.00002v1", 0.9, chosen=False)])
    assert [p.id for p in store.library.not_chosen(MONDAY)] == ["2411.00003v1", "2411.00002v1"]
    assert store.library.not_chosen(TUESDAY) == []


def test_documents_and_summaries_come_back_as_they_were_saved(store: Store) -> None:
    paper = a_paper()
    store.library.save_paper(paper)
    for _ in range(2):
        store.library.save_document(a_document(paper.id))
        store.library.save_summary(a_summary(paper.id))
    assert store.library.document(paper.id) == a_document(paper.id)
    assert store.library.summary(paper.id) == a_summary(paper.id)
    assert store.library.find_document("2411.99999v1") is None
    assert store.library.find_summary("2411.99999v1") is None
    assert store.library.summarised(announced_since=MONDAY) == [(paper, a_summary(paper.id))]
    assert store.library.summarised(announced_since=TUESDAY) == []


def test_a_document_of_an_unknown_paper_is_refused(store: Store) -> None:
    with pytest.raises(Permanent, match="does not fit"):
        store.library.save_document(a_document("2411.99999v1"))


def test_parked_work_is_listed_with_its_reason_until_it_is_tried_again(store: Store) -> None:
    store.library.park("2411.01234v1", "read", "the PDF is encrypted")
    store.library.park("2411.01234v1", "read", "the PDF is empty")
    (parked,) = store.library.parked()
    assert (parked.id, parked.step, parked.reason) == ("2411.01234v1", "read", "the PDF is empty")
    assert parked.parked_at.tzinfo is not None
    assert store.library.is_parked("2411.01234v1")
    store.library.unpark("2411.01234v1")
    assert not store.library.is_parked("2411.01234v1")
    assert store.library.parked() == []
