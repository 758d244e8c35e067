"""The days on which arXiv announces papers (pure).

A day here is the date that arXiv's feed bears. It is announced at 20:00 in New York on the evening before, and its feed
is made at midnight. There is none on Saturdays, Sundays and holidays.

This is an expectation and not the truth: a paper of a day that was wrongly left out counts to the day before.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

NEW_YORK = ZoneInfo("America/New_York")
ANNOUNCED_AT = time(20, 0)
"""In New York, on the evening before the day."""
DEFERRED = frozenset({date(2026, 12, 29), date(2026, 12, 31)})
"""Days that arXiv named beside the yearly holidays."""
MONDAY, THURSDAY, SATURDAY = 0, 3, 5


def holidays(year: int) -> frozenset[date]:
    """The days of a year without an announcement, beside weekends."""
    yearly = {
        date(year, 1, 1),
        _nth(year, 1, MONDAY, 3),
        date(year, 6, 19),
        date(year, 7, 4),
        _nth(year, 9, MONDAY, 1),
        _nth(year, 11, THURSDAY, 4),
        date(year, 12, 25),
    }
    return frozenset(yearly | {day for day in DEFERRED if day.year == year})


def is_quiet(day: date) -> bool:
    """Whether nothing is announced on this day."""
    return day.weekday() >= SATURDAY or day in holidays(day.year)


def announced_at(day: date) -> datetime:
    """When the papers of a day become public."""
    return datetime.combine(day - timedelta(days=1), ANNOUNCED_AT, NEW_YORK)


def announced_day(day: date) -> date:
    """The day itself, or the last one before it that was announced."""
    return next(_back_from(day))


def last_announced_days(now: datetime, n: int) -> tuple[date, ...]:
    """The last `n` days whose papers are public, newest first."""
    tomorrow = now.astimezone(NEW_YORK).date() + timedelta(days=1)
    public = (day for day in _back_from(tomorrow) if announced_at(day) <= now)
    return tuple(next(public) for _ in range(n))


def _back_from(day: date) -> Iterator[date]:
    while True:
        if not is_quiet(day):
            yield day
        day -= timedelta(days=1)


def _nth(year: int, month: int, weekday: int, n: int) -> date:
    """The n-th such weekday of a month."""
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % 7 + 7 * (n - 1))
