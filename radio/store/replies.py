"""The replies of language models, each under the hash of what was asked."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import sqlalchemy as sa

from radio.store import schema as t
from radio.store.database import Database


class Replies:
    """Kept replies, so that the same question is asked once."""

    def __init__(self, database: Database, now: Callable[[], datetime]):
        self._database = database
        self._now = now

    def save_reply(self, hash: str, reply: str) -> None:
        """Keeps a reply under the hash of what was asked."""
        self._database.save(t.replies, {"hash": hash, "reply": reply, "kept_at": self._now()})

    def find_reply(self, hash: str) -> str | None:
        """The reply to what has this hash; None where it was never asked."""
        return self._database.value(sa.select(t.replies.c.reply).where(t.replies.c.hash == hash))
