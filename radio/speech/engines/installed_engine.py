"""An engine that speaks installed voices in a worker process: what it is asked before it speaks, and its signature."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Sequence
from pathlib import Path

from radio.doors import Speech, Voice
from radio.speech.processes.pool import Engine, Processes
from radio.speech.voices import voice_files

START_SECONDS = 60.0


class InstalledEngine:
    """doors.Speaking. `voices` is the folder of installed voices, `module` the worker that reads it.

    `need` raises Unspeakable where a voice cannot be spoken; `folders` names those that a voice is spoken from.
    """

    def __init__(
        self,
        name: str,
        voices: Path,
        *,
        module: str,
        need: Callable[[Path, Voice], None],
        folders: Callable[[str], Sequence[str]],
        answer_seconds: float,
        seconds_per_character: float,
    ):
        self.name = name
        self._voices = voices.absolute()
        self._need, self._folders = need, folders
        self._processes = Processes(
            Engine(
                name=name,
                module=module,
                arguments=(str(self._voices),),
                start_seconds=START_SECONDS,
                answer_seconds=answer_seconds,
                seconds_per_character=seconds_per_character,
            )
        )

    async def speak(self, text: str, voice: Voice) -> AsyncIterator[Speech]:
        """Yields sound while the rest is still being spoken. Raises Unspeakable or Unreachable."""
        self._need(self._voices, voice)
        async for speech in self._processes.speak(text, voice):
            yield speech

    async def check(self, voice: Voice) -> None:
        """Raises Unspeakable where package or voice are not installed, Unreachable where the worker does not start."""
        self._need(self._voices, voice)
        await self._processes.ready()

    def signature(self, voice: Voice) -> str:
        editions = (voice_files.edition(self._voices, self.name, part) for part in self._folders(voice.name))
        return f"{self.name} {voice.name} {voice.words_per_minute} {' '.join(editions)}"

    async def close(self) -> None:
        await self._processes.close()
