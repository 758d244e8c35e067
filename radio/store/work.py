"""What the workers keep for themselves: the replies of language models, and who is alive."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import sqlalchemy as sa

from radio.store import tables as t
from radio.store.database import Database


class WorkBook:
    """Kept replies and heartbeats."""

    def __init__(self, database: Database, now: Callable[[], datetime]):
        self._database = database
        self._now = now

    def save_reply(self, hash: str, reply: str) -> None:
        """Keeps a reply under the hash of what was asked."""
        self._database.save(t.replies, {"hash": hash, "reply": reply, "kept_at": self._now()})

    def reply_of(self, hash: str) -> str | None:
        return self._database.value(sa.select(t.replies.c.reply).where(t.replies.c.hash == hash))

    def beat(self, executor: str) -> None:
        """The studio of this executor id is alive."""
        self._database.save(t.heartbeats, {"executor": executor, "beat_at": self._now()})

    def silent_executors(self, seconds: float) -> list[str]:
        """Executors whose last beat is older than this."""
        oldest = self._now() - timedelta(seconds=seconds)
        query = sa.select(t.heartbeats.c.executor).where(t.heartbeats.c.beat_at < oldest)
        return [executor for (executor,) in self._database.rows(query.order_by(t.heartbeats.c.executor))]

    def forget_executor(self, executor: str) -> None:
        """Its workflows were taken over."""
        with self._database.write() as connection:
            connection.execute(t.heartbeats.delete().where(t.heartbeats.c.executor == executor))
