"""Lives of an output's ffmpeg, each in a process of its own.

In: a target, and the stream from the fan-out. Out: files, or a connection. A sink that fails, freezes or is away never
touches another.
"""

from __future__ import annotations

import asyncio
import os
from asyncio.subprocess import PIPE, Process

from radio import log
from radio.errors import Unreachable
from workers.air.fanout import SINK_BOUND_BYTES, FanOut, SinkFeed
from workers.air.outputs.output import Target
from workers.air.redact import Redactor, without_keys
from workers.air.ring import Ring, wide_pipe
from workers.processes import child

STALLED_SECONDS = 8.0
"""Without progress for this long a sink is killed: a frozen server never closes its connection."""
CLOSE_SECONDS = 1.5


class Sink:
    """Lives of one target's ffmpeg, one at a time."""

    def __init__(self, target: Target, fanout: FanOut):
        self.target = target
        self.fanout = fanout
        self.state = "starting"
        self.lives = 0
        self.process: Process | None = None
        self._reported = ""

    async def life(self) -> None:
        """From its start to its end. Raises Unreachable with the reason for an end not planned."""
        await self.target.check()
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
