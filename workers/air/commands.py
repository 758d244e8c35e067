"""Every ffmpeg command line of the air, in one place; why each option is there is written beside it.

Raw pictures and sound come in on pipes: the pipes are the clock, so nothing here paces by itself. No stream key is
ever part of a command line.
"""

from __future__ import annotations

import os
from pathlib import Path

import ffmpeg as graph

from radio.config import AirConfig
from radio.ffmpeg import ffmpeg
from radio.model import HOUSE_RATE

SEGMENT_SECONDS = 2
LIST_SEGMENTS = 10
KEYFRAME_FRAMES = 60
FRAMES_PER_SECOND = 30
RTMP_TIMEOUT_US = 5_000_000
QUIET = ("-hide_banner", "-nostdin", "-loglevel", "level+warning", "-nostats")
RAW = {"probesize": 32, "analyzeduration": 0}
"""Raw input needs no probing; without these the first packet comes 0.8 s later."""

BT709 = {"color_range": "tv", "colorspace": "bt709", "color_trc": "bt709", "color_primaries": "bt709"}
FLV_OUT = {"format": "flv", "flvflags": "no_duration_filesize"}


def _line(output, *more: str) -> list[str]:
    arguments = output.compile(cmd=ffmpeg(), overwrite_output=True)
    return [arguments[0], *QUIET, *more, *arguments[1:]]


def encode(air: AirConfig, pictures_fd: int, sound_fd: int, flv_fd: int) -> list[str]:
    """Raw pictures and PCM → H.264 720p30 and AAC as FLV."""
    pictures = graph.input(
        f"pipe:{pictures_fd}",
        format="rawvideo", pix_fmt="yuv420p", s="1280x720", framerate=air.page_fps, thread_queue_size=64,
        **RAW, **BT709,
    )  # fmt: skip
    sound = graph.input(f"pipe:{sound_fd}", format="s16le", ar=HOUSE_RATE, ac=2, thread_queue_size=1024, **RAW)
    rate = f"{air.video_kbps}k"
    video = {
        "c:v": "libx264", "preset": "ultrafast", "tune": "zerolatency", "profile:v": "main", "pix_fmt": "yuv420p",
        "threads": 1, "vf": f"fps={FRAMES_PER_SECOND}", "g": KEYFRAME_FRAMES, "keyint_min": KEYFRAME_FRAMES,
        "sc_threshold": 0, "bf": 0, "b:v": rate, "maxrate": rate, "bufsize": rate,
        # Filler keeps a still page at the full rate, which platforms expect.
        "x264-params": "nal-hrd=cbr",
    }  # fmt: skip
    audio = {"c:a": "aac", "b:a": f"{air.audio_kbps}k", "ar": HOUSE_RATE, "ac": 2}
    # Written in portions of the muxer's buffer, ten a second: a wake-up for each packet would cost more than muxing.
    return _line(graph.output(pictures, sound, f"pipe:{flv_fd}", flush_packets=0, **video, **audio, **FLV_OUT))


def package_hls(folder: Path, start_number: int | None) -> list[str]:
    """FLV on standard input → HLS. A start number only where no playlist is: with one, old segments are renumbered."""
    start = {} if start_number is None else {"start_number": start_number}
    flags = "delete_segments+append_list+program_date_time+omit_endlist+temp_file+independent_segments"
    output = _copy_of_stdin().output(
        str(folder / "live.m3u8"),
        c="copy", format="hls", hls_time=SEGMENT_SECONDS, hls_list_size=LIST_SEGMENTS, hls_delete_threshold=5,
        hls_flags=flags, hls_segment_filename=str(folder / "s%d.ts"), **start,
    )  # fmt: skip
    return _line(output, *PROGRESS)


def push_rtmp(url: str, preset: Path | None) -> list[str]:
    """FLV on standard input → an RTMP server. The preset file holds the key."""
    key = {"fpre": str(preset)} if preset else {}
    return _line(_copy_of_stdin().output(url, c="copy", rw_timeout=RTMP_TIMEOUT_US, **key, **FLV_OUT), *PROGRESS)


def publish_tone(url: str, preset: Path) -> list[str]:
    """Half a second of silence to an RTMP server, to see what key it is given."""
    sound = graph.input("anullsrc=r=48000:cl=stereo", format="lavfi", t=0.5)
    return _line(sound.output(url, fpre=str(preset), **{"c:a": "aac"}, **FLV_OUT))


def write_key(preset: Path, key: str) -> Path:
    """A file that gives ffmpeg the key, and that only we can read."""
    preset.parent.mkdir(parents=True, exist_ok=True)
    preset.unlink(missing_ok=True)
    fd = os.open(preset, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(fd, "w") as file:
        file.write(f"rtmp_playpath={key}\n")
    return preset


PROGRESS = ("-progress", "pipe:1", "-stats_period", "1")


def _copy_of_stdin():
    return graph.input("pipe:0", format="flv", probesize=500_000, analyzeduration=1_000_000)


def record_mp3(part: Path) -> list[str]:
    """PCM on standard input → mp3."""
    sound = graph.input("pipe:0", format="s16le", ar=HOUSE_RATE, ac=2, **RAW)
    mp3 = {"c:a": "libmp3lame", "b:a": "128k", "id3v2_version": 3, "write_xing": 1, "format": "mp3"}
    return _line(sound.output(str(part), **mp3))
