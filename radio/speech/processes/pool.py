"""An engine in worker processes of its own: text → sound and word times, while it is being spoken.

In: the module that `serve`s the engine, and its limits. A worker that dies, hangs or has spoken its share is replaced;
nothing it does reaches the station's process.
"""

from __future__ import annotations

import asyncio
import os
import re
import sys
from asyncio.subprocess import PIPE, Process
from collections.abc import AsyncIterator, Mapping
from dataclasses import dataclass
from typing import Any

from radio.doors import Speech, Voice
from radio.errors import Unreachable, Unspeakable
from radio.model import Word
from radio.speech.processes import messages

LONGEST_TEXT = 4_000
_CONTROL = re.compile(r"[\x00-\x1f\x7f\ud800-\udfff]")  # halves of characters too
_MARKUP = re.compile(r"</?[A-Za-z][^<>]*>")


@dataclass(frozen=True, slots=True, kw_only=True)
class Engine:
    """What is started, and how much is expected of it."""

    name: str
    """As an error message says it: `espeak-ng`."""
    module: str
    arguments: tuple[str, ...] = ()
    workers: int = 1
    sentences_per_worker: int = 500
    """Then it is replaced, so that what leaks does not grow."""
    start_seconds: float = 20.0
    answer_seconds: float = 5.0
    seconds_per_character: float = 0.05
    """With `answer_seconds`: how long it may be silent before it is taken for dead."""


class Processes:
    """Speaks with at most `workers` processes at once, started when they are needed."""

    def __init__(self, engine: Engine):
        self.engine = engine
        self._turns = asyncio.Semaphore(engine.workers)
        self._idle: list[_Worker] = []

    async def speak(self, text: str, voice: Voice) -> AsyncIterator[Speech]:
        """Yields sound while the rest is still being spoken. Raises Unspeakable or Unreachable."""
        text = without_commands(text)
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
                await self._take_back(worker)

    async def ready(self) -> Mapping[str, Any]:
        """What the engine says of itself once it is ready. Raises Unreachable."""
        async with self._turns:
            worker = await self._ready()
            await self._take_back(worker)
            return worker.ready

    async def _ready(self) -> _Worker:
        while self._idle:
            worker = self._idle.pop()
            if worker.fresh:
                return worker
            await worker.kill()
        return await _start(self.engine)

    async def _take_back(self, worker: _Worker) -> None:
        if worker.fresh:
            self._idle.append(worker)
        else:
            await worker.kill()

    async def close(self) -> None:
        """Ends the idle workers; a sentence being spoken ends its own."""
        while self._idle:
            await self._idle.pop().kill()


class _Worker:
    """One process; speaks one sentence at a time."""

    ready: Mapping[str, Any]

    def __init__(self, process: Process, engine: Engine):
        if process.stdin is None or process.stdout is None:
            raise ValueError("a worker has pipes on both sides")
        self._process, self._requests, self._answers = process, process.stdin, process.stdout
        self._engine = engine
        self._spoken = 0
        self._speaking = False

    @property
    def fresh(self) -> bool:
        """Whether it may speak another sentence."""
        may = self._spoken < self._engine.sentences_per_worker
        return may and not self._speaking and self._process.returncode is None

    async def speak(self, text: str, voice: Voice) -> AsyncIterator[Speech]:
        self._speaking = True
        self._spoken += 1
        self._requests.write(messages.request(text, voice.name, voice.words_per_minute, voice.pitch))
        seconds = self._engine.answer_seconds + self._engine.seconds_per_character * len(text)
        while True:
            kind, payload = await self.receive(seconds)
            if kind == messages.SOUND:
                pcm, rate, words = messages.unpack_sound(payload)
                yield Speech(pcm, rate, tuple(Word(*word) for word in words))
                continue
            if kind == messages.FAILED:
                raise Unreachable(payload.decode())
            self._speaking = False
            if kind == messages.REFUSED:
                raise Unspeakable(payload.decode())
            return

    async def receive(self, seconds: float) -> tuple[bytes, bytes]:
        """The next message. Raises Unreachable when the worker is dead or silent for that long."""
        try:
            async with asyncio.timeout(seconds):
                kind, length = messages.ANSWER_HEAD.unpack(await self._answers.readexactly(messages.ANSWER_HEAD.size))
                return kind, await self._answers.readexactly(length)
        except asyncio.IncompleteReadError:
            raise Unreachable(f"{self._engine.name} died") from None
        except TimeoutError:
            raise Unreachable(f"{self._engine.name} was silent for {seconds:.0f} s") from None

    async def kill(self) -> None:
        if self._process.returncode is None:
            self._process.kill()
        await self._process.communicate()


def without_commands(text: str) -> str:
    """The text with blanks for what an engine may take as a command; offsets of words stay."""
    return _MARKUP.sub(lambda tag: " " * len(tag[0]), _CONTROL.sub(" ", text))


async def _start(engine: Engine) -> _Worker:
    command = (sys.executable, "-P", "-m", engine.module, str(os.getpid()), *engine.arguments)
    try:
        process = await asyncio.create_subprocess_exec(*command, stdin=PIPE, stdout=PIPE)
    except OSError as exc:
        raise Unreachable(f"{engine.name} cannot start: {exc.strerror}") from exc
    worker = _Worker(process, engine)
    try:
        kind, payload = await worker.receive(engine.start_seconds)
    except BaseException:
        await worker.kill()
        raise
    if kind != messages.READY:
        await worker.kill()
        raise Unreachable(payload.decode())
    worker.ready = messages.unpack_ready(payload)
    return worker
