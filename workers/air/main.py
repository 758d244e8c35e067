"""`paper-radio air`: plays what studio finished, for ever.

In: the programme, the rundowns, the media files. Out: HLS, RTMP, recordings, the as-run log, `air.sock`. The clock
starts first and ends last; whatever else fails begins again by itself and is not heard. Read this to see what air is
made of.
"""

from __future__ import annotations

import asyncio
import ctypes
import gc
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from pathlib import Path

from radio import log
from radio.backoff import BackOff
from radio.config import Config, load
from radio.ids import ShowId
from radio.lock import only_one
from radio.media import Media
from radio.utc import utc_now
from shows.rundown import artist
from workers.air import bed, outputs
from workers.air.asrun import AsRunLog
from workers.air.clock import DEAD_AIR_FRAMES, Clock
from workers.air.continuity import Continuity
from workers.air.control import Command, Control, Reply
from workers.air.encoder import Encoder
from workers.air.fanout import FanOut
from workers.air.logbook import Logbook
from workers.air.outputs.hls import FLOWING_SECONDS, Hls
from workers.air.outputs.output import Target
from workers.air.recorder import Recorder
from workers.air.shelf import Shelf
from workers.air.sinks import Sink
from workers.air.sources import Chain, Player
from workers.air.supply import Supply
from workers.processes.loops import Loop, again_and_again, supervise
from workers.processes.signals import when_stopped

CLOCK_CLOSE_SECONDS = 1.0
HEALTHY_SECONDS = 20.0
"""An ffmpeg that ran this long is replaced after the first pause."""
MALLOC_MMAP_THRESHOLD = -3
"""The option's number in glibc."""
LARGE_BLOCK_BYTES = 1 << 19
THREAD_SWITCH_SECONDS = 0.001
"""How long another thread may keep the clock's from running Python."""


def main(config_path: Path | None = None, seconds: float | None = None) -> int:
    """Runs until SIGTERM, SIGINT or the seconds are over; returns the exit status."""
    log.start("air")
    _return_large_blocks()
    asyncio.run(_run_until_stopped(load(config_path), seconds))
    return 0


def _return_large_blocks() -> None:
    """Takes and pictures go back to the system when they were played; malloc would keep twice what is in use."""
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is not None:
        mallopt(MALLOC_MMAP_THRESHOLD, LARGE_BLOCK_BYTES)


async def _run_until_stopped(config: Config, seconds: float | None) -> None:
    stop = asyncio.Event()
    when_stopped(stop.set, seconds)
    await run(config, stop)


async def run(config: Config, stop: asyncio.Event) -> None:
    """Plays until `stop` is set. Raises BadConfig before anything sounds."""
    outputs.refuse_private_pages_in_public(config)
    air = Air(config, stop, outputs.targets(config))
    with only_one(config.paths.run / "air.lock", "air"), _ticking(air.clock, stop):
        cut = await asyncio.to_thread(air.asrun.recover, utc_now())
        log.get().info("on air", data=str(config.paths.data), cut_by_crash=len(cut))
        gc.freeze()
        stopping = asyncio.Event()
        loops = asyncio.create_task(supervise(air.loops(), stopping))
        await stop.wait()
        await air.continuity.finish()
        stopping.set()
        await loops
    log.get().info("off air")


@contextmanager
def _ticking(clock: Clock, stop: asyncio.Event) -> Iterator[None]:
    """The clock in its thread. If it fails, the program ends."""
    sys.setswitchinterval(THREAD_SWITCH_SECONDS)
    over = threading.Event()
    failure: list[Exception] = []
    loop = asyncio.get_running_loop()

    def tick() -> None:
        try:
            clock.run(over)
        except Exception as exc:
            failure.append(exc)
            loop.call_soon_threadsafe(stop.set)

    thread = threading.Thread(target=tick, name="clock", daemon=True)
    thread.start()
    try:
        yield
    finally:
        over.set()
        thread.join(CLOCK_CLOSE_SECONDS)
    if failure:
        raise RuntimeError("the playout clock failed") from failure[0]


