"""The whole of air with real ffmpeg and, where it is installed, a real nginx with the RTMP module."""

from __future__ import annotations

import asyncio
import contextlib
import json
import os
import re
import shutil
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest
from mutagen.mp3 import MP3
from rtmp_receiver import RtmpReceiver, is_there, probe, silences

from radio.air_client import AirClient
from radio.config import Config
from radio.errors import BadConfig
from workers.air import main

pytestmark = pytest.mark.slow
START = "import sys, pathlib; from workers.air.main import main; sys.exit(main(pathlib.Path(sys.argv[1])))"
UP_SECONDS = 40.0
LARGEST_MIB = 120
FROZEN_SECONDS = 40.0
"""Until the kernel's buffers to a frozen server are full and nothing has moved for eight seconds more."""
needs_nginx = pytest.mark.skipif(not is_there(), reason="nginx-rtmp is missing")
needs_ffprobe = pytest.mark.skipif(not shutil.which("ffprobe"), reason="ffprobe is missing")


@asynccontextmanager
async def on_air(config: Config) -> AsyncIterator[AirClient]:
    """Air in this process, for the block."""
    stop = asyncio.Event()
    running = asyncio.create_task(main.run(config, stop))
    client = AirClient(config.paths.air_socket)
    try:
        yield client
    finally:
        stop.set()
        await asyncio.wait_for(running, 15)


async def until(client: AirClient, holds, seconds: float = UP_SECONDS) -> dict:
    """The first status for which it holds."""
    async with asyncio.timeout(seconds):
        while True:
            status = await client.status()
            if status and holds(status):
                return status
            await asyncio.sleep(0.1)


def segments(config: Config) -> list[Path]:
    listed = (config.paths.hls / "live.m3u8").read_text().splitlines()
    return [config.paths.hls / line for line in listed if line.endswith(".ts")]


def durations(config: Config) -> list[float]:
    text = (config.paths.hls / "live.m3u8").read_text()
    return [float(d) for d in re.findall(r"#EXTINF:([\d.]+)", text)]


def joined(config: Config, path: Path) -> Path:
    path.write_bytes(b"".join(s.read_bytes() for s in segments(config)))
    return path


def asrun(config: Config, event: str) -> list[dict]:
    lines = [line for p in sorted(config.paths.asrun.glob("*.jsonl")) for line in p.read_text().splitlines()]
    return [e for e in map(json.loads, lines) if e["event"] == event]


def children_of(pid: int) -> list[int]:
    return [int(p) for p in subprocess.run(["pgrep", "-P", str(pid)], capture_output=True, text=True).stdout.split()]


def encoder_of(pid: int) -> int:
    return next(p for p in children_of(pid) if b"libx264" in Path(f"/proc/{p}/cmdline").read_bytes())


