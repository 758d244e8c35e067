"""Flite: small, quick English voices of a Debian package, found on the PATH. A voice is `rms`, `slt` or `awb`.

Sound comes sentence by sentence; words are not timed.
"""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator

from radio.doors import Speech, Voice
from radio.errors import Unspeakable
from radio.speech.processes.pool import Engine, Processes

PROGRAM = "flite"
WORKERS = 2


class Flite:
    """doors.Speaking on the program flite, run by worker processes."""

    name = "flite"

    def __init__(self) -> None:
        self._processes = Processes(Engine(name="flite", module="radio.speech.engines.flite_worker", workers=WORKERS))

    async def speak(self, text: str, voice: Voice) -> AsyncIterator[Speech]:
        """Yields sound while the rest is still being spoken. Raises Unspeakable or Unreachable."""
        _need_program()
        async for speech in self._processes.speak(text, voice):
            yield speech

    async def check(self, voice: Voice) -> None:
        """Raises Unspeakable where program or voice are not there, Unreachable where it does not start."""
        _need_program()
        voices = (await self._processes.told())["voices"]
        if voice.name not in voices:
            raise Unspeakable(no_voice(voice.name, voices))

    def signature(self, voice: Voice) -> str:
        return f"flite {voice.name} {voice.words_per_minute}"

    async def close(self) -> None:
        await self._processes.close()


def no_voice(name: str, voices: list[str]) -> str:
    return f"flite has no voice {name!r}; it has {', '.join(voices)}"


def _need_program() -> None:
    if not shutil.which(PROGRAM):
        raise Unspeakable("flite is not installed; `apt install flite` installs it")
