"""The source that never says None: a quiet pad, made here from nothing; the chime, and the station's picture."""

from __future__ import annotations

import numpy as np

from radio import log
from radio.model import HOUSE_RATE
from workers.air.pcm import Pcm
from workers.air.sources import Stretch

BED_SECONDS = 48
PAD_LEVEL = 0.026
CHIME_LEVEL = 0.16
CHIME_SECONDS = 2.4
CHORDS = (
    (130.81, 196.0, 246.94, 329.63),
    (110.0, 164.81, 261.63, 329.63),
    (87.31, 174.61, 261.63, 349.23),
    (98.0, 196.0, 246.94, 293.66),
)
CHIME_NOTES = ((659.26, 0.0), (783.99, 0.22), (987.77, 0.44), (1318.51, 0.66))
WIDTH, HEIGHT = 1280, 720
DARK = (26, 128, 128)


def _stereo(left: np.ndarray, right: np.ndarray) -> Pcm:
    return (np.stack((left, right), axis=1).clip(-1, 1) * 32767).astype(np.int16)


def chime() -> Pcm:
    """Four rising notes that name the station without words."""
    t = np.arange(int(CHIME_SECONDS * HOUSE_RATE), dtype=np.float32) / HOUSE_RATE
    left = np.zeros_like(t)
    right = np.zeros_like(t)
    for number, (hertz, start) in enumerate(CHIME_NOTES):
        after = np.maximum(t - start, 0)
        swell = np.where(t >= start, np.exp(-after * 2.6) * np.minimum(after / 0.008, 1), 0)
        note = swell * (np.sin(2 * np.pi * hertz * after) + 0.25 * np.sin(4 * np.pi * hertz * after))
        share = 0.35 + 0.1 * number
        left += note * (1 - share)
        right += note * share
    out = np.minimum(1, (CHIME_SECONDS - t) / 0.3)
    return _stereo(left * CHIME_LEVEL * out, right * CHIME_LEVEL * out)


def pad() -> Pcm:
    """A slow turn of four chords that ends where it begins."""
    frames = BED_SECONDS * HOUSE_RATE
    t = np.arange(frames, dtype=np.float32) / HOUSE_RATE
    left = np.zeros(frames, np.float32)
    right = np.zeros(frames, np.float32)
    each = BED_SECONDS / len(CHORDS)
    for number, chord in enumerate(CHORDS):
        # Raised cosines of neighbouring chords, a whole chord's length apart, add up to one level.
        away = np.abs((t - number * each + BED_SECONDS / 2) % BED_SECONDS - BED_SECONDS / 2)
        swell = np.where(away < each, 0.5 + 0.5 * np.cos(np.pi * away / each), 0).astype(np.float32)
        for voice, hertz in enumerate(chord):
            # Whole turns within the loop, so that its end meets its start.
            hertz = round(hertz * BED_SECONDS) / BED_SECONDS
            slow = 0.75 + 0.25 * np.sin(2 * np.pi * t * (voice + 2) / BED_SECONDS)
            left += swell * slow * np.sin(2 * np.pi * hertz * t)
            right += swell * slow * np.sin(2 * np.pi * hertz * t + 0.6 * voice)
    return _stereo(left * PAD_LEVEL, right * PAD_LEVEL)


def station_picture(name: str, line: str) -> bytes:
    """The station's own picture as raw yuv420p; plain, with an ERROR line, where no picture can be drawn."""
    try:
        from radio.pictures import station_card

        return station_card(name, line)
    except Exception:
        # Whatever is wrong with fonts, libraries or the name: the air starts.
        log.get().error("the station's picture cannot be drawn; a plain one is shown", exc_info=True)
        return plain_picture()


def plain_picture() -> bytes:
    luma, blue, red = DARK
    quarter = WIDTH * HEIGHT // 4
    return bytes([luma]) * (WIDTH * HEIGHT) + bytes([blue]) * quarter + bytes([red]) * quarter


class Bed:
    """Plays a loop for ever, from where it stopped."""

    def __init__(self, loop: Pcm, picture: bytes):
        self.loop = loop
        self.picture = picture
        self.position = 0

    def read(self, frames: int) -> Stretch:
        part = self.loop[self.position : self.position + frames]
        self.position = (self.position + len(part)) % len(self.loop)
        return Stretch(part, None, self.picture)

    def tail(self, frames: int) -> Pcm | None:
        return self.loop[self.position : self.position + frames]
