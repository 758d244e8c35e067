"""The tables: an id, the columns that are asked for, and the record itself as JSON.

Migrations make them; this is how queries name them. Times are text in UTC of one width, so that they sort as text.
"""

from __future__ import annotations

from datetime import UTC, datetime

import sqlalchemy as sa


class Utc(sa.types.TypeDecorator[datetime]):
    """An aware datetime as ISO text in UTC, with microseconds."""

    impl = sa.Text
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: sa.Dialect) -> str | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"{value} has no time zone; times in the store are aware")
        return value.astimezone(UTC).isoformat(timespec="microseconds")

    def process_result_value(self, value: str | None, dialect: sa.Dialect) -> datetime | None:
        return None if value is None else datetime.fromisoformat(value)


metadata = sa.MetaData()


def _paper_key() -> sa.Column[str]:
    return sa.Column("paper", sa.Text, sa.ForeignKey("papers.id"), primary_key=True)


def _show_key(*, primary_key: bool = False) -> sa.Column[str]:
    reference = sa.ForeignKey("shows.id", ondelete="CASCADE")
    return sa.Column("show", sa.Text, reference, primary_key=primary_key, nullable=False)


def _segment_key() -> sa.Column[str]:
    return sa.Column("segment", sa.Text, sa.ForeignKey("segments.id", ondelete="CASCADE"), primary_key=True)


papers = sa.Table(
    "papers",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("stem", sa.Text, nullable=False),
    sa.Column("version", sa.Integer, nullable=False),
    sa.Column("announced", sa.Date),
    sa.Column("withdrawn", sa.Boolean, nullable=False),
    sa.Column("pdf", sa.Text),
    sa.Column("released_at", Utc),
    sa.Column("record", sa.Text, nullable=False),
)

choices = sa.Table(
    "choices",
    metadata,
    sa.Column("paper", sa.Text, primary_key=True),
    sa.Column("day", sa.Date, primary_key=True),
    sa.Column("chosen", sa.Boolean, nullable=False),
    sa.Column("score", sa.Double, nullable=False),
    sa.Column("queued_at", Utc),
    sa.Column("record", sa.Text, nullable=False),
)

documents = sa.Table(
    "documents",
    metadata,
    _paper_key(),
    sa.Column("packed", sa.LargeBinary, nullable=False),
)

summaries = sa.Table(
    "summaries",
    metadata,
    _paper_key(),
    sa.Column("record", sa.Text, nullable=False),
)

shows = sa.Table(
    "shows",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("stem", sa.Text, nullable=False),
    sa.Column("edition", sa.Integer, nullable=False),
    sa.Column("format", sa.Text, nullable=False),
    sa.Column("day", sa.Date, nullable=False),
    sa.Column("record", sa.Text, nullable=False),
    sa.Column("seconds", sa.Double),
    sa.Column("ready_at", Utc),
    sa.Column("retired_at", Utc),
)

segments = sa.Table(
    "segments",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    _show_key(),
    sa.Column("position", sa.Integer, nullable=False),
    sa.Column("voiced_with", sa.Text),
    sa.Column("record", sa.Text, nullable=False),
)

scripts = sa.Table(
    "scripts",
    metadata,
    _segment_key(),
    sa.Column("record", sa.Text, nullable=False),
)

items = sa.Table(
    "items",
    metadata,
    _segment_key(),
    sa.Column("position", sa.Integer, primary_key=True),
    sa.Column("sound", sa.Text, nullable=False),
    sa.Column("picture", sa.Text, nullable=False),
    sa.Column("record", sa.Text, nullable=False),
)

archives = sa.Table(
    "archives",
    metadata,
    _show_key(primary_key=True),
    sa.Column("name", sa.Text, nullable=False),
    sa.Column("seconds", sa.Double, nullable=False),
    sa.Column("bytes", sa.BigInteger, nullable=False),
    sa.Column("made_at", Utc, nullable=False),
)

asrun = sa.Table(
    "asrun",
    metadata,
    sa.Column("item", sa.Text, primary_key=True),
    sa.Column("started", Utc, primary_key=True),
    sa.Column("show", sa.Text, nullable=False),
    sa.Column("started_frame", sa.BigInteger, nullable=False),
    sa.Column("ended", Utc),
    sa.Column("outcome", sa.Text, nullable=False),
    sa.Column("text", sa.Text, nullable=False),
    sa.Column("paper", sa.Text),
)

asrun_files = sa.Table(
    "asrun_files",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("imported_bytes", sa.BigInteger, nullable=False),
)

heard = sa.Table(
    "heard",
    metadata,
    sa.Column("show", sa.Text, primary_key=True),
    sa.Column("last_at", Utc, nullable=False),
)

gates = sa.Table(
    "gates",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("next_at", sa.Double, nullable=False),
)

parked = sa.Table(
    "parked",
    metadata,
    sa.Column("id", sa.Text, primary_key=True),
    sa.Column("step", sa.Text, nullable=False),
    sa.Column("reason", sa.Text, nullable=False),
    sa.Column("parked_at", Utc, nullable=False),
)


replies = sa.Table(
    "replies",
    metadata,
    sa.Column("hash", sa.Text, primary_key=True),
    sa.Column("reply", sa.Text, nullable=False),
    sa.Column("kept_at", Utc, nullable=False),
)

sources = sa.Table(
    "sources",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("announced_until", sa.Date, nullable=False),
)

studio = sa.Table(
    "studio",
    metadata,
    sa.Column("id", sa.Integer, primary_key=True),
    sa.Column("tidied_on", sa.Date),
    sa.Column("seen_at", Utc),
    sa.Column("voice_speeds", sa.Text),
)

migrations = sa.Table(
    "migrations",
    metadata,
    sa.Column("name", sa.Text, primary_key=True),
    sa.Column("applied_at", Utc, nullable=False),
)
