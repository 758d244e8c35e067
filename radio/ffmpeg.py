"""Which ffmpeg this machine has, and what it can do.

The one on the PATH comes first, then the one that imageio-ffmpeg carries. Never runs anything longer than a listing.
"""

from __future__ import annotations

import shutil
import subprocess
from dataclasses import dataclass

from radio.errors import BadConfig

LISTING_SECONDS = 20.0
NEEDED = {
    "-encoders": ("libx264", "aac", "libmp3lame"),
    "-muxers": ("flv", "hls"),
    "-protocols": ("rtmp", "rtmps"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Abilities:
    """What one ffmpeg can do of what the air needs."""

    path: str
    version: str
    present: tuple[str, ...]
    missing: tuple[str, ...]


def ffmpeg() -> str:
    """Path of the ffmpeg to run. Raises BadConfig where there is none."""
    if found := shutil.which("ffmpeg"):
        return found
    try:
        import imageio_ffmpeg

        return imageio_ffmpeg.get_ffmpeg_exe()
    except (ImportError, RuntimeError):
        raise BadConfig(
            "there is no ffmpeg; install it (`apt install ffmpeg`, or `pip install imageio-ffmpeg`)"
        ) from None


def abilities() -> Abilities:
    """Asks ffmpeg itself. Raises BadConfig where it is missing or does not run."""
    path = ffmpeg()
    version = _ask(path, "-version").split("\n", 1)[0].split(" Copyright")[0].removeprefix("ffmpeg version ")
    present: list[str] = []
    missing: list[str] = []
    for listing, names in NEEDED.items():
        known = set(_ask(path, listing).split())
        for name in names:
            (present if name in known else missing).append(name)
    return Abilities(path=path, version=version, present=tuple(present), missing=tuple(missing))


def _ask(path: str, option: str) -> str:
    try:
        done = subprocess.run(
            [path, "-hide_banner", option], capture_output=True, text=True, timeout=LISTING_SECONDS, check=True
        )
    except (OSError, subprocess.SubprocessError) as exc:
        raise BadConfig(f"{path} does not run ({type(exc).__name__}); install a working ffmpeg") from None
    return done.stdout
