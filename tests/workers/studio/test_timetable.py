"""When shows fall due: in the station's zone, over both changes of the clocks, once each."""

from __future__ import annotations

import asyncio
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from radio.config import Config, ShowsConfig, StationConfig
from workers.studio.timetable import airs_at, build, missed, shows_of

FRIDAY, SUNDAY = date(2026, 11, 20), date(2026, 11, 22)


def timetable(zone: str = "UTC", **shows: object) -> Config:
    return Config(station=StationConfig(timezone=zone), shows=ShowsConfig(**shows))


def utc(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "day", "airs"),
    [
        ("Europe/Helsinki", date(2026, 3, 28), "2026-03-28T16:00"),
        ("Europe/Helsinki", date(2026, 3, 29), "2026-03-29T15:00"),
        ("Europe/Helsinki", date(2026, 10, 24), "2026-10-24T15:00"),
        ("Europe/Helsinki", date(2026, 10, 25), "2026-10-25T16:00"),
        ("America/New_York", date(2026, 3, 7), "2026-03-07T23:00"),
        ("America/New_York", date(2026, 3, 8), "2026-03-08T22:00"),
        ("America/New_York", date(2026, 10, 31), "2026-10-31T22:00"),
        ("America/New_York", date(2026, 11, 1), "2026-11-01T23:00"),
    ],
)
def test_six_in_the_evening_stays_six_in_the_evening_when_the_clocks_change(zone, day, airs):
    assert airs_at(timetable(zone, daily_at=time(18)), "daily", day) == utc(airs)


@pytest.mark.parametrize(
    ("zone", "at", "day", "first_time"),
    [
        ("Europe/Helsinki", time(3, 30), date(2026, 10, 25), "2026-10-25T00:30"),
        ("America/New_York", time(1, 30), date(2026, 11, 1), "2026-11-01T05:30"),
    ],
)
def test_an_hour_that_comes_twice_airs_its_show_once_at_its_first_time(zone, at, day, first_time):
    config = timetable(zone, daily_at=at, weekly_at=False)
    assert [due.airs_at for due in shows_of(config, day)] == [utc(first_time)]


@pytest.mark.parametrize(
    ("zone", "at", "day"),
    [("Europe/Helsinki", time(3, 30), date(2026, 3, 29)), ("America/New_York", time(2, 30), date(2026, 3, 8))],
)
def test_an_hour_that_does_not_come_airs_its_show_all_the_same_within_the_hour(zone, at, day):
    (due,) = shows_of(timetable(zone, daily_at=at, weekly_at=False), day)
    local = due.airs_at.astimezone(ZoneInfo(zone))
    assert local.date() == day
    assert abs(local.replace(tzinfo=None) - datetime.combine(day, at)) <= timedelta(hours=1)


def test_a_show_is_made_so_long_before_it_airs():
    (due,) = shows_of(timetable(daily_at=time(18), lead_minutes=90), FRIDAY)
    assert (due.show, due.made_from) == ("2026-11-20-daily", utc("2026-11-20T16:30"))


def test_the_weekly_is_due_on_its_day_alone():
    config = timetable(weekly_at=time(12), weekly_day="sun")
    assert [due.show for due in shows_of(config, SUNDAY)] == ["2026-11-22-daily", "2026-11-22-weekly"]
    assert [due.show for due in shows_of(config, FRIDAY)] == ["2026-11-20-daily"]
    assert airs_at(config, "weekly", FRIDAY) is None


def test_a_show_that_is_turned_off_is_never_due():
    config = timetable(daily_at=False, weekly_at=False)
    assert shows_of(config, SUNDAY) == ()
    assert missed(config, utc("2026-11-20T00:00"), utc("2026-11-23T00:00")) == ()


def test_what_fell_due_while_the_station_was_off_is_found_exactly_once():
    config = timetable(daily_at=time(18), weekly_at=False)
    looks = [utc("2026-11-20T00:00") + timedelta(minutes=37 * n) for n in range(120)]
    found = [due.show for last, now in pairwise(looks) for due in missed(config, last, now)]
    assert found == ["2026-11-20-daily", "2026-11-21-daily", "2026-11-22-daily"]