def is_running(pid: int) -> bool:
    """Whether it runs; what only waits to be buried does not."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except OSError:
        return False


@needs_ffprobe
async def test_a_show_is_heard_seen_logged_and_recorded(config, studio, tmp_path):
    studio.rundown("a-paper", items=3, seconds=1.5)
    studio.rundown("primer", items=12, seconds=2.0, hertz=700, format="primer")
    studio.programme(("a-paper", "rundown"), ("primer", "evergreen"))
    async with on_air(config) as client:
        status = await until(client, lambda s: s["show"] == "primer" and s["flowing"])
        assert status["source"] == "evergreen"
        await asyncio.sleep(4)
    stream = joined(config, tmp_path / "heard.ts")
    assert not silences(stream)
    streams = probe(stream, "-show_streams")["streams"]
    video = next(s for s in streams if s["codec_type"] == "video")
    sound = next(s for s in streams if s["codec_type"] == "audio")
    assert (video["codec_name"], video["width"], video["height"]) == ("h264", 1280, 720)
    assert (video["r_frame_rate"], video["color_space"], video["color_range"]) == ("30/1", "bt709", "tv")
    assert (sound["codec_name"], sound["sample_rate"], sound["channels"]) == ("aac", "48000", 2)
    packets = probe(stream, "-select_streams", "v", "-show_entries", "packet=pts_time,flags")["packets"]
    keys = [float(p["pts_time"]) for p in packets if "K" in p["flags"]]
    assert all(abs(b - a - 2) < 0.02 for a, b in pairwise(keys))
    assert [e["item"] for e in asrun(config, "ended")][:3] == ["a-paper/00", "a-paper/01", "a-paper/02"]
    recording = next(config.paths.recordings.glob("*/a-paper.mp3"))
    mp3 = MP3(recording)
    assert abs(mp3.info.length - 3 * 1.6) < 0.15
    assert str(mp3["TIT2"]) == "Title of a-paper"
    assert "2411.01234v2" in str(mp3["COMM::eng"])


async def test_a_killed_encoder_is_replaced_and_no_sink_notices(config, studio):
    studio.rundown("primer", items=12, seconds=2.0, format="primer")
    studio.programme(("primer", "evergreen"))
    async with on_air(config) as client:
        await until(client, lambda s: s["flowing"])
        os.kill(encoder_of(os.getpid()), signal.SIGKILL)
        await until(client, lambda s: s["encoder"] == {"live": True, "lives": 2})
        await asyncio.sleep(5)
        status = await client.status()
        assert status["flowing"]
        assert status["sinks"]["hls"]["lives"] == 1
        assert status["dead_air_seconds"] == 0
    # The packager marks its own start, and nothing after it.
    assert (config.paths.hls / "live.m3u8").read_text().count("DISCONTINUITY") <= 1


async def test_whatever_studio_leaves_behind_the_air_goes_on(config, studio):
    good = studio.rundown("good", items=2, seconds=1.0)
    bad = studio.rundown("bad", items=2, seconds=1.0, hertz=990)
    studio.programme(("bad", "rundown"), ("good", "evergreen"))
    config.paths.media.joinpath(bad.items[0].sound).write_bytes(b"no FLAC")
    async with on_air(config) as client:
        await until(client, lambda s: s["item"] == "bad/01")
        config.paths.programme.write_text("{")
        config.paths.rundown_of(good.show).unlink()
        await until(client, lambda s: s["show"] == "good")
        shutil.rmtree(config.paths.media)
        await until(client, lambda s: s["source"] == "bed", 40)
        assert (await client.status())["dead_air_seconds"] == 0
    assert {e["outcome"] for e in asrun(config, "ended") if e["item"] == "bad/00"} == {"skipped"}


async def test_with_nothing_at_all_there_is_a_bed(config):
    async with on_air(config) as client:
        status = await until(client, lambda s: s["flowing"])
        assert status["source"] == "bed"
        assert status["dead_air_seconds"] == 0


async def test_the_operators_wishes(config, studio):
    for show in ("one", "two", "three"):
        studio.rundown(show, items=20, seconds=1.0)
    studio.programme(("one", "rundown"), ("two", "rundown"))
    async with on_air(config) as client:
        await until(client, lambda s: s["show"] == "one")
        await client.request("skip")
        await until(client, lambda s: s["show"] == "two", 5)
        assert await client.request("say", show="three") == {"ok": True}
        await asyncio.sleep(1)
        await client.request("skip")
        await until(client, lambda s: s["show"] == "three", 5)
        await client.request("panic")
        await until(client, lambda s: s["source"] == "bed", 5)
        await client.request("resume")
        await until(client, lambda s: s["item"] is not None, 5)
        assert (await client.request("say", show="nothing"))["ok"] is False


async def test_a_due_show_begins_at_its_time_when_the_sentence_before_it_is_over(config, studio):
    sentence_seconds = 2.1
    studio.rundown("primer", items=20, seconds=2.0, format="primer")
    due = datetime.now(UTC) + timedelta(seconds=8)
    studio.rundown("daily", items=2, seconds=1.0, hertz=900, format="daily", airs_at=due)
    studio.programme(("daily", "rundown", due), ("primer", "evergreen"))
    async with on_air(config) as client:
        await until(client, lambda s: s["show"] == "primer")
        await until(client, lambda s: s["item"] == "daily/01")
        assert (await client.status())["dead_air_seconds"] == 0
    began = next(datetime.fromisoformat(e["at"]) for e in asrun(config, "cued") if e["item"] == "daily/00")
    assert 0 <= (began - due).total_seconds() <= sentence_seconds + 1
    before = [e["outcome"] for e in asrun(config, "ended") if e["show"] == "primer"]
    assert len(before) >= 2 and set(before) <= {"aired", "skipped"}


async def test_a_second_air_on_one_data_folder_is_refused(config, studio):
    async with on_air(config) as client:
        await until(client, lambda s: True)
        with pytest.raises(BadConfig, match="already runs"):
            await main.run(config, asyncio.Event())


async def test_private_pages_never_go_to_a_public_server(tmp_path):
    tables = {"station": {"data": tmp_path}, "licence": {"private": True}}
    public = Config.model_validate(tables | {"air": {"outputs": [{"url": "rtmp://live.example.org/app"}]}})
    with pytest.raises(BadConfig, match=r"live\.example\.org"):
        await main.run(public, asyncio.Event())


# --- as a process of its own ----------------------------------------------------------------------------------------


def start_air(file: Path, log: Path) -> subprocess.Popen:
    with log.open("ab") as lines:
        return subprocess.Popen([sys.executable, "-c", START, str(file)], stderr=lines, stdout=lines)


@asynccontextmanager
async def air_process(config: Config, tmp_path: Path, *extra: str) -> AsyncIterator[subprocess.Popen]:
    file = tmp_path / "paper-radio.toml"
    file.write_text("\n".join([f'[station]\ndata = "{config.station.data}"', *extra]))
    process = start_air(file, tmp_path / "air.log")
    try:
        yield process
    finally:
        process.terminate()
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(6)
        process.kill()
        process.wait(5)


async def test_after_kill_9_nothing_is_orphaned_and_nothing_airs_twice(config, studio, tmp_path):
    studio.rundown("a-paper", items=30, seconds=1.0)
    studio.programme(("a-paper", "rundown"))
    client = AirClient(config.paths.air_socket)
    for _ in range(2):
        async with air_process(config, tmp_path) as process:
            await until(client, lambda s: s["show"] == "a-paper")
            await asyncio.sleep(2.5)
            children = children_of(process.pid)
            assert children
            process.kill()
            process.wait(5)
            await asyncio.sleep(0.5)
            assert not [pid for pid in children if is_running(pid)]
    async with air_process(config, tmp_path) as process:
        await until(client, lambda s: s["show"] == "a-paper")
        process.terminate()
        assert process.wait(5) == 0
    cued = [e["item"] for e in asrun(config, "cued")]
    assert len(cued) == len(set(cued)) >= 5
    assert cued == sorted(cued)
    assert len(asrun(config, "ended")) == len(cued)


async def test_with_a_minute_cued_the_air_is_small(config, studio, tmp_path):
    studio.rundown("primer", items=40, seconds=4.0, format="primer")
    studio.programme(("primer", "evergreen"))
    async with air_process(config, tmp_path) as process:
        await until(AirClient(config.paths.air_socket), lambda s: s["flowing"])
        rollup = Path(f"/proc/{process.pid}/smaps_rollup").read_text()
    assert int(re.search(r"^Pss: +(\d+) kB", rollup, re.M)[1]) / 1024 < LARGEST_MIB


@needs_nginx
@needs_ffprobe
async def test_an_rtmp_server_that_dies_and_returns_is_served_again_and_the_key_is_nowhere(config, studio, tmp_path):
    studio.rundown("primer", items=12, seconds=2.0, format="primer")
    studio.programme(("primer", "evergreen"))
    key = tmp_path / "key"
    key.write_text("canary-key\n")
    key.chmod(0o600)
    server = RtmpReceiver(tmp_path / "rx")
    output = f'[[air.outputs]]\nurl = "{server.url}"\nkey_file = "{key}"'
    client = AirClient(config.paths.air_socket)
    nginx = server.start()
    try:
        async with air_process(config, tmp_path, output) as process:
            is_live = lambda s: s["sinks"]["rtmp 127.0.0.1/app"]["state"] == "live"  # noqa: E731
            await until(client, is_live)
            await asyncio.sleep(4)
            argv = b"".join(Path(f"/proc/{pid}/cmdline").read_bytes() for pid in children_of(process.pid))
            assert b"canary-key" not in argv
            nginx.kill()
            nginx.wait(5)
            await until(client, lambda s: not is_live(s))
            await asyncio.sleep(2)
            nginx = server.start()
            await until(client, lambda s: is_live(s) and s["sinks"]["rtmp 127.0.0.1/app"]["lives"] > 1)
            await asyncio.sleep(4)
            assert (await client.status())["sinks"]["hls"] == {"state": "live", "lives": 1}
    finally:
        nginx.terminate()
        nginx.wait(5)
    assert "canary-key" not in (tmp_path / "air.log").read_text()
    first, *_, last = server.received()
    assert first.name.startswith("canary-key")
    for received in (first, last):
        assert {s["codec_name"] for s in probe(received, "-show_streams")["streams"]} == {"h264", "aac"}
        assert not silences(received)
    assert all(d == 2.0 for d in durations(config)[:-1])


@needs_nginx
async def test_a_frozen_server_disturbs_nobody_and_is_served_again_when_it_wakes(config, studio, tmp_path):
    studio.rundown("primer", items=12, seconds=2.0, format="primer")
    studio.programme(("primer", "evergreen"))
    well, frozen = RtmpReceiver(tmp_path / "well"), RtmpReceiver(tmp_path / "frozen")
    outputs = "".join(f'[[air.outputs]]\nurl = "{server.url}/show"\n' for server in (well, frozen))
    client = AirClient(config.paths.air_socket)
    second = "rtmp 127.0.0.1/app #2"
    with well.running(), frozen.running() as nginx:
        async with air_process(config, tmp_path, "[air]\nvideo_kbps = 8000", outputs):
            await until(client, lambda s: all(sink["state"] == "live" for sink in s["sinks"].values()))
            nginx.send_signal(signal.SIGSTOP)
            await until(client, lambda s: s["sinks"][second]["state"] == "down", FROZEN_SECONDS)
            await until(client, lambda s: s["sinks"][second]["lives"] > 1, FROZEN_SECONDS)
            nginx.send_signal(signal.SIGCONT)
            status = await until(client, lambda s: s["sinks"][second]["state"] == "live", FROZEN_SECONDS)
            assert status["flowing"] and status["dead_air_seconds"] == 0
            assert status["encoder"]["lives"] == 1
            untouched = [sink for name, sink in status["sinks"].items() if name != second]
            assert untouched == [{"state": "live", "lives": 1}] * 2
    assert all(d == 2.0 for d in durations(config)[:-1])
