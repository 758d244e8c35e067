from __future__ import annotations

from collections.abc import AsyncIterator, Callable

import numpy as np
import pytest

from radio import sound
from radio.doors import Speech, Voice
from radio.media import Media
from radio.model import Word

RATE = 16_000
Sound = np.ndarray | Exception


class ScriptedSpeaking:
    """A voice that gives what its script says, one script entry a call, the last for ever."""

    name = "scripted"
    rate = RATE

    def __init__(self, *script: Sound):
        self.script = list(script)
        self.spoken: list[str] = []

    async def check(self, voice: Voice) -> None:
        """It seems to be there."""

    def signature(self, voice: Voice) -> str:
        return f"{self.name} {voice.name} {voice.words_per_minute} {voice.pitch}"

    async def speak(self, text: str, voice: Voice) -> AsyncIterator[Speech]:
        self.spoken.append(text)
        now = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        if isinstance(now, Exception):
            raise now
        pcm = sound.to_int16(now)
        half = len(pcm) // 2
        yield Speech(pcm[:half].tobytes(), self.rate, (Word(0.3, 0, 5),))
        yield Speech(pcm[half:].tobytes(), self.rate, (Word(0.9, 6, 5),))


@pytest.fixture
def scripted() -> Callable[..., ScriptedSpeaking]:
    return ScriptedSpeaking


@pytest.fixture
def media(tmp_path) -> Media:
    return Media(tmp_path / "media")


@pytest.fixture
def murmur() -> Callable[..., np.ndarray]:
    """Sound that passes for a spoken sentence: a rich tone between two silences."""

    def make(seconds: float, level_db: float = -20.0, before: float = 0.3, after: float = 0.5) -> np.ndarray:
        time = np.arange(round(seconds * RATE)) / RATE
        tone = sum(np.sin(2 * np.pi * 150 * k * time) / k for k in range(1, 8)) / 2
        edges = [np.zeros(round(s * RATE)) for s in (before, after)]
        return np.concatenate([edges[0], tone * sound.amplitude(level_db), edges[1]]).astype(np.float32)

    return make
