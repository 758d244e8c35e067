"""Blocks and pictures from the clock → one ffmpeg → FLV bytes for the fan-out.

In: every frame of the air. Out: the encoded stream. Both pipes are fed from one count of samples, so sound and
pictures cannot drift; a pipe that fills up ends this ffmpeg, because leaving something out would shift one against
the other. Never slows the clock.
"""

from __future__ import annotations

import asyncio
import os
from asyncio.subprocess import Process

from radio import log
from radio.config import AirConfig
from radio.errors import Unreachable
from radio.model import HOUSE_RATE
from workers.air import commands
from workers.air.clock import Clock
from workers.air.cue import PICTURE_BYTES
from workers.air.fanout import FanOut
from workers.air.pcm import BYTES_PER_FRAME
from workers.air.redact import Redactor
from workers.air.ring import Ring, wide_pipe
from workers.air.sources import Stretch
from workers.processes import child

BEHIND_SECONDS = 5.0
"""An encoder that falls this far behind is given up. On a busy machine, its start alone takes a second or two."""
READ_BYTES = 1 << 18
STALLED_SECONDS = 5.0
PLANNED_SECONDS = 7 * 24 * 3600
"""FLV counts milliseconds in 31 bits, which is 24.8 days; a new encoder begins at zero."""
CLOSE_SECONDS = 1.5
FLUSH_SECONDS = 0.5


class EncoderFeed:
    """The clock's outlet into the encoder's two pipes."""

    def __init__(self, sound: Ring, pictures: Ring, page_fps: int):
        self.sound = sound
        self.pictures = pictures
        self._page_frames = HOUSE_RATE // page_fps
        self._next_picture: int | None = None
        self._shown: bytes | None = None
        self.turned_page = False

    def take(self, frame: int, stretch: Stretch) -> None:
        pcm = stretch.pcm
        if self._next_picture is None:
            # Both pipes start on the grid of pictures that all encoders share.
            self._next_picture = -(-frame // self._page_frames) * self._page_frames
        if frame + len(pcm) <= self._next_picture and self._shown is None:
            return
        while self._next_picture < frame + len(pcm):
            if self._shown is None:
                pcm = pcm[self._next_picture - frame :]
            self._show(stretch.picture)
        self.sound.offer(pcm.tobytes())

    def _show(self, picture: bytes) -> None:
        self.turned_page = self._shown is not None and picture is not self._shown
        self._shown = picture
        self.pictures.offer(picture)
        self._next_picture = (self._next_picture or 0) + self._page_frames

    def flush(self) -> None:
        self.sound.flush()
        self.pictures.flush()

    @property
    def empty(self) -> bool:
        return not (self.sound.pending_bytes or self.pictures.pending_bytes)

    @property
    def gone(self) -> bool:
        return any(ring.overflowed or ring.broken for ring in (self.sound, self.pictures))

    def close(self) -> None:
        self.sound.close()
        self.pictures.close()


class Encoder:
    """Lives of the encoding ffmpeg, one at a time."""

    def __init__(self, air: AirConfig, clock: Clock, fanout: FanOut):
        self.air = air
        self.clock = clock
        self.fanout = fanout
        self.lives = 0
        self.process: Process | None = None
        self.live = False
        """Whether encoded stream comes out."""

    async def life(self) -> None:
        """From its start to its end, planned or not. Raises Unreachable with the reason for an end not planned."""
        pictures_in, pictures_out = wide_pipe()
        sound_in, sound_out = wide_pipe()
        flv_in, flv_out = wide_pipe()
        ends = (pictures_in, sound_in, flv_out)
        try:
            argv = commands.encode(self.air, pictures_in, sound_in, flv_out)
            process = await child.spawn(argv, pass_fds=ends)
        except BaseException:
            for fd in (pictures_out, sound_out, flv_in):
                os.close(fd)
            raise
        finally:
            for fd in ends:
                os.close(fd)
        self.process = process
        self.lives += 1
        page_fps = self.air.page_fps
        sound = Ring(sound_out, round(BEHIND_SECONDS * HOUSE_RATE * BYTES_PER_FRAME))
        # A picture that waits several times is in memory once.
        pictures = Ring(pictures_out, round(BEHIND_SECONDS * page_fps * PICTURE_BYTES))
        await self._follow(process, EncoderFeed(sound, pictures, page_fps), flv_in)

    async def _follow(self, process: Process, feed: EncoderFeed, flv_in: int) -> None:
        complaints = Redactor("encoder")
        self.fanout.begin()
        loop = asyncio.get_running_loop()
        os.set_blocking(flv_in, False)
        loop.add_reader(flv_in, self._pass_on, flv_in)
        draining = asyncio.create_task(child.drain(process.stderr, complaints.line))
        self.clock.attach(feed)
        try:
            reason = await self._end_of(process, feed)
        finally:
            self.live = False
            await self._let_go(feed)
            await child.settle(process, CLOSE_SECONDS)
            loop.remove_reader(flv_in)
            os.close(flv_in)
            draining.cancel()
        if reason:
            raise Unreachable(f"the encoder {reason}; {complaints.last or 'it said nothing'}")
        log.get().info("encoder restarted as planned")

    async def _let_go(self, feed: EncoderFeed) -> None:
        """Closes both pipes, once the encoder has taken the last whole picture or the bound is over."""
        free = asyncio.Event()
        loop = asyncio.get_running_loop()
        self.clock.detach(feed, then=lambda: loop.call_soon_threadsafe(free.set))
        try:
            async with asyncio.timeout(FLUSH_SECONDS):
                await free.wait()
                while not feed.empty and not feed.gone:
                    await asyncio.sleep(0.01)
                    feed.flush()
        except TimeoutError:
            log.get().debug("encoder did not take the last picture")
        if free.is_set():
            feed.close()

    def _pass_on(self, flv_in: int) -> None:
        try:
            portion = os.read(flv_in, READ_BYTES)
        except BlockingIOError:
            return
        if not portion:
            asyncio.get_running_loop().remove_reader(flv_in)
            return
        self.fanout.take(portion)
        self.live = True

    async def _end_of(self, process: Process, feed: EncoderFeed) -> str:
        """Waits for the life's end and says why it ended; empty when it was planned."""
        loop = asyncio.get_running_loop()
        began = moved = loop.time()
        seen = self.fanout.tags_seen
        while process.returncode is None:
            await asyncio.sleep(0.1)
            if self.fanout.tags_seen != seen:
                seen, moved = self.fanout.tags_seen, loop.time()
            if feed.gone and process.returncode is None:
                child.kill(process)
                return "did not keep up"
            if loop.time() - moved > STALLED_SECONDS:
                child.kill(process)
                return f"wrote nothing for {STALLED_SECONDS:.0f} s"
            if loop.time() - began > PLANNED_SECONDS and feed.turned_page:
                return ""
        return f"ended with status {process.returncode}"
