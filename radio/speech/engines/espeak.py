"""The built-in voice: espeak-ng. It needs no key, no network and no model, and it is the emergency voice.

Clear, quick and plainly a machine. Voices are `en-us+f3`: an accent and, after the plus, a variant.
"""

from __future__ import annotations

from collections.abc import AsyncIterator

from radio.doors import Speech, Voice
from radio.errors import Unspeakable
from radio.speech.engines.kind import EngineKind
from radio.speech.processes.pool import Engine, Processes

WORKERS = 2


class Espeak:
    """doors.Speaking on espeak-ng in worker processes."""

    name = "espeak"

    def __init__(self, workers: int = WORKERS):
        self._processes = Processes(
            Engine(
                name="espeak-ng",
                module="radio.speech.engines.espeak_worker",
                workers=workers,
                seconds_per_character=0.05,
            )
        )

    def speak(self, text: str, voice: Voice) -> AsyncIterator[Speech]:
        """Yields sound while the rest is still being spoken. Raises Unspeakable or Unreachable."""
        return self._processes.speak(text, voice)

    async def check(self, voice: Voice) -> None:
        """Raises Unspeakable where it has no such voice, Unreachable where espeak-ng does not start."""
        accents, variants = await self.voices()
        accent, plus, variant = voice.name.partition("+")
        if accent.lower() not in accents or (plus and variant not in variants):
            raise Unspeakable(f"espeak-ng has no voice {voice.name!r}; `paper-radio voices list` shows those it has")

    def signature(self, voice: Voice) -> str:
        return f"espeak {voice.name} {voice.words_per_minute} {voice.pitch}"

    async def voices(self) -> tuple[list[str], list[str]]:
        """The accents it has, and the variants that may follow one after a plus."""
        has = await self._processes.ready()
        return has["accents"], has["variants"]

    async def close(self) -> None:
        await self._processes.close()


# A recogniser's model does not follow it, whatever is said.
ESPEAK = EngineKind(name="espeak", opened=lambda _speech, _voices: Espeak(), is_judged=False)
