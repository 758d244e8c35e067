"""How quickly each engine speaks: first sound and real-time factor over its last takes."""

from __future__ import annotations

from collections import defaultdict, deque
from dataclasses import dataclass
from statistics import median

from radio.model import Take

LAST_TAKES = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineFigures:
    """Medians over the last takes."""

    engine: str
    takes: int
    """Spoken since the process began."""
    first_sound_seconds: float
    real_time_factor: float
    """Seconds that it takes to speak a second of sound."""


class Figures:
    """Collects what takes cost, by engine."""

    def __init__(self) -> None:
        self._takes: dict[str, int] = defaultdict(int)
        self._first: dict[str, deque[float]] = defaultdict(lambda: deque(maxlen=LAST_TAKES))
        self._factor: dict[str, deque[float]] = defaultdict(lambda: deque(maxlen=LAST_TAKES))

    def add(self, take: Take) -> None:
        self._takes[take.engine] += 1
        self._first[take.engine].append(take.first_sound_seconds)
        self._factor[take.engine].append(take.took_seconds / take.seconds)

    def table(self) -> tuple[EngineFigures, ...]:
        """By name of the engine."""
        return tuple(
            EngineFigures(
                engine=engine,
                takes=self._takes[engine],
                first_sound_seconds=round(median(self._first[engine]), 4),
                real_time_factor=round(median(self._factor[engine]), 5),
            )
            for engine in sorted(self._takes)
        )
