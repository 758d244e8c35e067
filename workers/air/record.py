"""An mp3 of every show as it went out, straight from the clock, untouched by the video encoder.

In: every frame of the air with the item it belongs to. Out: `<date>/<show>.mp3`, tagged, whole. Of a show heard
several times the longest recording is kept. Never slows the clock: a recorder that falls behind loses its recording.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import shutil
from asyncio.subprocess import PIPE, Process
from collections import deque
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from mutagen import MutagenError
from mutagen.id3 import COMM, ID3, TDRC, TIT2, TPE1

from radio import log
from radio.model import HOUSE_RATE, ShowId
from workers import child
from workers.air import commands
from workers.air.clock import Clock
from workers.air.redact import Redactor
from workers.air.sources import Cued, Stretch

REEL_BOUND_BYTES = 16 << 20
IDLE_FRAMES = 10 * 60 * HOUSE_RATE
"""A show that paused (its rest was not voiced yet) goes on in the same recording within this."""

STEP_SECONDS = 0.5
CLOSE_SECONDS = 3.0
TIDY_SECONDS = 3600.0
ARTIST = "Ada & Max (synthetic voices), Paper Radio"


class Reel:
    """The sound of one show that has not been passed on yet."""

    def __init__(self, first: Cued):
        self.show = first.show
        self.title = first.title
        self.artist = first.artist
        self.papers = first.papers
        self.blocks: deque[bytes] = deque()
        self.pending_bytes = 0
        self.last_frame = 0
        self.ended = False
        self.lost = False

    def add(self, frame: int, block: bytes) -> None:
        self.last_frame = frame
        self.lost = self.lost or self.pending_bytes > REEL_BOUND_BYTES
        if not self.lost:
            self.blocks.append(block)
            self.pending_bytes += len(block)

    def take(self) -> bytes:
        blocks = [self.blocks.popleft() for _ in range(len(self.blocks))]
        together = b"".join(blocks)
        self.pending_bytes -= len(together)
        return together


class Tape:
    """The clock's outlet: sorts frames by show."""

    def __init__(self) -> None:
        self.reels: dict[ShowId, Reel] = {}
        self.fresh: deque[Reel] = deque()
        self._before: Cued | None = None

    def take(self, frame: int, stretch: Stretch) -> None:
        cued = stretch.cued
        if cued is not self._before:
            self._turn(cued)
        if cued and cued.logged and cued.source != "ident":
            reel = self.reels.get(cued.show)
            if reel is None:
                reel = self.reels[cued.show] = Reel(cued)
                self.fresh.append(reel)
            reel.add(frame, stretch.pcm.tobytes())

    def _turn(self, cued: Cued | None) -> None:
        before, self._before = self._before, cued
        if before and before.last and before.show in self.reels:
            self.reels.pop(before.show).ended = True

    def flush(self) -> None:
        """Nothing: the recorder takes what is there when it comes by."""