class Air:
    """The parts of the air, put together."""

    def __init__(self, config: Config, stop: asyncio.Event, targets: Sequence[Target]):
        station = config.station.name
        hosts = (config.speech.hosts[0].name, config.speech.hosts[1].name)
        self.config = config
        self.stop = stop
        self.player = Player()
        self.clock = Clock(Chain(self.player, bed.Bed(bed.pad(), bed.station_picture(station, "back in a moment"))))
        self.fanout = FanOut()
        self.encoder = Encoder(config.air, self.clock, self.fanout)
        self.sinks = [Sink(target, self.fanout) for target in targets]
        self.recorder = Recorder(config.paths.recordings, config.air.record_days, self.clock, artist(hosts))
        self.asrun = AsRunLog(config.paths.asrun)
        self.shelf = Shelf(config.paths)
        self.logbook = Logbook(self.clock, self.player, self.asrun)
        media = Media(config.paths.media)
        self.supply = Supply(station, self.clock, self.player, self.shelf, self.logbook, media)
        self.continuity = Continuity(config.air, self.shelf, self.supply, self.logbook)
        self.control = Control(config.paths.air_socket, self._commands(), self.status, self.logbook.changed)

    def loops(self) -> dict[str, Loop]:
        """Everything beside the clock."""
        loops: dict[str, Loop] = {
            "as-run log": self.logbook.run,
            "cue": self.continuity.cue_ahead,
            "shelf": self.continuity.look,
            "encoder": lambda: again_and_again("encoder", self.encoder.life, BackOff(0.05, 5.0, HEALTHY_SECONDS)),
            "control": self.control.run,
        }
        for sink in self.sinks:
            loops[sink.target.name] = partial(self._keep_sink, sink)
        if self.config.air.record:
            loops["recorder"] = self.recorder.run
        return loops

    async def _keep_sink(self, sink: Sink) -> None:
        await again_and_again(sink.target.name, sink.life, BackOff(0.5, 10.0, HEALTHY_SECONDS))

    def _commands(self) -> dict[str, Command]:
        wishes = self.continuity

        def simple(wish: Callable[[], None]) -> Command:
            def command(_message: dict) -> Reply:
                wish()
                return {"ok": True}

            return command

        def say(message: dict) -> Reply:
            show = message.get("show")
            if not isinstance(show, str) or not self.config.paths.rundown_of(ShowId(show)).exists():
                return {"ok": False, "error": f"there is no rundown of {show!r}"}
            wishes.say(ShowId(show))
            return {"ok": True}

        return {
            "skip": simple(wishes.skip),
            "stop": simple(self.stop.set),
            "say": say,
            "panic": simple(wishes.panic),
            "resume": simple(wishes.resume),
            "reload": simple(self.shelf.forget_stamps),
        }

    def status(self) -> Reply:
        """What is on air, and how the air is."""
        now, clock = self.logbook.on_air, self.clock
        return {
            "frame": clock.frame,
            "utc": self.logbook.timeline.utc_of(clock.frame).isoformat(timespec="milliseconds"),
            "item": now.item.id if now else None,
            "show": now.show if now else None,
            "title": now.title if now else "",
            "text": now.item.text if now else "",
            "speaker": now.item.speaker if now else "",
            "engine": now.item.engine if now else "",
            "paper": now.item.paper if now else None,
            "page": now.item.page if now else None,
            "source": now.source if now else "bed",
            "next": self.continuity.next_up(),
            "runway_seconds": round(self.supply.runway_seconds(), 1),
            "sinks": {s.target.name: {"state": s.state, "lives": s.lives} for s in self.sinks},
            "encoder": {"live": self.encoder.live, "lives": self.encoder.lives},
            "dead_air_seconds": round(clock.dead_air_seconds, 2),
            "late_blocks": clock.late_blocks,
            "flowing": self._is_flowing(),
            "panic": self.continuity.panicking,
        }

    def _is_flowing(self) -> bool:
        """Whether a listener of the HLS hears something now."""
        hls = next(s.target for s in self.sinks if isinstance(s.target, Hls))
        return hls.age_seconds() < FLOWING_SECONDS and self.clock.silent_frames < DEAD_AIR_FRAMES
