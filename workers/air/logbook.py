"""Keeps the as-run log: what was cued, what sounded, and when, by the samples.

In: the clock's events, items that were dropped, the time of day. Out: lines in the log, and the right to sound for the
next item once the log has it. Waits for the disk; the clock never waits for it.
"""

from __future__ import annotations

import asyncio

from radio import log
from radio.ids import ShowId
from radio.model import Item
from radio.utc import utc_now
from workers.air.asrun import AsRunLog, Outcome
from workers.air.clock import DEAD_AIR_FRAMES, Clock, Timeline
from workers.air.pcm import frames_of
from workers.air.sources import Cued, Player

STEP_SECONDS = 0.1
ARM_FRAMES = frames_of(1.2)
"""An item is logged this long before it may sound: a crash costs at most one sentence besides the one it cut."""

MARK_SECONDS = 60.0
CLOCK_STEP_SECONDS = 2.0


class Logbook:
    """The record of what played, and what is on air."""

    def __init__(self, clock: Clock, player: Player, asrun: AsRunLog):
        self.clock = clock
        self.player = player
        self.asrun = asrun
        self.timeline = Timeline(clock.frame, utc_now())
        self.on_air: Cued | None = None
        self.changed = asyncio.Event()
        """Set at every change of the item on air."""

    async def run(self) -> None:
        """Logs what started and ended, lets the next item sound, and cuts an item that is silent."""
        loop = asyncio.get_running_loop()
        marked = loop.time()
        while True:
            await self.step()
            if loop.time() - marked > MARK_SECONDS:
                marked = loop.time()
                self._mark()
            await asyncio.sleep(STEP_SECONDS)

    async def step(self) -> None:
        while self.clock.events:
            event = self.clock.events.popleft()
            ended = event.kind == "ended"
            self.on_air = None if ended else event.cued
            if ended and event.cued.logged:
                await self._ended(event.cued.item, event.cued.show, event.frame, event.cued.outcome)
            self.changed.set()
        while self.player.dropped:
            await self._forget(self.player.dropped.popleft())
        await self._arm()
        if self.on_air and self.clock.silent_frames > DEAD_AIR_FRAMES and self.player.frames_left():
            log.get().error("item is silent and was cut", item=self.on_air.item.id)
            self.clock.call(self.player.cut)

    async def skipped(self, item: Item, show: ShowId) -> None:
        """The item will not sound, and is not to be tried again."""
        await self._ended(item, show, self.clock.frame, "skipped")

    async def _arm(self) -> None:
        """Lets the next item sound, once the log has it."""
        following = self.player.following()
        left = self.player.frames_left()
        if following is None or following.airable or left > ARM_FRAMES:
            return
        await asyncio.to_thread(following.unpack)
        if following.logged:
            frame = self.clock.frame + left
            at = self.timeline.utc_of(frame)
            await asyncio.to_thread(self.asrun.cued, following.item, following.show, at, frame)
        following.airable = True

    async def _ended(self, item: Item, show: ShowId, frame: int, outcome: Outcome) -> None:
        at = self.timeline.utc_of(frame)
        await asyncio.to_thread(self.asrun.ended, item.id, show, at, frame, outcome)

    async def _forget(self, cued: Cued) -> None:
        if cued.airable and cued.logged:
            await self.skipped(cued.item, cued.show)
        else:
            self.asrun.heard.unnote(cued.show, cued.item.id)

    def _mark(self) -> None:
        moved = self.timeline.mark(self.clock.frame, utc_now())
        if abs(moved) > CLOCK_STEP_SECONDS:
            log.get().warning("the time of day moved against the samples", seconds=round(moved, 1))
