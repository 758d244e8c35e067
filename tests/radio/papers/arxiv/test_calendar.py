"""The days on which arXiv announces."""

from __future__ import annotations

from datetime import UTC, date, datetime

from radio.papers.arxiv.calendar import NEW_YORK, announced_at, announced_day, holidays, is_quiet, last_announced_days

SATURDAY_NOON = datetime(2026, 11, 21, 12, tzinfo=UTC)
CHRISTMAS = datetime(2026, 12, 25, 15, tzinfo=UTC)


def test_weekends_and_holidays_are_quiet():
    assert is_quiet(date(2026, 11, 21))
    assert is_quiet(date(2026, 11, 22))
    assert is_quiet(date(2026, 11, 26))
    assert is_quiet(date(2026, 12, 25))
    assert is_quiet(date(2026, 12, 29))
    assert not is_quiet(date(2026, 11, 20))
    assert not is_quiet(date(2026, 11, 23))


def test_holidays_of_years_to_come_are_computed():
    assert {date(2031, 1, 20), date(2031, 9, 1), date(2031, 11, 27), date(2031, 12, 25)} <= holidays(2031)


def test_a_day_is_announced_at_eight_in_the_evening_before_in_new_york():
    assert announced_at(date(2026, 11, 20)) == datetime(2026, 11, 20, 1, tzinfo=UTC)
    assert announced_at(date(2026, 7, 10)) == datetime(2026, 7, 10, 0, tzinfo=UTC)
    assert announced_at(date(2026, 11, 2)) == datetime(2026, 11, 2, 1, tzinfo=UTC), "the clocks went back that Sunday"


def test_on_a_saturday_the_last_seven_announced_days_end_on_friday():
    days = last_announced_days(SATURDAY_NOON, 7)
    assert [d.day for d in days] == [20, 19, 18, 17, 16, 13, 12]


def test_on_christmas_the_last_announced_day_is_the_day_before():
    days = last_announced_days(CHRISTMAS, 7)
    assert days[0] == date(2026, 12, 24)
    assert days[-1] == date(2026, 12, 16)


def test_a_sunday_evening_already_has_mondays_papers_but_not_its_feed():
    sunday_night = datetime(2026, 11, 23, 2, tzinfo=UTC)
    assert last_announced_days(sunday_night, 1) == (date(2026, 11, 23),)
    assert announced_day(sunday_night.astimezone(NEW_YORK).date()) == date(2026, 11, 20)


def test_a_record_touched_on_a_weekend_counts_to_friday():
    assert announced_day(date(2026, 11, 22)) == date(2026, 11, 20)
