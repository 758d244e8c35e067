"""Which show plays next. Pure: programme, rundowns, the as-run log and the time go in, a choice comes out."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from radio.ids import ShowId
from radio.model import HOUSE_RATE, Rundown, Slot
from workers.air.asrun import Heard
from workers.air.sources import SourceName

LATEST = timedelta(hours=2)
"""A show later than this has missed its time."""

OVERRUN = timedelta(seconds=30)
RESUME_WITHIN = timedelta(minutes=10)
"""After a longer silence the station begins anew."""

PATIENCE = timedelta(seconds=90)
"""A due show waits this long for a fresh segment to end."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """A show that could play now."""

    show: ShowId
    source: SourceName
    start: int = 0
    """Index of the first item to play."""
    seconds: float
    """Length from there on."""
    ready: bool
    """Enough of it is recorded to begin."""
    fresh: bool
    """Some of it has never been heard."""
    airs_at: datetime | None = None
    heard: datetime | None = None

    def is_due(self, now: datetime) -> bool:
        return self.fresh and self.airs_at is not None and self.airs_at <= now <= self.airs_at + LATEST


def candidates(
    slots: Sequence[Slot], rundowns: Mapping[ShowId, Rundown], heard: Heard, runway_seconds: float
) -> list[Candidate]:
    """The programme's shows that are on the shelf, without the idents."""
    found = []
    for slot in slots:
        rundown = rundowns.get(slot.show)
        if rundown and rundown.items and rundown.format != "ident":
            found.append(_candidate(slot, rundown, heard, runway_seconds))
    return found


def _candidate(slot: Slot, rundown: Rundown, heard: Heard, runway_seconds: float) -> Candidate:
    known = heard.items.get(slot.show, set())
    start = max((i + 1 for i, item in enumerate(rundown.items) if item.id in known), default=0)
    given_up = slot.show in heard.given_up
    fresh = slot.source == "rundown" and not given_up and (start < len(rundown.items) or not rundown.complete)
    start = start if fresh else 0
    frames = sum(item.frames + item.pause_frames for item in rundown.items[start:])
    seconds = frames / HOUSE_RATE
    return Candidate(
        show=slot.show,
        source=slot.source if fresh or slot.source != "rundown" else "repeat",
        start=start,
        seconds=seconds,
        ready=seconds > 0 and (rundown.complete or seconds >= runway_seconds),
        fresh=fresh,
        airs_at=slot.airs_at or rundown.airs_at,
        heard=heard.shows.get(slot.show),
    )


def next_show(
    shows: Iterable[Candidate], now: datetime, repeat_after: timedelta, last: ShowId | None = None
) -> Candidate | None:
    """The show to play now, or None when only the bed is left. `last` is what just played: never twice in a row."""
    shows = [c for c in shows if c.ready]
    return due_show(shows, now) or _fresh(shows, now) or _heard_longest_ago(shows, now, repeat_after, last)


def due_show(shows: Iterable[Candidate], now: datetime) -> Candidate | None:
    """The show whose air time has come; of several the one that was due first."""
    waiting = [c for c in shows if c.ready and c.is_due(now)]
    return min(waiting, key=lambda c: c.airs_at or now, default=None)


def _fresh(shows: Sequence[Candidate], now: datetime) -> Candidate | None:
    coming = min((c.airs_at for c in shows if c.fresh and c.airs_at and c.airs_at > now), default=None)
    for c in shows:
        ends = now + timedelta(seconds=c.seconds)
        if c.fresh and c.airs_at is None and (coming is None or ends <= coming + OVERRUN):
            return c
    return None


def _heard_longest_ago(
    shows: Sequence[Candidate], now: datetime, repeat_after: timedelta, last: ShowId | None
) -> Candidate | None:
    old = [c for c in shows if not c.fresh or (c.airs_at and now > c.airs_at + LATEST)]
    rested = [c for c in old if c.heard is None or now - c.heard >= repeat_after]
    repeats = [c for c in rested if c.source != "evergreen"]
    others = [c for c in old if c.show != last]
    pool = repeats or rested or others or old
    return min(pool, key=lambda c: c.heard.timestamp() if c.heard else 0.0, default=None)


def breaks_in(due: Candidate, playing: SourceName, now: datetime) -> bool:
    """Whether a due show ends what plays at its next sentence, instead of waiting for its end."""
    return playing != "rundown" or now - (due.airs_at or now) > PATIENCE


def whole(rundown: Rundown) -> Candidate:
    """The show from its beginning, because somebody asked for it."""
    return Candidate(show=rundown.show, source="repeat", seconds=rundown.seconds, ready=True, fresh=False)


def resumed(slots: Sequence[Slot], rundowns: Mapping[ShowId, Rundown], heard: Heard, now: datetime) -> Candidate | None:
    """After a restart: the show that was on air, from its next sentence on."""
    rundown = rundowns.get(heard.last_show) if heard.last_show else None
    if rundown is None or heard.last_at is None or now - heard.last_at > RESUME_WITHIN or rundown.format == "ident":
        return None
    start = next((i + 1 for i, item in enumerate(rundown.items) if item.id == heard.last_item), 0)
    if not 0 < start < len(rundown.items):
        return None
    again = whole(rundown)
    source = next((s.source for s in slots if s.show == rundown.show), again.source)
    return replace(again, source=source, start=start)


def next_ident(slots: Sequence[Slot], rundowns: Mapping[ShowId, Rundown], heard: Heard) -> Rundown | None:
    """The ident that was heard longest ago."""
    known = (rundowns.get(slot.show) for slot in slots)
    idents = [r for r in known if r and r.format == "ident" and r.complete]
    return min(idents, key=lambda r: heard.shows[r.show].timestamp() if r.show in heard.shows else 0.0, default=None)
