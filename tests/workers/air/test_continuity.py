"""Continuity over a real clock that is moved by hand, with real files and without ffmpeg."""

from __future__ import annotations

import asyncio
import json

import numpy as np
import pytest

from radio.config import Config
from radio.media import Media
from radio.model import HOUSE_RATE
from workers.air.asrun import AsRunLog
from workers.air.bed import Bed
from workers.air.clock import Clock
from workers.air.continuity import Continuity
from workers.air.logbook import Logbook
from workers.air.shelf import Shelf
from workers.air.sources import Chain, Player
from workers.air.supply import Supply


class Station:
    """Continuity, its clock, and what was heard."""

    def __init__(self, config: Config):
        self.config = config
        self.seconds = 0.0
        self.player = Player()
        bed = Bed(np.full((HOUSE_RATE, 2), 1000, np.int16), b"bed")
        self.clock = Clock(Chain(self.player, bed), lambda: self.seconds)
        self.asrun = AsRunLog(config.paths.asrun)
        self.shelf = Shelf(config.paths)
        self.logbook = Logbook(self.clock, self.player, self.asrun)
        media = Media(config.paths.media)
        self.supply = Supply("Paper Radio", self.clock, self.player, self.shelf, self.logbook, media)
        self.continuity = Continuity(config.air, self.shelf, self.supply, self.logbook)

    async def cue(self) -> None:
        """All there is room for."""
        self.shelf.look()
        while await self.continuity.cue_step():
            pass

    async def play(self, seconds: float) -> None:
        for _ in range(round(seconds / 0.1)):
            await self.logbook.step()
            self.seconds += 0.1
            self.clock.tick()
        await self.logbook.step()

    def logged(self, event: str = "cued") -> list[str]:
        lines = [line for p in sorted(self.asrun.folder.glob("*.jsonl")) for line in p.read_text().splitlines()]
        return [e["item"] for e in map(json.loads, lines) if e["event"] == event]


@pytest.fixture
def station(config: Config) -> Station:
    return Station(config)


async def test_a_sentence_that_was_being_decoded_at_a_skip_may_still_be_heard(station, studio):
    studio.rundown("one", items=20)
    studio.rundown("two")
    studio.programme(("one", "rundown"), ("two", "rundown"))
    station.shelf.look()
    while not station.player.queue:
        await station.continuity.cue_step()
    await station.continuity.cue_step()
    cueing = asyncio.ensure_future(station.continuity.cue_step())
    await asyncio.sleep(0)
    station.continuity.panic()
    await cueing
    station.clock.tick()
    await station.logbook.step()
    assert station.asrun.heard.items["one"] == set()


async def test_only_the_next_picture_is_unpacked(station, studio):
    studio.rundown("one", items=20, seconds=2.0)
    studio.programme(("one", "rundown"))
    await station.cue()
    await station.play(5.0)
    waiting = [cued for cued in station.player.queue if not cued.picture]
    assert len(waiting) >= len(station.player.queue) - 1 > 5


async def test_a_minute_is_cued_ahead_and_no_more(station, studio):
    studio.rundown("one", items=30, seconds=10.0)
    studio.programme(("one", "rundown"))
    await station.cue()
    assert 60 <= station.player.frames_queued() / HOUSE_RATE <= 75
