"""Arithmetic on sound: levels, loudness, trimming, fades, limiting, and the house format. Pure; never touches a file.

Samples are float32 in -1…1, shape (frames,) for mono or (frames, channels), unless a name says int16. Loudness is
integrated loudness after ITU-R BS.1770-4, true peak is the peak of the signal oversampled four times.
"""

from __future__ import annotations

import math

import numpy as np
import soxr

from radio.model import HOUSE_RATE

SILENCE_DB = -120.0
"""What the level functions say of digital silence."""

DUAL_MONO_LU = 10 * math.log10(2)
"""How much louder a mono signal is once it sounds on both channels."""

_FULL_SCALE = 32768.0
_OVERSAMPLING = 4
_LIMITER_BLOCK_SECONDS = 0.0025
_GATE_BLOCK_SECONDS = 0.4
_GATE_HOPS = 4  # 75 % overlap
_ABSOLUTE_GATE_LUFS = -70.0
_RELATIVE_GATE_LU = -10.0
_FILTER_TAIL_SECONDS = 0.5  # the 38 Hz high-pass has died away by then


def amplitude(decibels: float) -> float:
    """dB → factor."""
    return 10 ** (decibels / 20)


def decibels(ratio: float) -> float:
    """Factor → dB, `SILENCE_DB` for nothing."""
    return max(SILENCE_DB, 20 * math.log10(ratio)) if ratio > 0 else SILENCE_DB


def from_int16(samples: np.ndarray) -> np.ndarray:
    return samples.astype(np.float32) / _FULL_SCALE


def to_int16(samples: np.ndarray) -> np.ndarray:
    """Rounds and clips to 16 bits."""
    return np.clip(np.rint(samples * _FULL_SCALE), -32768, 32767).astype(np.int16)


def resample(samples: np.ndarray, rate: int, to_rate: int) -> np.ndarray:
    return samples if rate == to_rate else soxr.resample(samples, rate, to_rate, quality="HQ")


def house(mono: np.ndarray, rate: int) -> np.ndarray:
    """int16 mono at any rate → int16 stereo at the house rate, shape (frames, 2)."""
    at_rate = mono if rate == HOUSE_RATE else to_int16(resample(from_int16(mono), rate, HOUSE_RATE))
    return np.repeat(at_rate[:, None], 2, axis=1)


def sounding(
    samples: np.ndarray, rate: int, *, threshold_db: float = -50.0, lead: float = 0.015, tail: float = 0.040
) -> slice:
    """The frames from the first to the last sample above the threshold, with a margin in seconds; empty for silence."""
    loud = np.flatnonzero(np.abs(samples) > amplitude(threshold_db))
    if not len(loud):
        return slice(0, 0)
    return slice(max(0, int(loud[0]) - round(lead * rate)), min(len(samples), int(loud[-1]) + 1 + round(tail * rate)))


def fade(samples: np.ndarray, rate: int, *, seconds_in: float = 0.0, seconds_out: float = 0.0) -> np.ndarray:
    """A copy that rises from and sinks to silence along a raised cosine."""
    faded = samples.astype(np.float32, copy=True)
    for seconds, part in ((seconds_in, faded), (seconds_out, faded[::-1])):
        frames = min(round(seconds * rate), len(part))
        if frames:
            curve = (0.5 - 0.5 * np.cos(np.pi * (np.arange(frames) + 0.5) / frames)).astype(np.float32)
            part[:frames] *= curve if part.ndim == 1 else curve[:, None]
    return faded


def limit(samples: np.ndarray, rate: int, *, ceiling_db: float = -1.0) -> np.ndarray:
    """Holds the true peak of a mono signal under the ceiling by turning down only around what exceeds it.

    Each 2.5 ms block asks for the gain that its true peak needs; a knot takes the least of its own and its two
    neighbours, and the straight line between two knots is then never above what the block between them asked for.
    """
    ceiling = amplitude(ceiling_db)
    oversampled = np.abs(resample(samples, rate, rate * _OVERSAMPLING))
    if np.max(oversampled, initial=0.0) <= ceiling:
        return samples
    block = max(1, round(_LIMITER_BLOCK_SECONDS * rate))
    blocks = -(-len(samples) // block)
    padded = np.zeros(blocks * block * _OVERSAMPLING, dtype=np.float32)
    padded[: len(oversampled)] = oversampled[: len(padded)]
    asked = np.minimum(1.0, ceiling / np.maximum(padded.reshape(blocks, -1).max(axis=1), ceiling))
    wide = np.pad(asked, 1, constant_values=1.0)
    knots = np.minimum(np.minimum(wide[:-2], wide[1:-1]), wide[2:])
    gain = np.interp(np.arange(len(samples)), np.arange(blocks) * block + block / 2, knots)
    return (samples * gain).astype(np.float32)


def loudness(samples: np.ndarray, rate: int) -> float:
    """Integrated loudness in LUFS; `SILENCE_DB` where nothing passes the gate. Mono counts as one channel."""
    channels = samples.astype(np.float64).reshape(len(samples), -1).T
    powers = _block_powers(channels, rate)
    passing = powers[powers > _power(_ABSOLUTE_GATE_LUFS)]
    if not len(passing):
        return SILENCE_DB
    passing = passing[passing > passing.mean() * 10 ** (_RELATIVE_GATE_LU / 10)]
    return -0.691 + 10 * math.log10(passing.mean())


def _power(lufs: float) -> float:
    return 10 ** ((lufs + 0.691) / 10)


def _block_powers(channels: np.ndarray, rate: int) -> np.ndarray:
    """Mean square of the weighted signal, summed over channels, for each overlapping gate block."""
    hop = round(_GATE_BLOCK_SECONDS * rate / _GATE_HOPS)
    squared = np.square(_weighted(channels, rate)).sum(axis=0)
    hops = len(squared) // hop
    energies = squared[: hops * hop].reshape(hops, hop).sum(axis=1)
    if hops < _GATE_HOPS:
        return np.zeros(0)
    return np.convolve(energies, np.ones(_GATE_HOPS), "valid") / (hop * _GATE_HOPS)


def _weighted(channels: np.ndarray, rate: int) -> np.ndarray:
    """K-weighting by multiplication with the two filters' response, which is exact at any rate."""
    frames = channels.shape[1]
    length = 1 << (frames + round(_FILTER_TAIL_SECONDS * rate)).bit_length()  # a power of two is quick to transform
    z = np.exp(-2j * np.pi * np.fft.rfftfreq(length, 1 / rate) / 48_000)
    shelf = (1.53512485958697 - 2.69169618940638 * z + 1.19839281085285 * z**2) / (
        1 - 1.69065929318241 * z + 0.73248077421585 * z**2
    )
    high_pass = (1 - z) ** 2 / (1 - 1.99004745483398 * z + 0.99007225036621 * z**2)
    return np.fft.irfft(np.fft.rfft(channels, length) * shelf * high_pass, length)[:, :frames]
