"""Themes named from the papers' own words."""

from __future__ import annotations

import re

import pytest
from some_papers import real_days, some_papers, summaries_of

from shows.formats.themes import bears, shared_phrases, themes_of

SPEAKABLE = re.compile(r"[A-Za-z][A-Za-z -]*")


def test_papers_on_one_subject_come_under_one_theme():
    papers = some_papers(6)
    themes = themes_of(papers, summaries_of(papers))
    assert {theme.papers for theme in themes} == {tuple(p.id for p in papers[at : at + 2]) for at in (0, 2, 4)}


def test_three_papers_give_three_themes_even_when_they_are_all_alike():
    papers = [p for p in some_papers(60) if p.title == some_papers(1)[0].title][:3]
    names = [theme.name for theme in themes_of(papers, {})]
    assert len(set(names)) == 3


def test_no_papers_give_no_themes_and_one_paper_gives_one():
    assert themes_of([], {}) == ()
    assert len(themes_of(some_papers(1), {})) == 1


def test_no_paper_stands_under_two_themes():
    papers = some_papers(10)
    placed = [paper for theme in themes_of(papers, {}) for paper in theme.papers]
    assert len(placed) == len(set(placed))


def test_the_theme_of_the_best_paper_comes_first():
    papers = some_papers(10)
    assert papers[0].id in themes_of(papers, {})[0].papers


def test_the_same_papers_give_the_same_themes():
    papers = some_papers(10)
    assert themes_of(papers, {}) == themes_of(list(papers), {})


def test_every_paper_under_a_theme_bears_its_name():
    papers = {paper.id: paper for paper in some_papers(10)}
    for theme in themes_of(list(papers.values()), {}):
        assert all(bears(papers[paper], theme.name) for paper in theme.papers)


def test_shared_phrases_have_no_word_of_the_name_and_none_twice():
    shared = shared_phrases("robot manipulation", some_papers(2), {})
    words = [word for phrase in shared for word in phrase.split()]
    assert not {"robot", "manipulation"} & set(words)
    assert len(words) == len(set(words))


@pytest.mark.slow
def test_real_days_have_at_least_three_themes_with_names_that_can_be_said(shared):
    for papers in list(real_days(shared).values()):
        for count in (3, 8, 60):
            themes = themes_of(papers[:count], {})
            assert len(themes) >= min(3, len(papers[:count]))
            assert all(SPEAKABLE.fullmatch(theme.name) and len(theme.name.split()) <= 6 for theme in themes)
