"""An update says in a few sentences what changed, each of them traced to one version or the other."""

from __future__ import annotations

import pytest
from some_papers import DAY, some_paper

from radio.model import Paper, Script, Segment, Show, Summary
from shows.claims import grounding
from shows.claims.revision import revision
from shows.scripts.changes import summarise_update, write_update
from shows.shots import shots

ABSTRACT = (
    "We study the sound of rain on tents. The method may improve accuracy by 83 percent over the baseline. "
    "No animals were harmed in it."
)
SEGMENT = Segment(
    id="2611.00001v2-update/00", show="2611.00001v2-update", position=0, kind="update", title="Update", papers=()
)


def version(number: int, abstract: str = ABSTRACT, title: str = "On rain", **changes: object) -> Paper:
    return some_paper(1, id=f"2611.00001v{number}", title=title, abstract=abstract, **changes)


def update(after: Paper, before: Paper | None = None) -> tuple[Summary, Script]:
    before = before or version(1)
    summary = summarise_update(before, after, revision(before, after))
    return summary, grounding.grounded(write_update(SEGMENT, after, summary), summary, after)


def said(after: Paper) -> list[str]:
    return [sentence.text for _, sentence in update(after)[1].sentences]


def test_a_changed_figure_is_said_with_the_words_around_it_and_what_stood_there():
    texts = said(version(2, ABSTRACT.replace("83", "85")))
    assert texts[1:-1] == [
        "Its authors have posted a new version.",
        'The abstract now says "The method may improve accuracy by 85 percent", where it said 83 percent.',
    ]
    assert "On rain" in texts[0]
    assert texts[-1] == "Its number is arXiv:2611.00001, also on screen."


def test_a_sentence_about_a_figure_rests_on_both_versions():
    summary, script = update(version(2, ABSTRACT.replace("83", "85")))
    (sentence,) = (s for _, s in script.sentences if s.claims)
    new, old = (claim for claim in summary.claims if claim.id in sentence.claims)
    assert (new.passage, old.passage) == ("2611.00001v2#abstract", "2611.00001v1#abstract")
    assert (new.quote in ABSTRACT.replace("83", "85"), old.quote in ABSTRACT) == (True, True)
    assert all(sentence.paper == "2611.00001v2" for _, sentence in script.sentences)


def test_new_and_lost_sentences_are_said_in_the_stations_person():
    new = "We find that the effect goes away when the tent is made of heavy cotton."
    assert f"New in the abstract: The authors find{new.removeprefix('We find')}" in said(
        version(2, f"{ABSTRACT} {new}")
    )
    lost = update(version(2), version(1, f"{ABSTRACT} {new}"))[1]
    assert any(s.text.startswith("Gone from the abstract: The authors find") for _, s in lost.sentences)


def test_a_new_title_is_said_beside_the_old_one_and_that_the_abstract_stays():
    texts = said(version(2, title="On hail"))
    assert 'Its title was "On rain", and is now "On hail".' in texts
    assert "The abstract is unchanged." in texts


def test_an_abstract_of_which_little_stands_is_called_new_and_what_went_is_not_listed():
    texts = said(version(2, "Code: https://example.org/rain."))
    assert texts[2:-1] == ["Most of the abstract is new."]


def test_a_change_that_cannot_be_said_is_named_as_one():
    texts = said(version(2, f"{ABSTRACT} Code: https://example.org/rain."))
    assert texts[2:-1] == ["The abstract has changed."]


@pytest.mark.parametrize(
    ("withdrawn", "by"),
    [
        ("This paper has been withdrawn by the authors due to an error.", " by its authors"),
        ("The authors have withdrawn this article, since Lemma 2 is not true.", " by its authors"),
        ("This submission has been withdrawn by arXiv administrators.", ""),
        ("arXiv lists this version as withdrawn.", ""),
    ],
)  # fmt: skip
def test_a_withdrawal_is_a_correction_that_blames_nobody_who_is_not_named(withdrawn, by):
    texts = said(version(2, withdrawn=withdrawn))
    assert f"It has since been withdrawn{by}." in texts
    assert "correct" in texts[0]
    assert not any("new version" in text for text in texts)


def test_a_figure_that_neither_version_has_would_be_cut():
    after = version(2, ABSTRACT.replace("83", "85"))
    summary, _ = update(after)
    forged = summary.claims[0].text.replace("85", "95")
    assert grounding.check(forged, summary.claims)


def test_the_picture_credits_a_version_with_no_words_of_another():
    lost = "We find that the effect goes away when the tent is made of heavy cotton."
    after = version(2, ABSTRACT.replace("83", "85"))
    summary, script = update(after, version(1, f"{ABSTRACT} {lost}", "On hail"))
    show = Show(id=SEGMENT.show, format="paper", title="Update", day=DAY)
    shown = shots(
        script, show, SEGMENT, {after.id: after}, {after.id: summary}, {}, {}, {after.id: True}, "Paper Radio"
    )
    seen = " ".join(" ".join((s.card.heading, s.card.big, *s.card.lines)) for s in shown.values())
    assert "85 percent" in seen
    for gone in ("83", "cotton", "On hail"):
        assert gone not in seen
