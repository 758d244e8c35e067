"""Where the encoded stream goes: HLS on disk, and any number of RTMP servers, each in a process of its own.

In: a stream from the fan-out. Out: files, or a connection. A sink that fails, freezes or is away never touches another.
"""

from __future__ import annotations

import asyncio
import ipaddress
import os
import time
from asyncio.subprocess import PIPE, Process
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from radio import log
from radio.config import Config, OutputConfig
from radio.errors import BadConfig, Unreachable
from workers.air import commands
from workers.air.fanout import SINK_BOUND_BYTES, FanOut, SinkFeed
from workers.air.keycheck import key_file_works
from workers.air.redact import Redactor, without_keys
from workers.air.ring import Ring, wide_pipe
from workers.processes import child

STALLED_SECONDS = 8.0
"""Without progress for this long a sink is killed: a frozen server never closes its connection."""
STALE_PLAYLIST_SECONDS = 30.0
FLOWING_SECONDS = 6.0
CLOSE_SECONDS = 1.5
HLS_PLANNED_SECONDS = 7 * 24 * 3600
RTMP_PLANNED_SECONDS = 47 * 3600
"""Twitch ends a broadcast after 48 h, at a moment of its own choosing."""


class Target(Protocol):
    """What a sink sends to."""

    name: str
    secret: str
    planned_seconds: float

    def command(self) -> list[str]:
        """The command line of its next life, with whatever files that needs. Raises OSError."""


class Hls:
    """Live HLS in a folder."""

    name = "hls"
    secret = ""
    planned_seconds = HLS_PLANNED_SECONDS

    def __init__(self, folder: Path):
        self.folder = folder

    def command(self) -> list[str]:
        self.folder.mkdir(parents=True, exist_ok=True)
        playlist = self.folder / "live.m3u8"
        if playlist.exists() and time.time() - playlist.stat().st_mtime > STALE_PLAYLIST_SECONDS:
            self._clear()
        # Seconds since 1970 grow faster than segments do, so numbers never go back, whatever was cleared.
        return commands.package_hls(self.folder, None if playlist.exists() else int(time.time()))

    def _clear(self) -> None:
        for file in (*self.folder.glob("live.m3u8*"), *self.folder.glob("s*.ts*")):
            file.unlink(missing_ok=True)

    def age_seconds(self) -> float:
        """Since the playlist last grew."""
        try:
            return time.time() - (self.folder / "live.m3u8").stat().st_mtime
        except OSError:
            return float("inf")


class Rtmp:
    """An RTMP server. Its key lies in a file that only we can read, and is in no command line."""

    planned_seconds = RTMP_PLANNED_SECONDS

    def __init__(self, output: OutputConfig, name: str, preset: Path):
        self.url = output.url
        self.name = name
        self.secret = output.key.get_secret_value()
        self._preset = preset

    def command(self) -> list[str]:
        if not self.secret:
            return commands.push_rtmp(self.url, None)
        return commands.push_rtmp(self.url, commands.write_key(self._preset, self.secret))


class Sink:
    """Lives of one target's ffmpeg, one at a time."""

    def __init__(self, target: Target, fanout: FanOut):
        self.target = target
        self.fanout = fanout
        self.state = "starting"
        self.lives = 0
        self.process: Process | None = None
        self._reported = ""
        self._key_is_safe = False

    async def life(self) -> None:
        """From its start to its end. Raises Unreachable with the reason for an end not planned."""
        if self.target.secret and not self._key_is_safe:
            await self._check_key()
        reading, writing = wide_pipe()
        feed = SinkFeed(Ring(writing, SINK_BOUND_BYTES))
        complaints = Redactor(self.target.name, self.target.secret)
        try:
            try:
                self.process = await child.spawn(self.target.command(), stdin=reading, stdout=PIPE)
            finally:
                os.close(reading)
            self.lives += 1
            reason = await self._follow(self.process, feed, complaints)
        finally:
            self.state = "down"
            self.fanout.leave(feed)
            feed.ring.close()
        if reason:
            raise Unreachable(f"{without_keys(self.target.name)} {reason}; {complaints.last or 'no more is known'}")

    async def _check_key(self) -> None:
        self._key_is_safe = await key_file_works()
        if not self._key_is_safe:
            raise Unreachable(
                "this ffmpeg cannot take a stream key from a file; install Debian's (`apt install ffmpeg`)"
            )

    async def _follow(self, process: Process, feed: SinkFeed, complaints: Redactor) -> str:
        self._reported = ""
        self.fanout.join(feed)
        tasks = [
            asyncio.create_task(child.drain(process.stderr, complaints.line)),
            asyncio.create_task(child.drain(process.stdout, self._progress)),
        ]
        try:
            return await self._end_of(process, feed)
        finally:
            feed.ring.flush()
            feed.ring.close()
            await child.settle(process, CLOSE_SECONDS)
            await asyncio.wait(tasks, timeout=0.5)
            for task in tasks:
                task.cancel()

    def _progress(self, line: str) -> None:
        if line.startswith("out_time_us=") and line != self._reported and line[12:13].isdigit():
            self._reported = line
            if self.state != "live":
                self.state = "live"
                log.get().info("sink is live", sink=self.target.name)

    async def _end_of(self, process: Process, feed: SinkFeed) -> str:
        loop = asyncio.get_running_loop()
        began = moved = loop.time()
        seen = self._reported
        while process.returncode is None:
            await asyncio.sleep(0.2)
            if self._reported != seen or feed.waiting:
                seen, moved = self._reported, loop.time()
            if feed.gone:
                child.kill(process)
                return "did not keep up"
            if loop.time() - moved > STALLED_SECONDS:
                child.kill(process)
                return f"made no progress for {STALLED_SECONDS:.0f} s"
            if loop.time() - began > self.target.planned_seconds:
                return ""
        return f"ended with status {process.returncode}"


def refuse_private_pages_in_public(config: Config) -> None:
    """Raises BadConfig when pages that may not be shown would leave this machine."""
    if not config.licence.private:
        return
    public = [output.url for output in config.air.outputs if not _is_loopback(output.url)]
    if public:
        names = ", ".join(without_keys(url) for url in public)
        raise BadConfig(f"[licence] private is set, but {names} is beyond this machine; remove one of the two")


def _is_loopback(url: str) -> bool:
    host = urlsplit(url).hostname or ""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def targets(config: Config) -> Sequence[Target]:
    """Every target of the configuration. Raises BadConfig for a key file that cannot be used."""
    outputs = config.air.outputs
    names = _names([output.url for output in outputs])
    presets = (config.paths.run / f"rtmp-{number}.ffpreset" for number in range(len(outputs)))
    return (Hls(config.paths.hls), *map(Rtmp, outputs, names, presets))


def _names(urls: Sequence[str]) -> list[str]:
    """A name for each address: its host and application, with a number where others have the same. Never a key."""
    names: list[str] = []
    for url in urls:
        parts = urlsplit(url)
        place = f"rtmp {parts.hostname}/{parts.path.strip('/').split('/')[0]}".rstrip("/")
        before = sum(name.split(" #")[0] == place for name in names)
        names.append(f"{place} #{before + 1}" if before else place)
    return names
