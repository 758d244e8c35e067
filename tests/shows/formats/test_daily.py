"""The daily, from the day's papers to its last word."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from some_papers import DAY, real_days, some_paper, some_papers, summaries_of

from radio.ids import ShowName
from radio.model import HOSTS, STATION
from shows.formats import Material, Window
from shows.formats.daily import DAILY
from shows.scripts.dialogue import seconds_of

AIRS_AT = datetime(2026, 11, 20, 18, tzinfo=UTC)
LEAST_SECONDS = 8 * 60


def made(papers, **changes):
    """The plan of a daily and its scripts."""
    material = material_of(papers, summaries_of(papers), **changes)
    plan = DAILY.plan(material)
    return plan.show, plan.segments, [DAILY.write(segment, plan, material) for segment in plan.segments]


def material_of(papers, summaries, edition=1) -> Material:
    name = ShowName(format="daily", day=DAY, edition=edition)
    window = Window(papers=tuple(papers), summaries=summaries)
    return Material(name=name, day=DAY, airs_at=AIRS_AT, station=STATION, hosts=HOSTS, window=window)


def texts(scripts) -> list[str]:
    return [sentence.text for script in scripts for _, sentence in script.sentences]


@pytest.mark.parametrize("count", [0, 1, 2, 3, 5, 10])
def test_a_daily_lasts_eight_minutes_at_least_whatever_the_day_brought(count):
    _, _, scripts = made(some_papers(count))
    assert LEAST_SECONDS <= sum(map(seconds_of, scripts)) <= 2 * LEAST_SECONDS


def test_a_daily_has_three_themes_where_there_are_three_papers_and_names_them_in_its_opening():
    for count in (3, 6, 10):
        show, segments, scripts = made(some_papers(count))
        assert len(show.themes) >= 3
        opening = " ".join(texts(scripts[:1]))
        assert all(theme in opening for theme in show.themes)
        assert [s.theme for s in segments if s.kind == "theme" and s.theme in show.themes] == list(show.themes)


def test_a_daily_opens_with_its_date_and_says_that_its_voices_are_synthetic():
    _, segments, scripts = made(some_papers(6))
    assert (segments[0].kind, segments[-1].kind) == ("opening", "close")
    opening = " ".join(texts(scripts[:1]))
    assert "Friday, the twentieth of November" in opening
    assert "synthetic" in opening


def test_every_paper_is_told_once_and_named_again_in_the_close():
    papers = some_papers(6)
    _, segments, scripts = made(papers)
    told = [segment.papers[0] for segment in segments if segment.kind in ("story", "brief")]
    assert sorted(told) == sorted(paper.id for paper in papers)
    close = " ".join(texts(scripts[-1:]))
    assert all(paper.title in close for paper in papers)


def test_a_thin_day_says_why_it_explains_something():
    _, segments, scripts = made(some_papers(1))
    primers = [segment for segment in segments if segment.kind == "primer"]
    assert primers
    assert "Beside the papers, we explain" in " ".join(texts(scripts[:1]))


def test_a_day_without_papers_says_so():
    show, _, scripts = made([])
    assert show.themes == ()
    assert "There are no new papers to read today." in texts(scripts)


def test_sentence_ids_name_their_segment_and_none_comes_twice():
    _, segments, scripts = made(some_papers(6))
    ids = [sentence.id for script in scripts for _, sentence in script.sentences]
    assert len(ids) == len(set(ids))
    assert all(
        sentence.id.startswith(f"{segment.id}/")
        for segment, script in zip(segments, scripts, strict=True)
        for _, sentence in script.sentences
    )


def test_a_second_edition_has_an_id_of_its_own_and_the_same_words():
    papers = some_papers(6)
    first, again = made(papers), made(papers, edition=2)
    assert (first[0].id, again[0].id) == ("2026-11-20-daily", "2026-11-20-daily+2")
    assert texts(first[2]) == texts(again[2])


def test_papers_without_a_summary_are_left_out():
    papers = some_papers(4)
    plan = DAILY.plan(material_of(papers, summaries_of(papers[:3])))
    assert papers[3].id not in {paper for segment in plan.segments for paper in segment.papers}


def test_sample_papers_are_called_samples():
    _, _, scripts = made([some_paper(n, announce="sample") for n in range(3)])
    opening = " ".join(texts(scripts[:1]))
    assert "samples" in opening
    assert "preprint" not in opening


def test_dailies_of_real_days_have_three_themes_and_no_sentence_twice(shared):
    for papers in list(real_days(shared).values())[:5]:
        show, _, scripts = made(papers[:40])
        assert len(show.themes) >= 3
        said = [text for text in texts(scripts) if len(text.split()) > 8]
        assert len(said) - len(set(said)) <= 1
        assert sum(map(seconds_of, scripts)) >= LEAST_SECONDS
