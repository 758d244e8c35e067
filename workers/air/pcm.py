"""The house format as numpy arrays: shape (frames, 2), int16, 48 kHz. Pure arithmetic."""

from __future__ import annotations

import numpy as np

from radio.model import HOUSE_RATE

Pcm = np.ndarray
"""(frames, 2) int16"""

BLOCK_FRAMES = HOUSE_RATE // 50
"""Frames of one 20 ms block."""

BYTES_PER_FRAME = 4
FADE_FRAMES = HOUSE_RATE // 100
SILENT_PEAK = 104
"""-50 dBFS"""


def frames_of(seconds: float) -> int:
    return round(seconds * HOUSE_RATE)


def silence(frames: int) -> Pcm:
    return np.zeros((frames, 2), np.int16)


def _ramp(frames: int) -> np.ndarray:
    return np.linspace(0.0, np.pi / 2, frames, endpoint=False, dtype=np.float32)[:, None]


def fade_in(pcm: Pcm, frames: int = FADE_FRAMES) -> Pcm:
    """A copy that rises over its first frames, at equal power."""
    frames = min(frames, len(pcm))
    faded = pcm.copy()
    faded[:frames] = pcm[:frames] * np.sin(_ramp(frames))
    return faded


def fade_out(pcm: Pcm) -> Pcm:
    """A copy that falls to nothing over its whole length, at equal power."""
    return (pcm * np.cos(_ramp(len(pcm)))).astype(np.int16)


def mix(a: Pcm, b: Pcm) -> Pcm:
    """The sum of two stretches of one length, kept within range."""
    return np.clip(a.astype(np.int32) + b, -32768, 32767).astype(np.int16)


def peak(pcm: Pcm) -> int:
    """The greatest sample, looked for in every fourth frame: enough to know sound from silence."""
    thinned = pcm[::4]
    return max(int(thinned.max()), -int(thinned.min())) if len(thinned) else 0
