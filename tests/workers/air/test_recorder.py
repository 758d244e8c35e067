"""The recorder with real ffmpeg, over a clock that is moved by hand."""

from __future__ import annotations

import asyncio
import os
import signal
import subprocess
from collections.abc import AsyncIterator
from pathlib import Path

import numpy as np
import pytest
from mutagen.mp3 import MP3

from radio.ids import ShowId
from radio.model import HOUSE_RATE, Item, MediaKey
from workers.air.bed import Bed
from workers.air.clock import Clock
from workers.air.recorder import Recorder
from workers.air.sources import Chain, Cued, Player

BOUND_SECONDS = 10.0


def cued(show: str, *, last: bool = False) -> Cued:
    """A second of a show."""
    key = MediaKey("")
    item = Item(id=f"{show}/1", sound=key, frames=HOUSE_RATE, pause_frames=0, picture=key, text="", speaker="Ada")
    noise = np.random.default_rng(1).integers(-3000, 3000, (HOUSE_RATE, 2)).astype(np.int16)
    return Cued(item, ShowId(show), f"Title of {show}", "", "rundown", noise, b"x", last=last, airable=True)


class Station:
    """A clock that plays into a recorder."""

    def __init__(self, folder: Path):
        self.seconds = 0.0
        self.player = Player()
        self.clock = Clock(
            Chain(self.player, Bed(np.full((HOUSE_RATE, 2), 9, np.int16), b"bed")), now=lambda: self.seconds
        )
        self.recorder = Recorder(folder, 14, self.clock, "Ada and Max (synthetic voices)")
        self.folder = folder

    async def play(self, *items: Cued, pause: float = 0.03) -> None:
        """Faster than in life."""
        for item in items:
            self.player.push(item)
        for _ in items:
            self.seconds += 1
            self.clock.tick()
            await asyncio.sleep(pause)

    async def until(self, holds) -> None:
        async with asyncio.timeout(BOUND_SECONDS):
            while not holds():
                self.seconds += 0.05
                self.clock.tick()
                await asyncio.sleep(0.05)

    def kept(self) -> list[str]:
        return sorted(path.name for path in self.folder.glob("*/*.mp3"))

    def children(self) -> list[int]:
        found = subprocess.run(["pgrep", "-P", str(os.getpid()), "-f", "libmp3lame"], capture_output=True, text=True)
        return [int(pid) for pid in found.stdout.split()]

    def given_up(self) -> bool:
        return any(reel.lost for reel in self.recorder.tape.reels.values())

    def waiting_blocks(self) -> int:
        return sum(len(reel.blocks) for reel in self.recorder.tape.reels.values())


@pytest.fixture
async def station(tmp_path: Path) -> AsyncIterator[Station]:
    station = Station(tmp_path / "recordings")
    recording = asyncio.create_task(station.recorder.run())
    await asyncio.sleep(0.1)
    yield station
    recording.cancel()
    await asyncio.wait((recording,), timeout=BOUND_SECONDS)


@pytest.mark.slow
async def test_a_recording_says_who_speaks_even_where_the_rundown_does_not(station):
    await station.play(cued("a"), cued("a", last=True))
    await station.until(station.kept)
    mp3 = MP3(next(station.folder.glob("*/a.mp3")))
    assert mp3.info.length == pytest.approx(2.0, abs=0.1)
    assert (str(mp3["TIT2"]), str(mp3["TPE1"])) == ("Title of a", "Ada and Max (synthetic voices)")


@pytest.mark.slow
async def test_what_follows_a_recording_that_broke_off_is_kept_nowhere_and_the_next_show_is_recorded(station):
    await station.play(cued("a"), cued("a"))
    await station.until(station.children)
    os.kill(station.children()[0], signal.SIGKILL)
    await station.until(station.given_up)
    await station.play(cued("a"), cued("a"), cued("a", last=True))
    assert station.waiting_blocks() == 0
    await station.play(cued("b"), cued("b", last=True))
    await station.until(lambda: "b.mp3" in station.kept())


async def test_a_show_that_cannot_be_recorded_is_kept_nowhere(station):
    station.folder.write_text("a file where the folder should be")
    await station.play(cued("a"), cued("a"))
    await station.until(station.given_up)
    await station.play(cued("a"), cued("a"))
    assert station.waiting_blocks() == 0


async def test_a_show_that_nobody_takes_off_the_tape_is_bounded(tmp_path):
    station = Station(tmp_path)
    station.clock.attach(station.recorder.tape)
    await station.play(*(cued("a") for _ in range(90)), pause=0)
    assert station.waiting_blocks() == 4000
