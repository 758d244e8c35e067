"""The whole station from a local arXiv to what a real RTMP server received."""

from __future__ import annotations

import itertools
import json
import re
import shutil
import subprocess
from pathlib import Path

import local_arxiv
import pytest
import station_run
from rtmp_receiver import RtmpReceiver, is_there, probe, silences
from station_run import asrun, configure, fetched, held_up, running, wait_for

pytestmark = pytest.mark.slow

HEARD_SECONDS = 30
HELD_UP_SECONDS = 8


def tool(name: str) -> str:
    path = shutil.which(name)
    if path is None:
        pytest.skip(f"{name} is not installed")
    return path


def keyframe_gaps(file: Path) -> list[float]:
    """Seconds from each keyframe to the next."""
    command = [
        tool("ffprobe"),
        "-v",
        "error",
        "-select_streams",
        "v",
        "-show_entries",
        "packet=pts_time,flags",
        "-of",
        "csv=p=0",
        str(file),
    ]
    rows = subprocess.run(command, capture_output=True, check=True, timeout=60, text=True).stdout.split()
    keys = [float(row.split(",")[0]) for row in rows if ",K" in row]
    return [later - earlier for earlier, later in itertools.pairwise(keys)]


def papers_heard(data: Path) -> set[str]:
    return {line["paper"] for line in asrun(data) if line["event"] == "cued" and line.get("paper")}


@pytest.fixture(scope="module")
def broadcast(tmp_path_factory):
    """A station that polled a local arXiv, spoke of two papers and was received by a real RTMP server."""
    if not is_there():
        pytest.skip("nginx with the RTMP module is not installed")
    folder = tmp_path_factory.mktemp("station")
    server = RtmpReceiver(folder / "received")
    received = server.folder
    with local_arxiv.program(station_run.SHARED, 8) as arxiv, server.running():
        key = folder / "stream.key"
        key.write_text("a-secret-key")
        key.chmod(0o600)
        config = configure(
            folder, arxiv, **{"[air.outputs]": f'url = "{server.url}"\nkey_file = "{key}"', "licence": "private = true"}
        )
        port = re.search(r"port = (\d+)", config.read_text())[1]
        page = f"http://127.0.0.1:{port}"
        data = folder / "data"
        with running(config) as station:
            wait_for(lambda: fetched(f"{page}/readyz")[0] == 200, 60, "/readyz")
            wait_for(lambda: len(list(received.glob("*.flv"))) == 1, 30, "the RTMP server got the stream")
            wait_for(lambda: papers_heard(data), 240, "a paper on air")
            first = papers_heard(data)
            wait_for(lambda: recorded_seconds(received) > HEARD_SECONDS, 90, "half a minute received")
            seen = {name: fetched(page + name) for name in ("/", "/now.json", "/healthz", "/hls/live.m3u8")}
            before = recorded_seconds(received)
            with held_up(station.pid, data / "station.sqlite", "studio", "desk"):
                wait_for(lambda: recorded_seconds(received) > before + HELD_UP_SECONDS, 60, "the stream went on")
            skip = ["-m", "workers.cli.main", "skip", "--config", str(config)]
            subprocess.run([station_run.sys.executable, *skip], check=True, timeout=30)
            wait_for(lambda: papers_heard(data) - first, 120, "a second paper on air")
            playlist = wait_for(lambda: hls_playlist(data), 10, "a playlist")
            log = (folder / "station.log").read_text()
        yield {"folder": folder, "data": data, "received": received, "seen": seen, "playlist": playlist, "log": log}


def recorded_seconds(received: Path) -> float:
    """By size, at the configured bit rates: cheap to ask often."""
    return sum(file.stat().st_size for file in received.glob("*.flv")) * 8 / 2_700_000


def hls_playlist(data: Path) -> str:
    file = data / "hls/live.m3u8"
    text = file.read_text() if file.exists() else ""
    return text if text.count("#EXTINF") >= 5 else ""


def test_the_server_received_720p30_h264_with_aac(broadcast):
    streams = {s["codec_type"]: s for s in probe(next(broadcast["received"].glob("*.flv")), "-show_streams")["streams"]}
    video, audio = streams["video"], streams["audio"]
    assert (video["codec_name"], video["width"], video["height"]) == ("h264", 1280, 720)
    assert video["avg_frame_rate"] == "30/1" or video["r_frame_rate"] == "30/1"
    assert (audio["codec_name"], audio["sample_rate"], audio["channels"]) == ("aac", "48000", 2)


def test_a_keyframe_comes_every_two_seconds(broadcast):
    gaps = keyframe_gaps(next(broadcast["received"].glob("*.flv")))
    assert len(gaps) > 10
    assert max(abs(gap - 2.0) for gap in gaps) < 0.05


def test_what_was_received_is_never_silent_for_a_second_though_studio_desk_and_store_were_held_up(broadcast):
    assert silences(next(broadcast["received"].glob("*.flv"))) == []


def test_two_papers_were_spoken_of(broadcast):
    assert len(papers_heard(broadcast["data"])) >= 2


def test_hls_goes_on_without_a_hole(broadcast):
    lengths = [float(value) for value in re.findall(r"#EXTINF:([\d.]+)", broadcast["playlist"])]
    assert all(abs(length - 2.0) < 0.1 for length in lengths)
    assert broadcast["playlist"].count("#EXT-X-DISCONTINUITY\n") <= 1


def test_what_went_out_is_kept_as_an_mp3_with_title_and_artist(broadcast):
    recordings = list((broadcast["data"] / "recordings").rglob("*.mp3"))
    assert recordings
    tags = probe(recordings[0], "-show_format")["format"]["tags"]
    assert tags["title"] and "synthetic voices" in tags["artist"]
    assert float(probe(recordings[0], "-show_format")["format"]["duration"]) > 1


def test_the_page_says_what_is_on_now(broadcast):
    status, body = broadcast["seen"]["/now.json"]
    assert status == 200 and json.loads(body)["title"]
    assert broadcast["seen"]["/"][0] == 200
    assert b"#EXTM3U" in broadcast["seen"]["/hls/live.m3u8"][1]


def test_the_stream_key_is_in_no_log(broadcast):
    assert "a-secret-key" not in broadcast["log"]


def test_nothing_is_left_running_and_no_half_file_is_left(broadcast):
    assert station_run.descendants_of(broadcast["data"]) == []
    assert list(broadcast["data"].rglob("*.part")) == []
