"""Piper: neural voices that are quick on a CPU. A voice is `en_US-norman-medium`, or `…#3` for one of its speakers.

Needs the extra `piper` (GPL, so it is optional and runs in a process of its own) and an installed voice. Sound comes
sentence by sentence. Words are not timed: the published voices do not tell when they speak which.
"""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from pathlib import Path

from radio.doors import Speech, Voice
from radio.errors import Unspeakable
from radio.speech.processes.pool import Engine, Processes
from radio.speech.voices import installed, voice_files

ANSWER_SECONDS = 30.0
"""The first answer loads the model."""


class Piper:
    """doors.Speaking on piper in a worker process. `voices` is the folder of installed voices."""

    name = "piper"

    def __init__(self, voices: Path, answer_seconds: float = ANSWER_SECONDS):
        self._voices = voices.absolute()
        self._processes = Processes(
            Engine(
                name="piper",
                module="radio.speech.engines.piper_worker",
                arguments=(str(self._voices),),
                start_seconds=60.0,
                answer_seconds=answer_seconds,
                seconds_per_character=0.2,
            )
        )

    async def speak(self, text: str, voice: Voice) -> AsyncIterator[Speech]:
        """Yields sound while the rest is still being spoken. Raises Unspeakable or Unreachable."""
        self._need(voice)
        async for speech in self._processes.speak(text, voice):
            yield speech

    async def check(self, voice: Voice) -> None:
        """Raises Unspeakable where package or voice are not installed, Unreachable where piper does not start."""
        self._need(voice)
        await self._processes.told()

    def _need(self, voice: Voice) -> None:
        name, mark, speaker = voice.name.partition("#")
        installed.need_package("piper", extra="piper")
        installed.need(self._voices, self.name, name, install=f"piper:{name}")
        if mark and speaker not in (speakers := _speakers(self._voices / self.name / name)):
            raise Unspeakable(f"piper has no voice {voice.name!r}: it has {len(speakers)} speakers, #0 is the first")

    def signature(self, voice: Voice) -> str:
        name = voice.name.partition("#")[0]
        return f"piper {voice.name} {voice.words_per_minute} {voice_files.edition(self._voices, self.name, name)}"

    async def close(self) -> None:
        await self._processes.close()


def _speakers(folder: Path) -> list[str]:
    """What may follow the #. Raises Unspeakable where the voice's own description is damaged."""
    try:
        described = json.loads((folder / f"{folder.name}.onnx.json").read_text())
        return [str(number) for number in range(described["num_speakers"])]
    except (OSError, ValueError, KeyError, TypeError) as exc:
        name = folder.name
        raise Unspeakable(installed.damaged("piper", name, str(exc), install=f"piper:{name}")) from None
