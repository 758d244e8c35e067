"""The timetable: what falls due when, in the station's time zone. A trigger only enqueues a workflow by its id.

What fell due while the station was off is enqueued once at start.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.interval import IntervalTrigger

from radio.config import Config
from radio.ids import ShowId, ShowName, show_name

Enqueue = Callable[[str, str], Awaitable[object]]
"""Called with a workflow's name and its subject."""

MISFIRE_SECONDS = 3600
LOOK_SECONDS = 20
"""How often the scheduler looks for shows that fell due; a machine that slept finds all of them when it wakes."""
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


@dataclass(frozen=True, slots=True)
class Due:
    """A show that a day of the timetable calls for."""

    show: ShowId
    airs_at: datetime
    made_from: datetime
    """When its making starts."""


def shows_of(config: Config, day: date) -> tuple[Due, ...]:
    """The shows due on a day, with their air times in UTC. An hour that comes twice counts once, its first time."""
    shows = config.shows
    planned = [("daily", shows.daily_at)]
    if WEEKDAYS[day.weekday()] == shows.weekly_day:
        planned.append(("weekly", shows.weekly_at))
    lead = timedelta(minutes=shows.lead_minutes)
    due = []
    for format, at in planned:
        if at is not None:
            airs_at = datetime.combine(day, at, config.zone).astimezone(UTC)
            due.append(Due(ShowName(format=format, day=day).id, airs_at, airs_at - lead))
    return tuple(due)


def airs_at(config: Config, format: str, day: date) -> datetime | None:
    """When the show of that format and day is due, or None where the timetable has none."""
    return next((d.airs_at for d in shows_of(config, day) if show_name(d.show).format == format), None)


def missed(config: Config, last_seen: datetime, now: datetime) -> tuple[Due, ...]:
    """Shows whose making fell due after `last_seen` and up to `now`; of earlier days only yesterday's."""
    today = now.astimezone(config.zone).date()
    days = (today - timedelta(days=1), today, today + timedelta(days=1))
    return tuple(d for day in days for d in shows_of(config, day) if last_seen < d.made_from <= now)


def build(config: Config, enqueue: Enqueue, now: Callable[[], datetime]) -> AsyncIOScheduler:
    """A scheduler, not started, with the polls and the shows."""
    scheduler = AsyncIOScheduler(
        timezone=config.zone, job_defaults={"coalesce": True, "misfire_grace_time": MISFIRE_SECONDS}
    )

    async def poll() -> None:
        await enqueue("poll", now().strftime("%Y-%m-%dT%H:%M"))

    last_look = now()

    async def shows() -> None:
        nonlocal last_look
        this_look = now()
        for due in missed(config, last_look, this_look):
            await enqueue("show", due.show)
        last_look = this_look

    scheduler.add_job(
        poll, IntervalTrigger(minutes=config.arxiv.poll_minutes, timezone=config.zone), id="poll", next_run_time=now()
    )
    scheduler.add_job(shows, IntervalTrigger(seconds=LOOK_SECONDS, timezone=config.zone), id="shows")
    return scheduler
