"""A whole sentence out of the stretches that an engine yields, with how long it took."""

from __future__ import annotations

import time
from dataclasses import dataclass

import numpy as np

from radio import sound
from radio.doors import Speaking, Voice
from radio.errors import Unreachable
from radio.model import Word


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """What an engine spoke, as it came."""

    samples: np.ndarray
    """float32 mono in [-1, 1]."""
    rate: int
    words: tuple[Word, ...]
    first_sound_seconds: float
    """From asking to the first stretch of sound."""
    took_seconds: float

    @property
    def seconds(self) -> float:
        return len(self.samples) / self.rate


async def collect(text: str, voice: Voice, speaking: Speaking) -> Recording:
    """Speaks the text to its end.

    Raises Unspeakable, or Unreachable where the engine fails, yields nothing or changes its rate on the way.
    """
    asked, first, parts = time.monotonic(), 0.0, []
    async for part in speaking.speak(text, voice):
        first = first or time.monotonic() - asked
        parts.append(part)
    if not parts:
        raise Unreachable(f"{speaking.name} gave no sound")
    if len({part.rate for part in parts}) > 1:
        raise Unreachable(f"{speaking.name} changed its rate within a sentence")
    return Recording(
        samples=sound.from_int16(np.frombuffer(b"".join(part.pcm for part in parts), np.int16)),
        rate=parts[0].rate,
        words=tuple(word for part in parts for word in part.words),
        first_sound_seconds=first,
        took_seconds=time.monotonic() - asked,
    )
