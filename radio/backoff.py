"""How long what failed is left alone: twice as long at each failure in a row, up to the longest.

`BackOff` counts the pauses; `Rest` remembers until when a server or an engine is left alone. Nothing here waits.
"""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from math import inf

FIRST_REST_SECONDS = 30.0
LONGEST_REST_SECONDS = 1800.0


@dataclass(slots=True)
class BackOff:
    """The pauses between tries of one thing."""

    first_seconds: float
    longest_seconds: float
    healthy_seconds: float = inf
    """What ran this long had begun well: its end is a first failure again."""
    _seconds: float = field(default=0.0, init=False)

    def failed(self) -> float:
        """The pause in seconds after one more failure."""
        self._seconds = min(2 * self._seconds or self.first_seconds, self.longest_seconds)
        return self._seconds

    def ended(self, ran_seconds: float) -> float:
        """The pause in seconds after a run: half of it is certain, so that what fell together rises apart."""
        if ran_seconds > self.healthy_seconds:
            self.worked()
        return self.failed() * random.uniform(0.5, 1.0)

    def worked(self) -> None:
        """The next failure is a first one."""
        self._seconds = 0.0

    @property
    def is_failing(self) -> bool:
        """Whether the last word was a failure."""
        return self._seconds > 0


class Rest:
    """Something that may fail and is then left alone for a while. Begins as if it had never failed."""

    def __init__(self, clock: Callable[[], float] = time.monotonic):
        self._clock = clock
        self._pauses = BackOff(FIRST_REST_SECONDS, LONGEST_REST_SECONDS)
        self._until = 0.0
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
        return self._pauses.is_failing

    def failed(self, reason: str) -> float:
        """Begins a rest and returns its seconds; 0 where one goes on already."""
        if self.seconds_left > 0:
            return 0.0
        seconds = self._pauses.failed()
        self._until, self._reason = self._clock() + seconds, reason
        return seconds

    def worked(self) -> None:
        """The next failure is a first one."""
        self._pauses.worked()
