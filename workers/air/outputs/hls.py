"""HLS in a folder, which the desk serves. Every station has it."""

from __future__ import annotations

import time
from pathlib import Path

from workers.air import commands

STALE_PLAYLIST_SECONDS = 30.0
FLOWING_SECONDS = 6.0
"""A playlist that grew within this time has listeners who hear something."""
PLANNED_SECONDS = 7 * 24 * 3600.0
SEGMENT_SECONDS = 2
LIST_SEGMENTS = 10


class Hls:
    """Live HLS in a folder."""

    name = "hls"
    secret = ""
    planned_seconds = PLANNED_SECONDS

    def __init__(self, folder: Path):
        self.folder = folder

    async def check(self) -> None:
        """Nothing: a folder needs no key."""

    def command(self) -> list[str]:
        self.folder.mkdir(parents=True, exist_ok=True)
        playlist = self.folder / "live.m3u8"
        if playlist.exists() and time.time() - playlist.stat().st_mtime > STALE_PLAYLIST_SECONDS:
            self._clear()
        # Seconds since 1970 grow faster than segments do, so numbers never go back, whatever was cleared.
        return package_hls(self.folder, None if playlist.exists() else int(time.time()))

    def _clear(self) -> None:
        for file in (*self.folder.glob("live.m3u8*"), *self.folder.glob("s*.ts*")):
            file.unlink(missing_ok=True)

    def age_seconds(self) -> float:
        """How long ago the playlist last grew."""
        try:
            return time.time() - (self.folder / "live.m3u8").stat().st_mtime
        except OSError:
            return float("inf")


def package_hls(folder: Path, start_number: int | None) -> list[str]:
    """FLV on standard input → HLS. A start number only where no playlist is: with one, old segments are renumbered."""
    start = {} if start_number is None else {"start_number": start_number}
    flags = "delete_segments+append_list+program_date_time+omit_endlist+temp_file+independent_segments"
    output = commands.copy_of_stdin().output(
        str(folder / "live.m3u8"),
        c="copy", format="hls", hls_time=SEGMENT_SECONDS, hls_list_size=LIST_SEGMENTS, hls_delete_threshold=5,
        hls_flags=flags, hls_segment_filename=str(folder / "s%d.ts"), **start,
    )  # fmt: skip
    return commands.line(output, *commands.PROGRESS)
