"""The weekly: this week against the last, in numbers that can be counted again."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from some_papers import DAY, some_paper, some_papers, summaries_of

from radio.ids import ShowName
from radio.model import HOSTS, STATION
from shows.formats import Material, Window
from shows.formats.comparison import compared
from shows.formats.weekly import WEEKLY
from shows.scripts.dialogue import seconds_of

AIRS_AT = datetime(2026, 11, 22, 12, tzinfo=UTC)
SUNDAY = date(2026, 11, 22)


def week(*papers) -> Window:
    return Window(papers=papers, summaries=summaries_of(list(papers)))


def texts(this: Window, last: Window | None, themes=()) -> list[str]:
    return [line.text for line in compared(this, last, themes)]


@pytest.mark.parametrize("count", [0, 1, 3, 10])
def test_a_weekly_lasts_a_quarter_of_an_hour_at_least(count):
    name = ShowName(format="weekly", day=SUNDAY)
    this = week(*some_papers(count))
    material = Material(name=name, day=SUNDAY, airs_at=AIRS_AT, station=STATION, hosts=HOSTS, window=this)
    plan = WEEKLY.plan(material)
    segments, scripts = plan.segments, [WEEKLY.write(segment, plan, material) for segment in plan.segments]
    assert 15 * 60 <= sum(map(seconds_of, scripts)) <= 30 * 60
    assert [segments[0].kind, segments[1].kind, segments[-1].kind] == ["opening", "comparison", "close"]


def test_the_weeks_are_compared_by_their_counts():
    this, last = week(*some_papers(6)), week(*some_papers(4))
    said = texts(this, last)
    assert said[0] == "First, the week in numbers: the station heard of six papers."
    assert said[1] == "The week before, it was four: 50 percent more this week."


def test_what_grew_and_what_fell_most_is_named_with_both_counts():
    robots = [some_paper(n * 10) for n in range(5)]
    language = [some_paper(2 + n * 10) for n in range(4)]
    said = texts(week(*robots, *language[:1]), week(*robots[:2], *language))
    assert "What grew most was robotics, from two to five." in said
    assert "What fell most was language and computation, from four to one." in said


def test_a_theme_is_counted_in_both_weeks():
    said = texts(week(some_paper(4), some_paper(5)), week(some_paper(4)), ["diffusion models"])
    assert "On diffusion models, we count two papers, up from one." in said


def test_without_a_last_week_it_says_so_and_compares_nothing():
    said = " ".join(texts(week(*some_papers(6)), None, ["diffusion models"]))
    assert "no week before it" in said
    assert "grew" not in said
    assert "percent" not in said


def test_an_empty_week_is_reported_as_one():
    assert texts(week(), None)[0] == "First, the week in numbers: the station heard of no papers."


def test_a_week_with_fewer_days_of_papers_is_excused():
    this = week(*(replace(paper, announced=DAY - timedelta(days=n % 2)) for n, paper in enumerate(some_papers(6))))
    last = week(*(replace(paper, announced=DAY - timedelta(days=7 + n % 5)) for n, paper in enumerate(some_papers(6))))
    assert "Mind that this week had two days with new papers, and the last one five days." in texts(this, last)