def test_nothing_is_missed_by_a_station_that_was_on():
    config = timetable(daily_at=time(18))
    assert missed(config, utc("2026-11-20T17:00"), utc("2026-11-20T17:00")) == ()
    assert missed(config, utc("2026-11-20T17:00"), utc("2026-11-20T23:00")) == ()


def test_after_weeks_off_only_the_last_two_days_are_made_up_for():
    config = timetable(daily_at=time(18), weekly_at=False)
    found = missed(config, utc("2026-10-01T00:00"), utc("2026-11-20T20:00"))
    assert [due.show for due in found] == ["2026-11-19-daily", "2026-11-20-daily"]


async def enqueued_over(config: Config, looks: list[datetime]) -> list[tuple[datetime, str]]:
    """The shows that the scheduler's look finds at each of these instants."""
    clock, seen = [looks[0]], []

    async def enqueue(_name: str, subject: str) -> None:
        seen.append((clock[0], subject))

    look = build(config, enqueue, lambda: clock[0]).get_job("shows").func
    for clock[0] in looks:
        await look()
    return seen


def every(minutes: int, first: str, days: int) -> list[datetime]:
    return [utc(first) + timedelta(minutes=minutes * n) for n in range(days * 1440 // minutes)]


@pytest.mark.parametrize("zone", ["Europe/Helsinki", "America/New_York"])
@pytest.mark.parametrize("at", [time(0, 30), time(1, 30), time(3, 30), time(18), time(23, 45)])
@pytest.mark.parametrize("first", ["2026-03-01T12:00", "2026-10-20T12:00"])
async def test_every_day_gets_its_daily_once_and_in_time_over_the_changes_of_the_clocks(zone, at, first):
    config = timetable(zone, daily_at=at, weekly_at=False)
    found = await enqueued_over(config, every(10, first, days=31))
    days = [date.fromisoformat(first[:10]) + timedelta(days=n) for n in range(2, 30)]
    assert [sum(show == f"{day}-daily" for _, show in found) for day in days] == [1] * len(days)
    assert all(when <= airs_at(config, "daily", date.fromisoformat(show[:10])) for when, show in found)


async def test_a_machine_that_slept_through_the_hour_makes_that_days_show_when_it_wakes():
    config = timetable(daily_at=time(23, 30), weekly_at=False)
    found = await enqueued_over(config, [utc("2026-11-20T22:00"), utc("2026-11-20T23:20")])
    assert [show for _, show in found] == ["2026-11-20-daily"]
    found = await enqueued_over(config, [utc("2026-11-20T22:00"), utc("2026-11-21T09:00")])
    assert [show for _, show in found] == ["2026-11-20-daily"]


@pytest.mark.parametrize("at", [time(0, 30), time(12)])
async def test_the_weekly_is_made_for_its_own_day_even_from_the_evening_before(at):
    config = timetable("Europe/Helsinki", daily_at=False, weekly_at=at, weekly_day="sun")
    found = await enqueued_over(config, every(30, "2026-11-02T12:00", days=28))
    assert [show for _, show in found] == [f"2026-11-{day:02d}-weekly" for day in (8, 15, 22, 29)]


async def test_a_show_that_could_not_be_enqueued_is_found_again_by_the_next_look():
    refusals, enqueued = [OSError("the store is away")], []

    async def enqueue(_name: str, subject: str) -> None:
        if refusals:
            raise refusals.pop()
        enqueued.append(subject)

    clock = [utc("2026-11-20T16:59")]
    look = build(timetable(daily_at=time(18)), enqueue, lambda: clock[0]).get_job("shows").func
    clock[0] = utc("2026-11-20T17:01")
    with pytest.raises(OSError, match="away"):
        await look()
    await look()
    assert enqueued == ["2026-11-20-daily"]


async def test_a_started_timetable_polls_at_once():
    polled = asyncio.Event()

    async def enqueue(name: str, subject: str) -> None:
        assert name == "poll"
        polled.set()

    scheduler = build(timetable(), enqueue, lambda: datetime.now(UTC))
    scheduler.start()
    try:
        await asyncio.wait_for(polled.wait(), 5)
    finally:
        scheduler.shutdown(wait=False)
