"""The air sorted by show, between the clock that fills it and the recorder that empties it.

In: every frame of the air with the item it belongs to. Out: a reel for each show. What is filled and closed belongs to
the clock's thread; a reel that nobody empties loses its recording instead of growing.
"""

from __future__ import annotations

from collections import deque

from radio.ids import ShowId
from workers.air.sources import Cued, Stretch

REEL_BOUND_BLOCKS = 4_000
"""This is 80 s of sound."""


class Reel:
    """The sound of one show that has not been passed on yet."""

    def __init__(self, first: Cued):
        self.show = first.show
        self.title = first.title
        self.artist = first.artist
        self.papers = first.papers
        self.blocks: deque[bytes] = deque()
        self.last_frame = 0
        self.ended = False
        self.lost = False

    def add(self, frame: int, block: bytes) -> None:
        self.last_frame = frame
        self.lost = self.lost or len(self.blocks) >= REEL_BOUND_BLOCKS
        if not self.lost:
            self.blocks.append(block)

    def take(self) -> bytes:
        """What was added since the last time. Safe from another thread than the one that adds."""
        return b"".join(self.blocks.popleft() for _ in range(len(self.blocks)))

    def give_up(self) -> None:
        """Keeps nothing more."""
        self.lost = True
        self.blocks.clear()


class Tape:
    """The clock's outlet: sorts frames by show."""

    def __init__(self) -> None:
        self.reels: dict[ShowId, Reel] = {}
        self.fresh: deque[Reel] = deque()
        """Reels that the recorder has not seen yet."""
        self._before: Cued | None = None

    def take(self, frame: int, stretch: Stretch) -> None:
        cued = stretch.cued
        if cued is not self._before:
            self._turn(cued)
        if cued and cued.logged and cued.source != "ident":
            reel = self.reels.get(cued.show)
            if reel is None:
                reel = self.reels[cued.show] = Reel(cued)
                self.fresh.append(reel)
            reel.add(frame, stretch.pcm.tobytes())

    def _turn(self, cued: Cued | None) -> None:
        before, self._before = self._before, cued
        if before and before.last and before.show in self.reels:
            self.reels.pop(before.show).ended = True

    def close(self, reel: Reel) -> None:
        """What follows of its show begins a reel of its own."""
        if self.reels.get(reel.show) is reel:
            del self.reels[reel.show]

    def flush(self) -> None:
        """Nothing: the recorder takes what is there when it comes by."""
