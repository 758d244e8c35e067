from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta

import numpy as np
import pytest

from radio.model import HOUSE_RATE
from workers.air.bed import Bed, chime, pad
from workers.air.clock import RESYNC_SECONDS, Clock, Timeline
from workers.air.encoder import EncoderFeed
from workers.air.pcm import BLOCK_FRAMES, BYTES_PER_FRAME
from workers.air.sources import Chain, Player, Stretch


class FakeTime:
    """Time that passes only while the clock sleeps, or when it is moved."""

    def __init__(self, until: float = 1e9):
        self.seconds = 100.0
        self.until = until
        self.over = threading.Event()

    def now(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.seconds += seconds
        if self.seconds >= self.until:
            self.over.set()


class Counter:
    """An outlet that counts."""

    def __init__(self):
        self.frames = 0

    def take(self, frame: int, stretch: Stretch) -> None:
        assert frame == self.frames
        self.frames += len(stretch.pcm)

    def flush(self) -> None: ...


def clock_at(time: FakeTime, level: int = 1000) -> Clock:
    bed = Bed(np.full((HOUSE_RATE, 2), level, np.int16), b"picture")
    return Clock(Chain(Player(), bed), time.now, time.sleep)


@pytest.mark.slow
def test_an_hour_of_time_is_an_hour_of_samples():
    time = FakeTime(until=100.0 + 3600)
    clock, counter = clock_at(time), Counter()
    clock.attach(counter)
    clock.run(time.over)
    assert abs(counter.frames - 3600 * HOUSE_RATE) <= 3 * BLOCK_FRAMES
    assert clock.dead_air_seconds == 0


def test_a_late_clock_catches_up():
    time = FakeTime()
    clock = clock_at(time)
    clock.tick()
    time.seconds += 1.5
    clock.tick()
    assert abs(clock.frame - 1.5 * HOUSE_RATE) <= 3 * BLOCK_FRAMES
    assert clock.late_blocks > 0
    assert clock.dead_air_seconds == 0


def test_a_suspended_machine_gives_time_up_and_counts_it_as_dead_air():
    time = FakeTime()
    clock = clock_at(time)
    clock.tick()
    before = clock.frame
    time.seconds += RESYNC_SECONDS + 8
    clock.tick()
    assert clock.frame - before <= 2 * BLOCK_FRAMES
    assert clock.dead_air_seconds == pytest.approx(10, abs=0.1)


def test_silence_longer_than_a_pause_is_dead_air():
    time = FakeTime(until=105)
    clock = clock_at(time, level=0)
    clock.run(time.over)
    assert clock.dead_air_seconds == pytest.approx(5, abs=0.2)


def test_the_timeline_says_how_far_the_world_moved():
    start = datetime(2026, 11, 20, tzinfo=UTC)
    line = Timeline(0, start)
    assert line.utc_of(HOUSE_RATE * 60) == start + timedelta(seconds=60)
    assert line.mark(HOUSE_RATE * 60, start + timedelta(seconds=3660)) == pytest.approx(3600)
    assert line.utc_of(HOUSE_RATE * 60) == start + timedelta(seconds=3660)


class Kept:
    """Stands where a pipe's ring stands."""

    def __init__(self):
        self.pieces: list[bytes] = []

    def offer(self, piece: bytes) -> None:
        self.pieces.append(piece)


@pytest.mark.parametrize("page_fps", [1, 2, 5, 7, 30])
def test_pictures_fall_due_by_samples_and_every_encoder_starts_on_their_grid(page_fps):
    sound, pictures = Kept(), Kept()
    feed = EncoderFeed(sound, pictures, page_fps)
    block = np.ones((BLOCK_FRAMES, 2), np.int16)
    first = 1000 * BLOCK_FRAMES
    for n in range(500):
        feed.take(first + n * BLOCK_FRAMES, Stretch(block, None, b"p"))
    page_frames = HOUSE_RATE // page_fps
    start = -(-first // page_frames) * page_frames
    frames = sum(map(len, sound.pieces)) // BYTES_PER_FRAME
    assert frames == first + 500 * BLOCK_FRAMES - start
    assert len(pictures.pieces) == -(-frames // page_frames)


def loudness_dbfs(pcm: np.ndarray) -> float:
    return 20 * np.log10(np.sqrt(np.mean((pcm / 32768.0) ** 2)))


def test_the_bed_is_quiet_never_silent_and_its_end_meets_its_start():
    loop = pad()
    seconds = loop[: len(loop) // HOUSE_RATE * HOUSE_RATE].reshape(-1, HOUSE_RATE, 2)
    levels = [loudness_dbfs(s) for s in seconds]
    assert min(levels) > -38 and max(levels) < -26
    assert np.abs(loop[0].astype(int) - loop[-1]).max() < 200
    assert np.abs(chime()).max() < 32_000
