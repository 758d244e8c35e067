"""Festival with an HTS voice: clearer than espeak-ng, no download beyond Debian's packages. English.

A voice is `cmu_us_slt_arctic_hts`, any that festival lists. Sound comes sentence by sentence, with the times of words.
"""

from __future__ import annotations

import shutil
from collections.abc import AsyncIterator

from radio.doors import Speech, Voice
from radio.errors import Unspeakable
from radio.speech.processes.pool import Engine, Processes

PROGRAM = "festival"
INSTALL = "apt install festival festvox-us-slt-hts"


class Festival:
    """doors.Speaking on the program festival, run by a worker process."""

    name = "festival"

    def __init__(self) -> None:
        self._processes = Processes(Engine(name="festival", module="radio.speech.engines.festival_worker"))

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
        return f"festival {voice.name} {voice.words_per_minute}"

    async def close(self) -> None:
        await self._processes.close()


def no_voice(name: str, voices: list[str]) -> str:
    return f"festival has no voice {name!r}; it has {', '.join(voices) or 'none'}, and `{INSTALL}` brings a good one"


def _need_program() -> None:
    if not shutil.which(PROGRAM):
        raise Unspeakable(f"festival is not installed; `{INSTALL}` installs it")
