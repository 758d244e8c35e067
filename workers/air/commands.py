"""The ffmpeg command lines of encoder and recorder, and what every output's has in common.

Why each option is there is written beside it. Raw pictures and sound come in on pipes: the pipes are the clock, so
nothing here paces by itself. No stream key is ever part of a command line.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import ffmpeg as graph

from radio.config import AirConfig
from radio.ffmpeg import ffmpeg
from radio.model import HOUSE_RATE

KEYFRAME_FRAMES = 60
FRAMES_PER_SECOND = 30
QUIET = ("-hide_banner", "-nostdin", "-loglevel", "level+warning", "-nostats")
PROGRESS = ("-progress", "pipe:1", "-stats_period", "1")
"""Has ffmpeg say each second how far it is: a sink that says nothing new is stuck."""
RAW = {"probesize": 32, "analyzeduration": 0}
"""Raw input needs no probing; without these the first packet comes 0.8 s later."""

BT709 = {"color_range": "tv", "colorspace": "bt709", "color_trc": "bt709", "color_primaries": "bt709"}
FLV_OUT = {"format": "flv", "flvflags": "no_duration_filesize"}


def line(output: Any, *more: str) -> list[str]:
    """The command line of one ffmpeg that writes an output."""
    arguments = output.compile(cmd=ffmpeg(), overwrite_output=True)
    return [arguments[0], *QUIET, *more, *arguments[1:]]


def copy_of_stdin() -> Any:
    """The encoded stream on standard input, as every output takes it."""
    return graph.input("pipe:0", format="flv", probesize=500_000, analyzeduration=1_000_000)


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
    return line(graph.output(pictures, sound, f"pipe:{flv_fd}", flush_packets=0, **video, **audio, **FLV_OUT))


def record_mp3(part: Path) -> list[str]:
    """PCM on standard input → mp3."""
    sound = graph.input("pipe:0", format="s16le", ar=HOUSE_RATE, ac=2, **RAW)
    mp3 = {"c:a": "libmp3lame", "b:a": "128k", "id3v2_version": 3, "write_xing": 1, "format": "mp3"}
    return line(sound.output(str(part), **mp3))
