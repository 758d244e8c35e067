"""Turns at one server, over every program and machine that shares the store: a row holds the time of the next turn.

A turn is claimed when it has come, not booked ahead, so that a caller who gives up or dies costs nobody a turn, and a
server's wish to wait holds for all who are waiting already.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable

import sqlalchemy as sa

from radio.errors import Busy
from radio.store import schema as t
from radio.store.database import Database

LONGEST_WAIT_SECONDS = 24 * 3600.0
"""A next turn farther away than this comes from a clock that was wrong, and is not believed."""
LOCKED_PAUSE_SECONDS = 1.0
LOCKED_TRIES = 60


class StoreGate:
    """A `doors.Gate` whose turns are `seconds` apart. `now` is epoch seconds; by default the database's own clock."""

    def __init__(self, database: Database, name: str, seconds: float, now: Callable[[], float] | None = None):
        self._database = database
        self._name = name
        self._seconds = seconds
        self._now = now
        self._line = asyncio.Lock()

    async def turn(self) -> None:
        """Returns when this caller may send one request; callers of one process are served in order."""
        async with self._line:
            wait = await self._patiently(self._claim)
            while wait > 0:
                await asyncio.sleep(wait)
                wait = await self._patiently(self._claim)

    async def postpone(self, seconds: float) -> None:
        """Nobody's turn comes before this many seconds from now."""
        await self._patiently(lambda: self._postpone(seconds))

    async def _patiently(self, call: Callable[[], float]) -> float:
        """Calls in a thread; outlasts another program's long write. Raises Busy after LOCKED_TRIES."""
        for _ in range(LOCKED_TRIES - 1):
            try:
                return await asyncio.to_thread(call)
            except Busy:
                await asyncio.sleep(LOCKED_PAUSE_SECONDS)
        return await asyncio.to_thread(call)

    def _claim(self) -> float:
        """Takes the turn and returns 0, or returns the seconds until it may come."""
        with self._database.write() as connection:
            now, next_at = self._clock(connection), self._next_at(connection)
            if now < next_at <= now + LONGEST_WAIT_SECONDS:
                return next_at - now
            self._set(connection, now + self._seconds)
            return 0.0

    def _postpone(self, seconds: float) -> float:
        with self._database.write() as connection:
            now, next_at = self._clock(connection), self._next_at(connection)
            asked = now + min(seconds, LONGEST_WAIT_SECONDS)
            self._set(connection, max(asked, next_at if next_at <= now + LONGEST_WAIT_SECONDS else 0.0))
        return seconds

    def _next_at(self, connection: sa.Connection) -> float:
        """The time of the next turn; locks the row until the transaction ends."""
        connection.execute(self._database.insert_missing(t.gates, name=self._name, next_at=0.0))
        query = sa.select(t.gates.c.next_at).where(t.gates.c.name == self._name).with_for_update()
        return connection.execute(query).scalar_one()

    def _set(self, connection: sa.Connection, next_at: float) -> None:
        connection.execute(t.gates.update().where(t.gates.c.name == self._name).values(next_at=next_at))

    def _clock(self, connection: sa.Connection) -> float:
        if self._now:
            return self._now()
        if self._database.file:
            return time.time()
        return float(connection.execute(sa.select(sa.extract("epoch", sa.func.clock_timestamp()))).scalar_one())
