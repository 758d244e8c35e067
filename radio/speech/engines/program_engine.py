"""An engine that is a program on the PATH, run by a worker process that says which voices it has."""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator, Callable, Sequence

from radio.doors import Speech, Voice
from radio.errors import Unspeakable
from radio.speech.processes.pool import Engine, Processes


class ProgramEngine:
    """doors.Speaking. `name` is the program's as well; `install` is the command that installs it.

    `no_voice` is the sentence about a voice that the program does not have, given those that it has.
    """

    def __init__(
        self,
        name: str,
        *,
        module: str,
        install: str,
        no_voice: Callable[[str, Sequence[str]], str],
        workers: int = 1,
    ):
        self.name = name
        self._install, self._no_voice = install, no_voice
        self._processes = Processes(Engine(name=name, module=module, workers=workers))

    async def speak(self, text: str, voice: Voice) -> AsyncIterator[Speech]:
        """Yields sound while the rest is still being spoken. Raises Unspeakable or Unreachable."""
        self._need_program()
        async for speech in self._processes.speak(text, voice):
            yield speech

    async def check(self, voice: Voice) -> None:
        """Raises Unspeakable where program or voice are not there, Unreachable where it does not start."""
        self._need_program()
        voices = (await self._processes.ready())["voices"]
        if voice.name not in voices:
            raise Unspeakable(self._no_voice(voice.name, voices))

    def signature(self, voice: Voice) -> str:
        return f"{self.name} {voice.name} {voice.words_per_minute}"

    async def close(self) -> None:
        await self._processes.close()

    def _need_program(self) -> None:
        if not shutil.which(self.name):
            raise Unspeakable(f"{self.name} is not installed; `{self._install}` installs it")
