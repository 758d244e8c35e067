"""Engines for tests of what lies above the speech door."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

from radio.config import Config
from radio.doors import Speaking, Speech, Voice
from radio.errors import Unspeakable
from radio.media import Media
from radio.speech.cast import Cast
from radio.speech.engines.espeak import Espeak
from radio.speech.engines.registry import cast


class Hoarse:
    """An engine that can speak nothing."""

    name = "espeak"

    async def speak(self, text: str, voice: Voice) -> AsyncIterator[Speech]:
        raise Unspeakable("the voice is hoarse")
        yield

    async def check(self, voice: Voice) -> None:
        """It seems to be there."""

    def signature(self, voice: Voice) -> str:
        return Espeak().signature(voice)

    async def close(self) -> None:
        """There is nothing to end."""


class Watched:
    """Speaks as the engine that it is given does, and calls `look` before each sentence."""

    name = "espeak"

    def __init__(self, speaking: Speaking, look: Callable[[], None]):
        self._speaking = speaking
        self._look = look

    async def speak(self, text: str, voice: Voice) -> AsyncIterator[Speech]:
        self._look()
        async for speech in self._speaking.speak(text, voice):
            yield speech

    async def check(self, voice: Voice) -> None:
        await self._speaking.check(voice)

    def signature(self, voice: Voice) -> str:
        return self._speaking.signature(voice)

    async def close(self) -> None:
        await self._speaking.close()


def voiced_by(speaking: Speaking, config: Config) -> Cast:
    """The hosts of a configuration with this engine alone."""
    return cast(config.speech, {speaking.name: speaking}, Media(config.paths.media))
