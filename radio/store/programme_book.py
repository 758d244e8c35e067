"""Shows and their parts, from the plan to the archived mp3.

Every save may be done twice. A show is on the station's programme once `mark_ready` was called; of its editions, the
highest one that is ready is the current one, and the others are superseded. A retired show keeps its archive alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

import sqlalchemy as sa

from radio.ids import SegmentId, ShowId, ShowName, show_name
from radio.model import Item, Script, Segment, Show, from_json, to_json
from radio.store import schema as t
from radio.store.database import MANY, Database, there

Kept = TypeVar("Kept", Show, Segment, Script)


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyShow:
    """A show that can go on air whole, and its length."""

    show: Show
    seconds: float
    ready_at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Archive:
    """The mp3 of a show."""

    show: Show
    name: str
    """File name in the archive folder."""
    seconds: float
    bytes: int
    made_at: datetime


class ProgrammeBook:
    """What the station has planned, written, voiced and archived."""

    def __init__(self, database: Database, now: Callable[[], datetime]):
        self._database = database
        self._now = now

    # Shows and segments

    def save_show(self, show: Show, segments: Sequence[Segment] = ()) -> None:
        """Saves a show with exactly these segments; one that it had and is not among them goes, with its script."""
        if stranger := next((s for s in segments if s.show != show.id), None):
            raise ValueError(f"segment {stranger.id} belongs to {stranger.show}, not to {show.id}")
        with self._database.write() as connection:
            self._database.upsert(connection, t.shows, _show_row(show))
            others = t.segments.c.id.not_in([s.id for s in segments])
            connection.execute(t.segments.delete().where(t.segments.c.show == show.id, others))
            self._database.upsert(connection, t.segments, *(_segment_row(s) for s in segments))

    def show(self, show: ShowId) -> Show:
        """Raises Missing."""
        return there(self.find_show(show), "show", show)

    def find_show(self, show: ShowId) -> Show | None:
        return self._one(Show, sa.select(t.shows.c.record).where(t.shows.c.id == show))

    def shows(self, format: str | None = None, since: date | None = None, limit: int = MANY) -> list[Show]:
        """Shows that are not retired, ready or not, the latest day first, the highest edition first."""
        query = sa.select(t.shows.c.record).where(*_of_format(format), t.shows.c.retired_at.is_(None))
        if since:
            query = query.where(t.shows.c.day >= since)
        query = query.order_by(t.shows.c.day.desc(), t.shows.c.stem, t.shows.c.edition.desc()).limit(limit)
        return [from_json(Show, record) for (record,) in self._database.rows(query)]

    def segments(self, show: ShowId) -> tuple[Segment, ...]:
        """The show's segments in their order."""
        query = sa.select(t.segments.c.record).where(t.segments.c.show == show).order_by(t.segments.c.position)
        return tuple(from_json(Segment, record) for (record,) in self._database.rows(query))

    def segment(self, segment: SegmentId) -> Segment:
        """Raises Missing."""
        return there(self.find_segment(segment), "segment", segment)

    def find_segment(self, segment: SegmentId) -> Segment | None:
        return self._one(Segment, sa.select(t.segments.c.record).where(t.segments.c.id == segment))

    # Words and sound

    def save_script(self, script: Script) -> None:
        self._database.save(t.scripts, {"segment": script.segment, "record": to_json(script)})

    def script(self, segment: SegmentId) -> Script:
        """The words of a segment. Raises Missing."""
        return there(self.find_script(segment), "script", segment)

    def find_script(self, segment: SegmentId) -> Script | None:
        return self._one(Script, sa.select(t.scripts.c.record).where(t.scripts.c.segment == segment))

    def save_items(self, segment: SegmentId, items: Sequence[Item]) -> None:
        """Replaces all items of a segment."""
        rows = [
            {"segment": segment, "position": n, "sound": i.sound, "picture": i.picture, "record": to_json(i)}
            for n, i in enumerate(items)
        ]
        with self._database.write() as connection:
            self._database.upsert(connection, t.items, *rows)
            beyond = t.items.c.position >= len(rows)
            connection.execute(t.items.delete().where(t.items.c.segment == segment, beyond))

    def items(self, segment: SegmentId) -> tuple[Item, ...]:
        """The segment's items in their order."""
        query = sa.select(t.items.c.record).where(t.items.c.segment == segment).order_by(t.items.c.position)
        return tuple(from_json(Item, record) for (record,) in self._database.rows(query))

    def save_voiced_with(self, segment: SegmentId, signature: str) -> None:
        """The segment is spoken whole, by the voices that the signature names."""
        with self._database.write() as connection:
            connection.execute(t.segments.update().where(t.segments.c.id == segment).values(voiced_with=signature))

    def find_voiced_with(self, segment: SegmentId) -> str | None:
        """The signature of the voices that speak the segment; None until it is spoken whole."""
        return self._database.value(sa.select(t.segments.c.voiced_with).where(t.segments.c.id == segment))

    # Ready shows and editions

    def mark_ready(self, show: ShowId, seconds: float) -> None:
        """The show is whole. The time of the first call stays."""
        first = sa.func.coalesce(t.shows.c.ready_at, sa.bindparam("now", self._now(), t.Utc()))
        with self._database.write() as connection:
            connection.execute(t.shows.update().where(t.shows.c.id == show).values(seconds=seconds, ready_at=first))

    def is_ready(self, show: ShowId) -> bool:
        return self._database.value(sa.select(t.shows.c.ready_at).where(t.shows.c.id == show)) is not None

    def ready_shows(self, format: str | None = None, since: date | None = None, limit: int = MANY) -> list[ReadyShow]:
        """Current editions that are whole, the latest made first."""
        query = sa.select(t.shows.c.record, t.shows.c.seconds, t.shows.c.ready_at)
        query = query.where(*_of_format(format), _is_ready(t.shows), ~_superseded())
        if since:
            query = query.where(t.shows.c.day >= since)
        query = query.order_by(t.shows.c.ready_at.desc(), t.shows.c.id).limit(limit)
        return [
            ReadyShow(show=from_json(Show, record), seconds=seconds, ready_at=at)
            for record, seconds, at in self._database.rows(query)
        ]

    def next_edition_id(self, format: str, day: date) -> ShowId:
        """Id of an edition that does not exist yet: `2026-11-20-daily`, then `2026-11-20-daily+2`."""
        highest = self._database.value(sa.select(sa.func.max(t.shows.c.edition)).where(_is_of(format, day)))
        return ShowName(format=format, day=day, edition=(highest or 0) + 1).id

    def retire(self, show: ShowId) -> None:
        """Takes a show off the programme and drops its words and items; its archive stays."""
        with self._database.write() as connection:
            connection.execute(t.segments.delete().where(t.segments.c.show == show))
            connection.execute(t.shows.update().where(t.shows.c.id == show).values(retired_at=self._now()))

    # The archive

    def save_archive(self, show: ShowId, name: str, seconds: float, bytes: int) -> None:
        """The mp3 is written before."""
        row = {"show": show, "name": name, "seconds": seconds, "bytes": bytes, "made_at": self._now()}
        self._database.save(t.archives, row)

    def remove_archive(self, show: ShowId) -> None:
        """Forgets the mp3, before it is deleted."""
        with self._database.write() as connection:
            connection.execute(t.archives.delete().where(t.archives.c.show == show))

    def find_archive(self, show: ShowId) -> Archive | None:
        return next(iter(self._archives(t.archives.c.show == show, limit=1)), None)

    def archives(self, format: str | None = None, limit: int = 100) -> list[Archive]:
        """Archived shows, the latest made first."""
        return self._archives(*_of_format(format), limit=limit)

    def _archives(self, *conditions: sa.ColumnElement[bool], limit: int) -> list[Archive]:
        columns = (t.archives.c.name, t.archives.c.seconds, t.archives.c.bytes, t.archives.c.made_at)
        query = sa.select(t.shows.c.record, *columns).join_from(t.archives, t.shows).where(*conditions)
        query = query.order_by(t.archives.c.made_at.desc(), t.archives.c.show).limit(limit)
        return [
            Archive(show=from_json(Show, record), name=name, seconds=seconds, bytes=size, made_at=made_at)
            for record, name, seconds, size, made_at in self._database.rows(query)
        ]

    def _one(self, kind: type[Kept], query: sa.Executable) -> Kept | None:
        record = self._database.value(query)
        return from_json(kind, record) if record is not None else None


def _show_row(show: Show) -> dict[str, object]:
    return {
        "id": show.id,
        "stem": show_name(show.id).stem,
        "edition": show.edition,
        "format": show.format,
        "day": show.day,
        "record": to_json(show),
    }


def _segment_row(segment: Segment) -> dict[str, object]:
    return {"id": segment.id, "show": segment.show, "position": segment.position, "record": to_json(segment)}


def _of_format(format: str | None) -> tuple[sa.ColumnElement[bool], ...]:
    return (t.shows.c.format == format,) if format else ()


def _is_of(format: str, day: date) -> sa.ColumnElement[bool]:
    return t.shows.c.stem == ShowName(format=format, day=day).stem


def _is_ready(shows: sa.FromClause) -> sa.ColumnElement[bool]:
    return shows.c.ready_at.is_not(None) & shows.c.retired_at.is_(None)


def _superseded() -> sa.ColumnElement[bool]:
    newer = t.shows.alias("newer")
    same_show = newer.c.stem == t.shows.c.stem
    return sa.exists().where(same_show, newer.c.edition > t.shows.c.edition, _is_ready(newer))
