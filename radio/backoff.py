"""A server or an engine that failed is left alone for a while: twice as long each time in a row, up to a most."""

from __future__ import annotations

import time
from collections.abc import Callable

FIRST_REST_SECONDS = 30.0
LONGEST_REST_SECONDS = 1800.0


class Rest:
    """Of one thing that may fail. Begins as if it had never failed."""

    def __init__(self, clock: Callable[[], float] = time.monotonic):
        self._clock = clock
        self._until = 0.0
        self._seconds = 0.0
        self._reason = ""

    @property
    def reason(self) -> str:
        """Why it is left alone now; empty where it may be asked."""
        return self._reason if self.seconds_left > 0 else ""

    @property
    def seconds_left(self) -> float:
        """How long it is left alone from now."""
        return max(0.0, self._until - self._clock()) if self.is_ill else 0.0

    @property
    def is_ill(self) -> bool:
        """Whether its last word was a failure, even if it may be asked again."""
        return self._seconds > 0

    def failed(self, reason: str) -> float:
        """Begins a rest and returns its seconds; 0 where one goes on already."""
        if self.seconds_left > 0:
            return 0.0
        self._seconds = min(2 * self._seconds, LONGEST_REST_SECONDS) if self.is_ill else FIRST_REST_SECONDS
        self._until, self._reason = self._clock() + self._seconds, reason
        return self._seconds

    def worked(self) -> None:
        """The next failure is a first one."""
        self._seconds = 0.0
