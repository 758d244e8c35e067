"""Turns at one server within one process; the store's gate is the one that all programs and machines share."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable


class LocalGate:
    """A `doors.Gate` whose turns are `seconds` apart, on a clock that is never set back."""

    def __init__(self, seconds: float, now: Callable[[], float] = time.monotonic):
        self._seconds = seconds
        self._now = now
        self._next_at = now()
        self._line = asyncio.Lock()

    async def turn(self) -> None:
        """Returns when this caller may send one request; callers are served in order."""
        async with self._line:
            wait = self._wait_seconds()
            while wait > 0:
                await asyncio.sleep(wait)
                wait = self._wait_seconds()
            self._next_at = self._now() + self._seconds

    def _wait_seconds(self) -> float:
        return self._next_at - self._now()

    async def postpone(self, seconds: float) -> None:
        """Nobody's turn comes before this many seconds from now."""
        self._next_at = max(self._next_at, self._now() + seconds)
