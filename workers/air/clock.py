"""The one clock of the air: 20 ms blocks by monotonic deadline, counted in samples.

In: a chain of sources that never wait. Out: every frame, once and in order, to each outlet. Runs in a thread of its
own that does nothing else: no files, no network, no waiting but for the next deadline. Whoever wants to change what it
owns (sources, outlets) hands it a function with `call`; what happened comes out of `events`.
"""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Literal, NamedTuple, Protocol

from radio.model import HOUSE_RATE
from workers.air.pcm import BLOCK_FRAMES, SILENT_PEAK, Pcm, peak
from workers.air.sources import Chain, Cued, Stretch

WAKE_FRAMES = 2 * BLOCK_FRAMES
"""Played at each wake-up: two blocks halve the cost, and 40 ms is far within what every pipe buffers."""

RESYNC_SECONDS = 2.0
"""Later than this (a suspended machine), time is given up instead of caught up: a burst would overrun the sinks."""

LATE_SECONDS = 0.1
DEAD_AIR_FRAMES = 2 * HOUSE_RATE
"""Silence up to this long is a pause."""


class Outlet(Protocol):
    """Takes every frame of the air at once, without waiting."""

    def take(self, frame: int, stretch: Stretch) -> None: ...

    def flush(self) -> None:
        """Passes on what was taken, as far as that goes without waiting."""


class Event(NamedTuple):
    """An item started or ended at a frame."""

    kind: Literal["started", "ended"]
    cued: Cued
    frame: int


class Clock:
    """Plays the chain into the outlets in real time."""

    def __init__(
        self,
        chain: Chain,
        now: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ):
        self.chain = chain
        self.frame = 0
        self.events: deque[Event] = deque()
        self.late_blocks = 0
        self.dead_air_seconds = 0.0
        self.silent_frames = 0
        self._outlets: tuple[Outlet, ...] = ()
        self._calls: deque[Callable[[], None]] = deque()
        self._on_air: Cued | None = None
        self._now = now
        self._sleep = sleep
        self._t0: float | None = None

    def call(self, change: Callable[[], None]) -> None:
        """Runs a function in the clock's thread before the next block."""
        self._calls.append(change)

    def attach(self, outlet: Outlet) -> None:
        self.call(lambda: setattr(self, "_outlets", (*self._outlets, outlet)))

    def detach(self, outlet: Outlet, then: Callable[[], object] = lambda: None) -> None:
        """After this, the outlet gets nothing more; `then` runs in the clock's thread, to close what it wrote to."""

        def leave() -> None:
            self._outlets = tuple(o for o in self._outlets if o is not outlet)
            then()

        self.call(leave)

    def run(self, stop: threading.Event) -> None:
        """Plays until `stop` is set."""
        while not stop.is_set():
            self.tick()
            self._sleep(max(0.0, self._due(self.frame) - self._now()))

    def tick(self) -> None:
        """Plays every block that is due by now."""
        while self._calls:
            self._calls.popleft()()
        if self._t0 is None:
            self._t0 = self._now()
        self._resync()
        due_frame = (self._now() - self._t0) * HOUSE_RATE + WAKE_FRAMES
        while self.frame + BLOCK_FRAMES <= due_frame:
            self._play_block()
        for outlet in self._outlets:
            outlet.flush()

    def _due(self, frame: int) -> float:
        return (self._t0 or 0.0) + frame / HOUSE_RATE

    def _resync(self) -> None:
        late = self._now() - self._due(self.frame)
        if late > RESYNC_SECONDS:
            self._t0 = (self._t0 or 0.0) + late
            self.dead_air_seconds += late
        elif late > LATE_SECONDS:
            self.late_blocks += int(late * HOUSE_RATE) // BLOCK_FRAMES

    def _play_block(self) -> None:
        for stretch in self.chain.read(BLOCK_FRAMES):
            if stretch.cued is not self._on_air:
                self._change(stretch.cued)
            for outlet in self._outlets:
                outlet.take(self.frame, stretch)
            self._listen(stretch.pcm)
            self.frame += len(stretch.pcm)

    def _change(self, cued: Cued | None) -> None:
        if self._on_air:
            self.events.append(Event("ended", self._on_air, self.frame))
        if cued:
            self.events.append(Event("started", cued, self.frame))
        self._on_air = cued

    def _listen(self, pcm: Pcm) -> None:
        if peak(pcm) > SILENT_PEAK:
            self.silent_frames = 0
            return
        before = self.silent_frames
        self.silent_frames += len(pcm)
        if self.silent_frames > DEAD_AIR_FRAMES:
            self.dead_air_seconds += (self.silent_frames - (before if before > DEAD_AIR_FRAMES else 0)) / HOUSE_RATE


class Timeline:
    """One mapping between the sample counter and UTC, marked anew each minute."""

    def __init__(self, frame: int, utc: datetime):
        self._frame, self._utc = frame, utc

    def mark(self, frame: int, utc: datetime) -> float:
        """Sets the mapping; returns by how many seconds the world's clock had moved against the samples."""
        moved = (utc - self.utc_of(frame)).total_seconds()
        self._frame, self._utc = frame, utc
        return moved

    def utc_of(self, frame: int) -> datetime:
        return self._utc + timedelta(seconds=(frame - self._frame) / HOUSE_RATE)