class Recorder:
    """Lives of recordings, each in an ffmpeg of its own."""

    def __init__(self, folder: Path, keep_days: int, clock: Clock):
        self.folder = folder
        self.keep_days = keep_days
        self.clock = clock
        self.tape = Tape()
        self._running: dict[Reel, tuple[Path, Process]] = {}

    async def run(self) -> None:
        """Records until cancelled, then finishes what is open."""
        await asyncio.to_thread(self._finish_leftovers)
        self.clock.attach(self.tape)
        tidied = 0.0
        try:
            while True:
                await self.step()
                if asyncio.get_running_loop().time() - tidied > TIDY_SECONDS:
                    tidied = asyncio.get_running_loop().time()
                    await asyncio.to_thread(self._forget_old)
                await asyncio.sleep(STEP_SECONDS)
        finally:
            self.clock.detach(self.tape)
            for reel in tuple(self._running):
                await self._finish(reel)

    async def step(self) -> None:
        """Passes on what has been recorded, and ends recordings whose show is over."""
        while self.tape.fresh:
            await self._start(self.tape.fresh.popleft())
        for reel in tuple(self._running):
            over = reel.ended or self.clock.frame - reel.last_frame > IDLE_FRAMES
            if over:
                self.clock.call(lambda reel=reel: self._close_reel(reel))
            if not await self._pass_on(reel) or over:
                await self._finish(reel)

    def _close_reel(self, reel: Reel) -> None:
        if self.tape.reels.get(reel.show) is reel:
            del self.tape.reels[reel.show]

    async def _start(self, reel: Reel) -> None:
        part = self.folder / f"{datetime.now(UTC):%Y-%m-%d}" / f"{reel.show.replace('/', '_')}.mp3.part"
        try:
            part.parent.mkdir(parents=True, exist_ok=True)
            process = await child.spawn(commands.record_mp3(part), stdin=PIPE)
        except OSError as exc:
            log.get().error("show is not recorded", show=reel.show, reason=exc.strerror)
            return
        drain = asyncio.create_task(child.drain(process.stderr, Redactor("recorder").line))
        drain.add_done_callback(lambda _: None)
        self._running[reel] = (part, process)

    async def _pass_on(self, reel: Reel) -> bool:
        """Says whether the recording goes on."""
        _, process = self._running[reel]
        if reel.lost or process.returncode is not None:
            return False
        process.stdin.write(reel.take())
        try:
            async with asyncio.timeout(STEP_SECONDS):
                await process.stdin.drain()
        except TimeoutError:
            return process.stdin.transport.get_write_buffer_size() < REEL_BOUND_BYTES
        except ConnectionError:
            return False
        return True

    async def _finish(self, reel: Reel) -> None:
        part, process = self._running.pop(reel)
        with contextlib.suppress(ConnectionError):
            if process.returncode is None and not reel.lost:
                process.stdin.write(reel.take())
            process.stdin.close()
        await child.settle(process, CLOSE_SECONDS)
        if reel.lost or process.returncode != 0:
            log.get().error("recording broke off; what there is of it is kept", show=reel.show)
        try:
            await asyncio.to_thread(self._keep, part, reel.title, reel.artist or ARTIST, reel.papers)
        except (OSError, MutagenError) as exc:
            log.get().error("recording could not be kept", show=reel.show, reason=str(exc))

    def _keep(self, part: Path, title: str, artist: str, papers: tuple[str, ...]) -> None:
        final = part.with_suffix("")
        size = part.stat().st_size
        earlier = [p for p in self.folder.glob(f"*/{_literal(final.name)}") if p.stat().st_size >= size]
        if not size or earlier:
            part.unlink()
            return
        _tag(part, title, artist, papers)
        with part.open("rb+") as file:
            os.fsync(file.fileno())
        for shorter in self.folder.glob(f"*/{_literal(final.name)}"):
            shorter.unlink()
        part.rename(final)
        log.get().info("recording kept", file=final.name, kilobytes=size // 1000)

    def _finish_leftovers(self) -> None:
        """What a crash left half written is a shorter recording, or nothing."""
        for part in self.folder.glob("*/*.mp3.part"):
            try:
                self._keep(part, part.name.removesuffix(".mp3.part"), ARTIST, ())
            except (OSError, MutagenError):
                part.unlink(missing_ok=True)

    def _forget_old(self) -> None:
        first = f"{datetime.now(UTC) - timedelta(days=self.keep_days):%Y-%m-%d}"
        for folder in self.folder.glob("????-??-??"):
            if folder.name < first:
                shutil.rmtree(folder, ignore_errors=True)


def _literal(name: str) -> str:
    return name.replace("[", "[[]").replace("*", "[*]").replace("?", "[?]")


def _tag(path: Path, title: str, artist: str, papers: tuple[str, ...]) -> None:
    tags = ID3()
    tags.add(TIT2(encoding=3, text=title))
    tags.add(TPE1(encoding=3, text=artist))
    tags.add(TDRC(encoding=3, text=date.today().isoformat()))
    spoken_of = ", ".join(f"arXiv:{p}" for p in papers)
    tags.add(COMM(encoding=3, lang="eng", desc="", text=f"Synthetic voices. {spoken_of}".strip()))
    tags.save(path, v2_version=3)
