"""The built-in voice: espeak-ng in worker processes of its own. Text → sound and word times, while it is being spoken.

It needs no key, no network and no model, and it is the emergency voice: clear, quick and plainly a machine.
A worker that dies, hangs or has spoken its share is replaced; nothing it does reaches the station's process.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator

from radio.doors import Speech, Voice
from radio.errors import Unreachable, Unspeakable
from radio.model import Word
from radio.speech import wire

RATE = 22_050
WORKERS = 2
SENTENCES_PER_WORKER = 500
LONGEST_TEXT = 4_000
START_SECONDS = 20.0
ANSWER_SECONDS = 5.0
SECONDS_PER_CHARACTER = 0.05  # several hundred times what it needs
_CONTROL = re.compile(r"[\x00-\x1f\x7f]")  # \x01 would start a command to espeak-ng


class Espeak:
    """doors.Speaking on espeak-ng. Voices are `en-us+f3`: an accent and, after the plus, a variant."""

    name = "espeak"
    rate = RATE

    def __init__(self, workers: int = WORKERS):
        self._turns = asyncio.Semaphore(workers)
        self._idle: list[_Worker] = []

    async def speak(self, text: str, voice: Voice) -> AsyncIterator[Speech]:
        """Yields sound while the rest is still being spoken. Raises Unspeakable or Unreachable."""
        text = _CONTROL.sub(" ", text)
        if not text.strip():
            raise Unspeakable("there are no words to speak")
        if len(text) > LONGEST_TEXT:
            raise Unspeakable(f"a text of {len(text)} characters is too long to speak; {LONGEST_TEXT} is the most")
        async with self._turns:
            worker = await self._ready()
            try:
                async for speech in worker.speak(text, voice):
                    yield speech
            finally:
                if worker.fresh:
                    self._idle.append(worker)
                else:
                    await worker.kill()

    async def voices(self) -> tuple[list[str], list[str]]:
        """The accents it has, and the variants that may follow one after a plus."""
        async with self._turns:
            worker = await self._ready()
            self._idle.append(worker)
            return worker.accents, worker.variants

    async def _ready(self) -> _Worker:
        while self._idle:
            worker = self._idle.pop()
            if worker.fresh:
                return worker
            await worker.kill()
        return await _start()

    async def close(self) -> None:
        """Ends the idle workers; a sentence being spoken ends its own."""
        while self._idle:
            await self._idle.pop().kill()


class _Worker:
    """One process; speaks one sentence at a time."""

    accents: list[str]
    variants: list[str]

    def __init__(self, process: Process):
        self._process = process
        self._spoken = 0
        self._speaking = False

    @property
    def fresh(self) -> bool:
        """Whether it may speak another sentence."""
        return not self._speaking and self._spoken < SENTENCES_PER_WORKER and self._process.returncode is None

    async def speak(self, text: str, voice: Voice) -> AsyncIterator[Speech]:
        self._speaking = True
        self._spoken += 1
        self._process.stdin.write(wire.request(text, voice.name, voice.words_per_minute, voice.pitch))
        seconds = ANSWER_SECONDS + SECONDS_PER_CHARACTER * len(text)
        while True:
            kind, payload = await self.receive(seconds)
            if kind == wire.SOUND:
                pcm, words = wire.unpack_sound(payload)
                yield Speech(pcm, tuple(Word(*word) for word in words))
                continue
            self._speaking = False
            if kind == wire.REFUSED:
                raise Unspeakable(payload.decode())
            return

    async def receive(self, seconds: float) -> tuple[bytes, bytes]:
        """The next message. Raises Unreachable when the worker is dead or silent for that long."""
        try:
            async with asyncio.timeout(seconds):
                kind, length = wire.ANSWER_HEAD.unpack(await self._process.stdout.readexactly(wire.ANSWER_HEAD.size))
                return kind, await self._process.stdout.readexactly(length)
        except asyncio.IncompleteReadError:
            raise Unreachable("espeak-ng died") from None
        except TimeoutError:
            raise Unreachable(f"espeak-ng was silent for {seconds:.0f} s") from None

    async def kill(self) -> None:
        if self._process.returncode is None:
            self._process.kill()
        await self._process.communicate()


async def _start() -> _Worker:
    command = (sys.executable, "-P", "-m", "radio.speech.espeak_worker", str(os.getpid()))
    try:
        process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE)
    except OSError as exc:
        raise Unreachable(f"espeak-ng cannot start: {exc.strerror}") from exc
    worker = _Worker(process)
    try:
        kind, payload = await worker.receive(START_SECONDS)
    except BaseException:
        await worker.kill()
        raise
    if kind != wire.READY:
        await worker.kill()
        raise Unreachable(payload.decode())
    worker.accents, worker.variants = wire.unpack_voices(payload)
    return worker
