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
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path

from mutagen import MutagenError

from radio import log
from radio.model import HOUSE_RATE
from radio.mp3 import tag
from radio.utc import utc_now
from shows.rundown import DISCLOSURE
from workers.air import commands
from workers.air.clock import Clock
from workers.air.redact import Redactor
from workers.air.tape import Reel, Tape
from workers.processes import child

WAITING_BOUND_BYTES = 16 << 20
IDLE_FRAMES = 10 * 60 * HOUSE_RATE
"""A show that paused (its rest was not voiced yet) goes on in the same recording within this."""

STEP_SECONDS = 0.5
CLOSE_SECONDS = 3.0
TIDY_SECONDS = 3600.0


@dataclass(slots=True)
class Recording:
    """One ffmpeg and the file it writes."""

    part: Path
    process: Process
    sound: asyncio.StreamWriter
    """Its standard input."""
    draining: asyncio.Task[None]


class Recorder:
    """Lives of recordings, each in an ffmpeg of its own."""

    def __init__(self, folder: Path, keep_days: int, clock: Clock, artist: str):
        self.folder = folder
        self.keep_days = keep_days
        self.clock = clock
        self.artist = artist
        """Who speaks, where the rundown does not say."""
        self.tape = Tape()
        self._running: dict[Reel, Recording | None] = {}
        """Every reel on the tape; None for one whose recording failed, until its show is over."""

    async def run(self) -> None:
        """Records until cancelled, then finishes what is open."""
        await asyncio.to_thread(self._finish_leftovers)
        self.tape = Tape()
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
            for reel, recording in self._running.items():
                if recording:
                    await self._finish(reel, recording)
            self._running.clear()

    async def step(self) -> None:
        """Passes on what has been recorded, and ends recordings whose show is over."""
        while self.tape.fresh:
            reel = self.tape.fresh.popleft()
            self._running[reel] = await self._start(reel)
            if self._running[reel] is None:
                self.clock.call(reel.give_up)
        for reel in tuple(self._running):
            await self._follow(reel)

    async def _follow(self, reel: Reel) -> None:
        recording = self._running[reel]
        over = reel.ended or self.clock.frame - reel.last_frame > IDLE_FRAMES
        if over:
            self.clock.call(partial(self.tape.close, reel))
        if recording and (not await self._pass_on(reel, recording) or over):
            self._running[reel] = None
            await self._finish(reel, recording)
            self.clock.call(reel.give_up)
        if over:
            del self._running[reel]

    async def _start(self, reel: Reel) -> Recording | None:
        part = self.folder / f"{utc_now():%Y-%m-%d}" / f"{reel.show.replace('/', '_')}.mp3.part"
        try:
            part.parent.mkdir(parents=True, exist_ok=True)
            process = await child.spawn(commands.record_mp3(part), stdin=PIPE)
        except OSError as exc:
            log.get().error("show is not recorded", show=reel.show, reason=exc.strerror)
            return None
        assert process.stdin is not None, "it was spawned with a pipe"
        draining = asyncio.create_task(child.drain(process.stderr, Redactor("recorder").line))
        return Recording(part, process, process.stdin, draining)

    async def _pass_on(self, reel: Reel, recording: Recording) -> bool:
        """Says whether the recording goes on."""
        if reel.lost or recording.process.returncode is not None:
            return False
        recording.sound.write(reel.take())
        try:
            async with asyncio.timeout(STEP_SECONDS):
                await recording.sound.drain()
        except TimeoutError:
            return recording.sound.transport.get_write_buffer_size() < WAITING_BOUND_BYTES
        except ConnectionError:
            return False
        return True

    async def _finish(self, reel: Reel, recording: Recording) -> None:
        process = recording.process
        with contextlib.suppress(ConnectionError):
            if process.returncode is None and not reel.lost:
                recording.sound.write(reel.take())
            recording.sound.close()
        await child.settle(process, CLOSE_SECONDS)
        await asyncio.wait((recording.draining,), timeout=CLOSE_SECONDS)
        if reel.lost or process.returncode != 0:
            log.get().error("recording broke off; what there is of it is kept", show=reel.show)
        try:
            await asyncio.to_thread(self._keep, recording.part, reel.title, reel.artist, reel.papers)
        except (OSError, MutagenError) as exc:
            log.get().error("recording could not be kept", show=reel.show, reason=str(exc))

    def _keep(self, part: Path, title: str, artist: str, papers: tuple[str, ...]) -> None:
        final = part.with_suffix("")
        size = part.stat().st_size
        earlier = [p for p in self.folder.glob(f"*/{_literal(final.name)}") if p.stat().st_size >= size]
        if not size or earlier:
            part.unlink()
            return
        comment = f"{DISCLOSURE} {' '.join(papers)}".strip()
        tag(part, title=title, artist=artist or self.artist, date=part.parent.name, comment=comment)
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
                self._keep(part, part.name.removesuffix(".mp3.part"), "", ())
            except (OSError, MutagenError):
                part.unlink(missing_ok=True)

    def _forget_old(self) -> None:
        first = f"{utc_now() - timedelta(days=self.keep_days):%Y-%m-%d}"
        for folder in self.folder.glob("????-??-??"):
            if folder.name < first:
                shutil.rmtree(folder, ignore_errors=True)


def _literal(name: str) -> str:
    return name.replace("[", "[[]").replace("*", "[*]").replace("?", "[?]")
