"""Kokoro: natural neural voices on a CPU. A voice is `af_heart`: its language, f or m, and a name.

English voices only (`a…` American, `b…` British). The model is driven through onnxruntime, its sounds come from
espeak-ng, so it needs no package of its own. Sound comes clause by clause; words are not timed.
"""

from __future__ import annotations

from collections.abc import AsyncIterator
from pathlib import Path

from radio.doors import Speech, Voice
from radio.errors import Unspeakable
from radio.speech.processes.pool import Engine, Processes
from radio.speech.voices import installed, voice_files
from radio.speech.voices.voice_files import KOKORO_MODEL

INSTALL = "kokoro"
ENGLISH = ("a", "b")
ANSWER_SECONDS = 60.0
"""The first answer loads the model."""


class Kokoro:
    """doors.Speaking on Kokoro's ONNX model in a worker process. `voices` is the folder of installed voices."""

    name = "kokoro"

    def __init__(self, voices: Path, answer_seconds: float = ANSWER_SECONDS):
        self._voices = voices.absolute()
        self._processes = Processes(
            Engine(
                name="kokoro",
                module="radio.speech.engines.kokoro_worker",
                arguments=(str(self._voices),),
                start_seconds=60.0,
                answer_seconds=answer_seconds,
                seconds_per_character=0.3,
            )
        )

    async def speak(self, text: str, voice: Voice) -> AsyncIterator[Speech]:
        """Yields sound while the rest is still being spoken. Raises Unspeakable or Unreachable."""
        self._need(voice)
        async for speech in self._processes.speak(text, voice):
            yield speech

    async def check(self, voice: Voice) -> None:
        """Raises Unspeakable where the voice is not installed, Unreachable where the runtime does not start."""
        self._need(voice)
        await self._processes.told()

    def _need(self, voice: Voice) -> None:
        if not voice.name.startswith(ENGLISH):
            raise Unspeakable(f"kokoro's voice {voice.name!r} does not speak English; those of a… and b… do")
        installed.need_package("onnxruntime", extra="kokoro")
        for part in (voice.name, KOKORO_MODEL):
            installed.need(self._voices, self.name, part, install=INSTALL)

    def signature(self, voice: Voice) -> str:
        editions = (voice_files.edition(self._voices, self.name, part) for part in (KOKORO_MODEL, voice.name))
        return f"kokoro {voice.name} {voice.words_per_minute} {' '.join(editions)}"

    async def close(self) -> None:
        await self._processes.close()
