"""What the clock reads from, without ever waiting: a player of cued items, then a bed that never runs out.

In: items that are already decoded in memory. Out: PCM, sample by sample in order, with the item it belongs to. Owned
by the clock's thread; others reach it through `Clock.call`. Never opens a file.
"""

from __future__ import annotations

import zlib
from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Literal, NamedTuple, Protocol

from radio.ids import ShowId
from radio.model import Item
from workers.air import pcm as sound
from workers.air.pcm import FADE_FRAMES, Pcm

SourceName = Literal["rundown", "repeat", "evergreen", "ident"]


@dataclass(slots=True, eq=False)
class Cued:
    """An item ready to sound: decoded, at the house rate, its pause included."""

    item: Item
    show: ShowId
    title: str
    artist: str
    source: SourceName
    pcm: Pcm
    picture: bytes = b""
    """Raw yuv420p; empty until shortly before it sounds, because raw pictures are large."""
    packed: bytes = b""
    papers: tuple[str, ...] = ()
    last: bool = False
    """Whether it ends its show."""
    logged: bool = True
    """Whether it belongs in the as-run log; the station's own chime does not."""
    airable: bool = False
    """It may sound: the as-run log has it."""
    outcome: Literal["aired", "cut"] = "aired"

    def unpack(self) -> None:
        """Makes the picture ready to show."""
        if not self.picture:
            self.picture, self.packed = zlib.decompress(self.packed), b""


class Stretch(NamedTuple):
    """Some frames and the item they belong to; None for the bed."""

    pcm: Pcm
    cued: Cued | None
    picture: bytes


class Source(Protocol):
    """Gives up to `frames` frames at once, or None when it has nothing now."""

    def read(self, frames: int) -> Stretch | None: ...

    def tail(self, frames: int) -> Pcm | None:
        """What would have followed, to fade out under the next source; None where its end is quiet already."""


class Player:
    """Plays cued items in order, joining them without a sample between."""

    def __init__(self) -> None:
        self.queue: deque[Cued] = deque()
        self.dropped: deque[Cued] = deque()
        """Items taken off the queue before they sounded; read and emptied by whoever keeps the log."""
        self.now: Cued | None = None
        self.position = 0
        self.held = False

    def push(self, cued: Cued) -> None:
        """Safe from any thread."""
        self.queue.append(cued)

    def read(self, frames: int) -> Stretch | None:
        while self.now is None or self.position >= len(self.now.pcm):
            if not self._advance():
                return None
        start = self.position
        part = self.now.pcm[start : start + frames]
        self.position += len(part)
        return Stretch(part, self.now, self.now.picture)

    def _advance(self) -> bool:
        self.now = None
        if self.held or not self.queue or not self.queue[0].airable:
            return False
        self.now = self.queue.popleft()
        self.position = 0
        return True

    def tail(self, frames: int) -> Pcm | None:
        return None

    def frames_left(self) -> int:
        """Frames of the present item that have not been read."""
        now = self.now
        return max(0, len(now.pcm) - self.position) if now else 0

    def following(self) -> Cued | None:
        """The item after the present one."""
        return next(iter(tuple(self.queue)), None)

    def frames_queued(self) -> int:
        """Frames ahead in all."""
        return self.frames_left() + sum(len(cued.pcm) for cued in tuple(self.queue))

    def cut(self, fade_frames: int = FADE_FRAMES) -> None:
        """Ends the present item now, with a fade."""
        if self.now and self.frames_left() > fade_frames:
            self.now.pcm = sound.fade_out(self.now.pcm[self.position : self.position + fade_frames])
            self.position = 0
            self.now.outcome = "cut"

    def drop(self, doomed: Iterable[Cued]) -> None:
        """Takes those items off the queue that have not sounded yet."""
        for cued in doomed:
            if cued in self.queue:
                self.queue.remove(cued)
                self.dropped.append(cued)

    def hold(self) -> None:
        """Plays nothing from the next item on, until `release`."""
        self.held = True

    def release(self) -> None:
        self.held = False


class Chain:
    """The first source that has something; 10 ms equal-power fades where the source changes."""

    def __init__(self, *sources: Source):
        self.sources = sources
        self._last: Source | None = None

    def read(self, frames: int) -> list[Stretch]:
        """Exactly `frames` frames. The last source of the chain must never say None."""
        stretches = []
        while frames > 0:
            stretch = self._next(frames)
            stretches.append(stretch)
            frames -= len(stretch.pcm)
        return stretches

    def _next(self, frames: int) -> Stretch:
        for source in self.sources:
            stretch = source.read(frames)
            if stretch is not None:
                return stretch if source is self._last else self._joined(source, stretch)
        raise RuntimeError("the last source of the chain ran dry")

    def _joined(self, source: Source, stretch: Stretch) -> Stretch:
        previous, self._last = self._last, source
        pcm = sound.fade_in(stretch.pcm)
        tail = previous.tail(min(FADE_FRAMES, len(pcm))) if previous else None
        if tail is not None:
            pcm[: len(tail)] = sound.mix(pcm[: len(tail)], sound.fade_out(tail))
        return stretch._replace(pcm=pcm)
