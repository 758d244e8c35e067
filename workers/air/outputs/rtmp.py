"""RTMP servers: Twitch, YouTube, an nginx of one's own. The key lies in a file, and is in no command line."""

from __future__ import annotations

from pathlib import Path

from radio.config import OutputConfig
from radio.errors import Unreachable
from workers.air import commands
from workers.air.outputs.output import Output
from workers.air.outputs.rtmp_key import key_file_works, write_key

PLANNED_SECONDS = 47 * 3600.0
"""Twitch ends a broadcast after 48 h, at a moment of its own choosing."""
TIMEOUT_US = 5_000_000


class Rtmp:
    """One server."""

    planned_seconds = PLANNED_SECONDS

    def __init__(self, output: OutputConfig, name: str, file: Path):
        self.url = output.url
        self.name = name
        self.secret = output.key.get_secret_value()
        self._preset = file.with_suffix(".ffpreset")
        self._key_is_safe = not self.secret

    async def check(self) -> None:
        self._key_is_safe = self._key_is_safe or await key_file_works()
        if not self._key_is_safe:
            raise Unreachable(
                "this ffmpeg cannot take a stream key from a file; install Debian's (`apt install ffmpeg`)"
            )

    def command(self) -> list[str]:
        return push_rtmp(self.url, write_key(self._preset, self.secret) if self.secret else None)


def push_rtmp(url: str, preset: Path | None) -> list[str]:
    """FLV on standard input → an RTMP server. The preset file holds the key."""
    key = {"fpre": str(preset)} if preset else {}
    output = commands.copy_of_stdin().output(url, c="copy", rw_timeout=TIMEOUT_US, **key, **commands.FLV_OUT)
    return commands.line(output, *commands.PROGRESS)


RTMP = Output(name="rtmp", ports={"rtmp": 1935, "rtmps": 443}, target=Rtmp, key_works=key_file_works)
