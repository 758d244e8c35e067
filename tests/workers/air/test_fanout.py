from __future__ import annotations

import os
import subprocess
from itertools import pairwise

import pytest

from radio.ffmpeg import ffmpeg
from workers.air.fanout import AUDIO, FLV_HEADER, VIDEO, FanOut, FlvParser, SinkFeed, Tag
from workers.air.ring import Ring

BOUND = 8 << 20


@pytest.fixture(scope="session")
def flv(tmp_path_factory) -> bytes:
    """Six seconds as our encoder makes them: keyframes every second here, so that there are several."""
    path = tmp_path_factory.mktemp("flv") / "stream.flv"
    argv = [ffmpeg(), "-hide_banner", "-loglevel", "error", "-f", "lavfi", "-i", "testsrc2=s=320x180:r=30"]
    argv += ["-f", "lavfi", "-i", "sine=r=48000", "-t", "6", "-c:v", "libx264", "-preset", "ultrafast", "-g", "30"]
    argv += ["-bf", "0", "-c:a", "aac", "-ac", "2", "-flvflags", "no_duration_filesize", "-f", "flv", str(path)]
    subprocess.run(argv, check=True, timeout=60)
    return path.read_bytes()


class Receiver:
    """A sink's end of the pipe, read as it fills."""

    def __init__(self, fanout: FanOut, bound: int = BOUND):
        self.reading, writing = os.pipe()
        os.set_blocking(self.reading, False)
        self.feed = SinkFeed(Ring(writing, bound))
        self.received = b""
        fanout.join(self.feed)

    def read(self) -> None:
        while True:
            self.feed.ring.flush()
            try:
                self.received += os.read(self.reading, 1 << 20)
            except BlockingIOError:
                return

    def tags(self) -> list[Tag]:
        return list(FlvParser().feed(self.received))

    def close(self) -> None:
        os.close(self.reading)
        self.feed.ring.close()


@pytest.fixture
def receivers():
    opened: list[Receiver] = []
    yield opened
    for receiver in opened:
        receiver.close()


def pour(fanout: FanOut, stream: bytes, readers: list[Receiver], portion: int = 4001) -> None:
    for start in range(0, len(stream), portion):
        fanout.take(stream[start : start + portion])
        for reader in readers:
            reader.read()


def media(tags: list[Tag]) -> list[Tag]:
    return [t for t in tags if not t.is_header and not t.is_end]


@pytest.mark.parametrize("portion", [1, 7, 100_000])
def test_tags_are_whole_whatever_the_portions(flv, portion):
    parser = FlvParser()
    short = flv[:60_000]
    tags = [t for start in range(0, len(short), portion) for t in parser.feed(short[start : start + portion])]
    assert tags == list(FlvParser().feed(short))
    assert {t.kind for t in tags} == {8, 9, 18}


def test_what_is_no_flv_is_refused():
    with pytest.raises(ValueError, match="not FLV"):
        list(FlvParser().feed(b"something else entirely"))


def test_a_sink_that_joins_late_starts_at_a_keyframe_with_the_headers_and_at_time_zero(flv, receivers):
    fanout = FanOut()
    half = len(flv) // 2
    pour(fanout, flv[:half], [])
    receivers.append(late := Receiver(fanout))
    pour(fanout, flv[half:], [late])
    assert late.received.startswith(FLV_HEADER)
    tags = late.tags()
    assert [(t.is_header, t.kind) for t in tags[:3]] == [(True, 18), (True, VIDEO), (True, AUDIO)]
    assert tags[3].is_keyframe
    assert tags[3].ms == 0


def test_time_only_rises_over_a_restart_of_the_encoder(flv, receivers):
    fanout = FanOut()
    receivers.append(sink := Receiver(fanout))
    pour(fanout, flv, [sink])
    first = len(media(sink.tags()))
    fanout.begin()
    pour(fanout, flv[: len(flv) // 2 + 77], [sink])
    fanout.begin()
    pour(fanout, flv, [sink])
    assert not sink.feed.gone
    tags = media(sink.tags())
    assert len(tags) > 2 * first
    for kind in (AUDIO, VIDEO):
        times = [t.ms for t in tags if t.kind == kind]
        steps = [b - a for a, b in pairwise(times)]
        assert min(steps) > 0
        assert max(steps) < 120


def test_a_sink_that_does_not_read_is_given_up_alone(flv, receivers):
    fanout = FanOut()
    receivers += [reading := Receiver(fanout), frozen := Receiver(fanout, bound=100_000)]
    pour(fanout, flv, [reading])
    assert frozen.feed.gone
    assert not reading.feed.gone
    pictures = [t.body for t in media(list(FlvParser().feed(flv))) if t.kind == VIDEO]
    assert [t.body for t in media(reading.tags()) if t.kind == VIDEO] == pictures


def test_times_beyond_two_to_the_24_milliseconds_are_kept():
    tag = Tag(AUDIO, 0, b"\xaf\x01sound")
    packed = FLV_HEADER + tag.packed(0x7F123456)
    assert next(iter(FlvParser().feed(packed))).ms == 0x7F123456
