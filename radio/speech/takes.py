"""Spoken text → Take: one recording of one sentence, kept in the media folder.

In: text, voice, the door that speaks, the voice's gain. Out: a Take whose mono FLAC is trimmed, levelled and checked.
`Takes` remembers beside the sound what it recorded, so that no sentence is spoken twice, not even after a crash.
"""

from __future__ import annotations

import asyncio
import hashlib
import io
import json
from collections.abc import Sequence
from pathlib import Path
from weakref import WeakValueDictionary

import numpy as np
import soundfile

from radio import sound
from radio.doors import Speaking, Voice
from radio.errors import Unreachable, Unspeakable
from radio.media import Media, write_atomic
from radio.model import HOUSE_RATE, MediaKey, Take, Word, from_json, to_json
from radio.speech.collect import Recording, collect
from radio.speech.gains import Gains, levelled
from radio.speech.pace import expected_seconds
from radio.speech.speeds import Figures

SILENT_DB = -50.0
LEAD_SECONDS, TAIL_SECONDS = 0.015, 0.040
"""Silence that every take has before its first and after its last sound."""
FADE_SECONDS = 0.003
"""Long enough for an end that the engine cut off not to click, too short to take away a sound."""
CLIPPED_SHARE = 0.002
"""A take with more full-scale samples than this is distorted."""
SLOWEST = 3.0
FASTEST = 0.25
SLACK_SECONDS = 1.5
"""A take may last from `FASTEST` to `SLOWEST` times what its text should need, and this much longer."""
_ATTEMPTS = 2


class Takes:
    """Records sentences at the station's loudness."""

    def __init__(self, media: Media, lufs: float):
        self._media = media
        self._gains = Gains(lufs, media.root / "gains.json")
        self._recording: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self.figures = Figures()

    async def record(self, spoken: str, voice: Voice, speaking: Speaking) -> Take:
        """The take of a sentence, spoken now unless it was before. Raises Unspeakable or Unreachable."""
        gain_db = await self._gains.of(voice, speaking)
        id = take_id(spoken, speaking.signature(voice), gain_db)
        kept = self._media.root / "takes" / f"{id}.json"
        async with self._recording.setdefault(id, asyncio.Lock()):
            if take := await asyncio.to_thread(self._kept, kept):
                return take
            take = await record(spoken, voice, speaking, self._media, gain_db)
            self.figures.add(take)
            await asyncio.to_thread(write_atomic, kept, to_json(take))
            return take

    def _kept(self, path: Path) -> Take | None:
        try:
            take = from_json(Take, path.read_bytes())
        except (OSError, ValueError):
            return None
        return take if self._media.asked_for(take.sound) else None


def take_id(text: str, signature: str, gain_db: float) -> str:
    """The id that `record` gives; known before anything is spoken. `signature` is the engine's of the voice."""
    parts = (text, signature, gain_db)
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()[:32]


async def record(text: str, voice: Voice, speaking: Speaking, media: Media, gain_db: float) -> Take:
    """Speaks the text and keeps the sound. Raises Unspeakable or Unreachable."""
    recording = await _good_recording(text, voice, speaking)
    key, seconds, start = await asyncio.to_thread(_put, media, recording, gain_db)
    return Take(
        id=take_id(text, speaking.signature(voice), gain_db),
        sound=key,
        seconds=seconds,
        rate=recording.rate,
        engine=speaking.name,
        voice=voice.name,
        words=_shifted(recording.words, start, seconds),
        first_sound_seconds=recording.first_sound_seconds,
        took_seconds=recording.took_seconds,
    )


async def _good_recording(text: str, voice: Voice, speaking: Speaking) -> Recording:
    """Speaks the text. A bad recording or a dead worker is tried once more.

    Raises Unspeakable, or Unreachable when the engine failed twice.
    """
    for attempt in range(_ATTEMPTS):
        last = attempt == _ATTEMPTS - 1
        try:
            recording = await collect(text, voice, speaking)
        except Unreachable:
            if last:
                raise
            continue
        fault = await asyncio.to_thread(_fault, recording, text, voice)
        if not fault:
            return recording
        if last:
            raise Unspeakable(f"{speaking.name} spoke {text[:60]!r} badly twice: {fault}")
    raise AssertionError("the last attempt returns or raises")


def _fault(recording: Recording, text: str, voice: Voice) -> str:
    """What is wrong with a recording, in a few words; empty where it is good."""
    loud = sound.sounding(recording.samples, recording.rate, threshold_db=SILENT_DB)
    seconds = (loud.stop - loud.start) / recording.rate
    if not seconds:
        return "no sound"
    if np.mean(np.abs(recording.samples) >= 0.999) > CLIPPED_SHARE:
        return "clipped"
    expected = expected_seconds(text, voice)
    if seconds < expected * FASTEST:
        return f"{seconds:.1f} s is too short"
    if seconds > expected * SLOWEST + SLACK_SECONDS:
        return f"{seconds:.1f} s is too long"
    return ""


def _put(media: Media, recording: Recording, gain_db: float) -> tuple[MediaKey, float, float]:
    """Keeps the part that is heard: its key, its length, and where in the recording it starts, in seconds."""
    rate = recording.rate
    trimmed, start = _trimmed(recording.samples, rate)
    file = io.BytesIO()
    soundfile.write(file, sound.to_int16(levelled(trimmed, rate, gain_db)), rate, format="FLAC", subtype="PCM_16")
    return media.put(file.getvalue(), ".flac"), len(trimmed) / rate, start


def _trimmed(samples: np.ndarray, rate: int) -> tuple[np.ndarray, float]:
    """What is heard between margins that are always the same, and where it starts in the recording, in seconds.

    An engine that stops with its last sound gets silence for a margin, so that every gap between takes is as planned.
    What is heard is looked for at the house rate, at which it will be: between samples a signal may be louder.
    """
    faded = _faded(samples, rate)
    played = sound.resample(faded, rate, HOUSE_RATE)
    heard = sound.sounding(played, HOUSE_RATE, threshold_db=SILENT_DB, lead=0, tail=0)
    first, last = (round(frame * rate / HOUSE_RATE) for frame in (heard.start, heard.stop))
    before, after = round(LEAD_SECONDS * rate), round(TAIL_SECONDS * rate)
    kept = slice(max(0, first - before), min(len(samples), last + after))
    missing = before - (first - kept.start), max(0, after - (kept.stop - last))
    return np.pad(_faded(faded[kept], rate), missing), (first - before) / rate


def _faded(samples: np.ndarray, rate: int) -> np.ndarray:
    return sound.fade(samples, rate, seconds_in=FADE_SECONDS, seconds_out=FADE_SECONDS)


def _shifted(words: Sequence[Word], by_seconds: float, seconds: float) -> tuple[Word, ...]:
    return tuple(Word(min(max(0.0, w.seconds - by_seconds), seconds), w.offset, w.length) for w in words)
