"""Sound → words, for checking what was spoken. Needs the extra `verify`, whose package brings its own English model.

The model is small and hears clear speech only. Formant voices such as espeak's it hardly follows at all.
"""

from __future__ import annotations

import numpy as np
import soxr

from radio import sound

RATE = 16_000
EXTRA = "verify"


class Recogniser:
    """PocketSphinx with its own model. Raises ImportError where the extra is not installed."""

    def __init__(self) -> None:
        from pocketsphinx import Decoder

        self._decoder = Decoder(samprate=RATE, loglevel="FATAL")

    def heard(self, samples: np.ndarray, rate: int) -> str:
        """The words in float32 mono sound; empty where none are made out."""
        pcm = sound.to_int16(soxr.resample(samples, rate, RATE))
        self._decoder.start_utt()
        self._decoder.process_raw(pcm.tobytes(), full_utt=True)
        self._decoder.end_utt()
        found = self._decoder.hyp()
        return found.hypstr if found else ""
