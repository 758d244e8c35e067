"""The static gain of each voice: a fixed text is spoken once and measured; every take of the voice then gets that gain.

In: a voice. Out: dB that bring it to the station's loudness on both channels, kept in the process and in one small
file. Sentences keep their own loud and soft words; only the voice as a whole is levelled.
"""

from __future__ import annotations

import asyncio
import json
from pathlib import Path

import numpy as np
from pydantic import TypeAdapter

from radio import sound
from radio.doors import Speaking, Voice
from radio.errors import Unreachable, Unspeakable
from radio.media import write_atomic
from radio.speech.collect import collect
from radio.speech.pace import expected_seconds

CEILING_DBTP = -1.5
"""Peak of a take; what lies above -1 dBTP is left for resampling and the encoder."""

CALIBRATION = (
    "This is a short reading that sets the level of a voice.",
    "A radio signal rises and falls with the speaker, and a listener should never have to reach for the knob.",
    "Twenty researchers measured the same seven rivers, and each of them wrote down the speed of the water.",
    "Does a larger model always learn faster? In this experiment it did not, and the reason was the data.",
    "Please note the limits of the study: it has one city, one winter, and fewer than a hundred drivers.",
    "The first method is simple. The second is slower, but its errors are half as large.",
    "We show that a small change in the order of the examples moves the result by almost three percent.",
    "Above the harbour the fog lifted, and the old transmitter came back into view, humming quietly to itself.",
    "Nobody had expected the baseline to win, so the authors checked their code and ran everything again.",
    "That was the news for this hour; thank you for listening, and stay with us for what comes next.",
)
"""About a minute of ordinary sentences of our own."""

FASTEST, SLOWEST = 0.6, 1.6
"""Over the whole calibration text a voice needs from `FASTEST` to `SLOWEST` times what it should; beyond that its rate
is not what it is said to be."""

_GAINS = TypeAdapter(dict[str, float])
_TRIMS = 3  # limiting takes back a little of the gain, so it is measured again with the gain on


class Gains:
    """Answers the gain of a voice; measures it the first time."""

    def __init__(self, lufs: float, file: Path | None = None):
        self._lufs = lufs
        self._file = file
        self._known: dict[str, float] = _read(file)
        self._measuring: dict[str, asyncio.Lock] = {}

    async def of(self, voice: Voice, speaking: Speaking) -> float:
        """The voice's gain in dB. Raises Unspeakable or Unreachable where it cannot speak."""
        key = f"{speaking.signature(voice)} {self._lufs:g}"
        async with self._measuring.setdefault(key, asyncio.Lock()):
            if key not in self._known:
                spoken, rate = await _read_out(speaking, voice)
                self._known[key] = await asyncio.to_thread(_gain_to, spoken, rate, self._lufs)
                if self._file:
                    write_atomic(self._file, json.dumps(self._known, indent=1))
        return self._known[key]


def levelled(samples: np.ndarray, rate: int, gain_db: float) -> np.ndarray:
    """The signal with its gain on and its peaks under the ceiling."""
    return sound.limit(samples * np.float32(sound.amplitude(gain_db)), rate, ceiling_db=CEILING_DBTP)


async def _read_out(speaking: Speaking, voice: Voice) -> tuple[np.ndarray, int]:
    """The calibration text without the pauses between its sentences, and its frames per second."""
    sentences = []
    for text in CALIBRATION:
        recording = await collect(text, voice, speaking)
        sentences.append(recording.samples[sound.sounding(recording.samples, recording.rate)])
    spoken = np.concatenate(sentences)
    if not len(spoken):
        raise Unspeakable(f"the voice {voice.name} is silent")
    factor = len(spoken) / recording.rate / expected_seconds(" ".join(CALIBRATION), voice)
    if not FASTEST < factor < SLOWEST:
        raise Unreachable(f"the voice {voice.name} needs {factor:.1f} times as long as it should: is its rate right?")
    return spoken, recording.rate


def _gain_to(samples: np.ndarray, rate: int, lufs: float) -> float:
    gain = 0.0
    for _ in range(_TRIMS):
        gain += lufs - sound.DUAL_MONO_LU - sound.loudness(levelled(samples, rate, gain), rate)
    return round(gain, 1)


def _read(file: Path | None) -> dict[str, float]:
    try:
        return _GAINS.validate_json(file.read_text()) if file else {}
    except (OSError, ValueError):
        return {}
