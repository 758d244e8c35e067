"""What a meter reads of sound: root mean square and true peak, in decibels. Samples are float32 in -1…1."""

from __future__ import annotations

import math

import numpy as np

from radio import sound

OVERSAMPLING = 4


def rms_db(samples: np.ndarray) -> float:
    """Root mean square in dBFS."""
    return (
        sound.decibels(math.sqrt(float(np.mean(np.square(samples, dtype=np.float64)))))
        if len(samples)
        else sound.SILENCE_DB
    )


def peak_db(samples: np.ndarray) -> float:
    """Largest sample in dBFS."""
    return sound.decibels(float(np.max(np.abs(samples), initial=0.0)))


def true_peak_db(samples: np.ndarray, rate: int) -> float:
    """Peak between the samples too, in dBTP."""
    return peak_db(sound.resample(samples, rate, rate * OVERSAMPLING))
