"""What a new version changes is told by figures, sentences and title, and other words for the same are no news."""

from __future__ import annotations

import json
import re

import pytest
from some_papers import some_paper

from radio.model import Box, Claim, Document, Paper, Passage
from shows.claims.revision import revision
from shows.words.latex import plain

ABSTRACT = (
    "We study the sound of rain on tents. The method may improve accuracy by 83 percent over the baseline. "
    "It reaches 41.0 BLEU on 12 tasks, at 2.4x the speed."
)

FIGURE = re.compile(r"(?<![\w.,@/-])(?!(?:19|20)\d\d\b)\d+(?=%| percent| [a-z]{4,})")


def version(number: int, abstract: str = ABSTRACT, title: str = "On rain") -> Paper:
    return some_paper(1, id=f"2611.00001v{number}", title=title, abstract=abstract)


def changed(*replacements: tuple[str, str]) -> list[tuple[str, str]]:
    abstract = ABSTRACT
    for was, now in replacements:
        assert was in abstract
        abstract = abstract.replace(was, now)
    return [(change.was, change.now) for change in revision(version(1), version(2, abstract)).figures]


@pytest.mark.parametrize(
    ("was", "now", "figures"),
    [
        ("83 percent", "85 percent", [("83 percent", "85 percent")]),
        ("83 percent over", "85.5% over", [("83 percent", "85.5 percent")]),
        ("41.0 BLEU", "41.8 BLEU", [("41.0 BLEU", "41.8 BLEU")]),
        ("12 tasks", "1,400 tasks", [("12 tasks", "1,400 tasks")]),
        ("2.4x", "3x", [("2.4x", "3x")]),
        ("the baseline", "the strongest baseline", []),
        ("41.0 BLEU", "41.0 ROUGE", []),
        ("83 percent", "83%", []),
        ("12 tasks", "12 tasks and 3 languages", []),
    ],
)
def test_a_figure_is_changed_where_another_of_its_unit_stands_in_its_place(was, now, figures):
    assert changed((was, now)) == figures


def test_several_figures_of_a_sentence_are_each_told():
    assert changed(("41.0", "41.8"), ("12 tasks", "14 tasks"), ("2.4x", "2.6x")) == [
        ("41.0 BLEU", "41.8 BLEU"),
        ("12 tasks", "14 tasks"),
        ("2.4x", "2.6x"),
    ]


def test_the_quote_of_a_figure_is_an_exact_stretch_that_keeps_its_hedge():
    abstract = ABSTRACT.replace("83", "85")
    (change,) = revision(version(1), version(2, abstract)).figures
    assert change.now_quote == "The method may improve accuracy by 85 percent"
    assert change.now_quote in abstract
    assert change.was_quote in ABSTRACT


def test_years_are_no_results():
    before, after = (
        version(n, f"The survey of {year} counted the owls of the north.") for n, year in ((1, 2019), (2, 2021))
    )
    assert not revision(before, after).figures


def test_added_and_removed_sentences_are_told_apart_from_reworded_ones():
    abstract = (
        ABSTRACT.replace("We study the sound", "Here we study the sound") + " Cats were left out for good reason."
    )
    change = revision(version(1), version(2, abstract))
    assert (change.added, change.removed) == (("Cats were left out for good reason.",), ())
    assert [now for _, now in change.reworded] == ["Here we study the sound of rain on tents."]
    back = revision(version(2, abstract), version(3))
    assert (back.added, back.removed) == ((), ("Cats were left out for good reason.",))


@pytest.mark.parametrize(
    ("title", "abstract"),
    [
        ("On rain", ABSTRACT),
        ("ON RAIN", ABSTRACT.replace("  ", " ") + "\n"),
        ("On rain.", ABSTRACT.replace("We study", "We examine")),
    ],
)
def test_the_same_in_other_words_or_marks_is_no_news(title, abstract):
    assert not revision(version(1), version(2, abstract, title)).is_material


def test_a_new_title_is_news_though_the_abstract_stays():
    change = revision(version(1), version(2, title="On hail"))
    assert change.title == ("On rain", "On hail")
    assert change.is_material
    assert change.keeps_abstract


def test_what_was_told_of_the_body_is_looked_for_in_the_new_text():
    told = Claim(
        id="2611.00001v1#c05",
        kind="result",
        text="The tents stayed dry in 40 of 60 storms that were recorded.",
        quote="The tents stayed dry in 40 of 60 storms that were recorded.",
        passage="2611.00001v1#p9",
    )
    text = "We looked again. The tents stayed dry in 44 of 60 storms that were recorded."
    passage = Passage(id="2611.00001v2#p9", section="Results", text=text, page=1, boxes=(Box(0, 0, 9, 9),))
    document = Document(paper="2611.00001v2", title="On rain", passages=(passage,))
    change = revision(version(1), version(2), (told,), document)
    assert [(f.was, f.now) for f in change.text_figures] == [("40", "44")]
    assert change.is_material
    same = Document(
        paper="2611.00001v2",
        title="On rain",
        passages=(Passage(id="2611.00001v2#p9", section="Results", text=told.quote, page=1, boxes=(Box(0, 0, 9, 9),)),),
    )
    assert not revision(version(1), version(2), (told,), same).is_material


def test_figures_changed_in_real_abstracts_are_found_and_quoted_to_the_letter(shared):
    rows = (shared / "metadata.jsonl").read_text(encoding="utf-8").splitlines()[:600]
    planted = found = 0
    for row in map(json.loads, rows):
        match = FIGURE.search(row["abstract"])
        if not match:
            continue
        planted += 1
        abstract = row["abstract"][: match.start()] + str(int(match[0]) + 3) + row["abstract"][match.end() :]
        changes = revision(version(1, row["abstract"]), version(2, abstract)).figures
        found += len(changes) == 1
        for change in changes:
            assert change.now_quote in " ".join(plain(abstract).split())
            assert change.was_quote in " ".join(plain(row["abstract"]).split())
    assert planted > 100
    assert found >= 0.93 * planted


def test_every_version_of_a_real_abstract_compared_with_itself_is_no_news(shared):
    rows = (shared / "metadata.jsonl").read_text(encoding="utf-8").splitlines()[:400]
    for row in map(json.loads, rows):
        paper = version(1, row["abstract"], row["title"])
        assert not revision(paper, version(2, row["abstract"], row["title"])).is_material
