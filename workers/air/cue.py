"""An item's files → an item that can sound at once. Runs in a thread; never touches what the clock owns.

The sound is decoded here; the picture is seen to unpack, and stays packed until its sentence is near.
"""

from __future__ import annotations

import zlib

import numpy as np
import soundfile
import soxr

from radio.errors import Permanent
from radio.media import Media
from radio.model import HOUSE_RATE, Item, Rundown
from workers.air.bed import HEIGHT, WIDTH
from workers.air.pcm import Pcm, silence
from workers.air.sources import Cued, SourceName

PICTURE_BYTES = WIDTH * HEIGHT * 3 // 2
TOLERANCE_FRAMES = HOUSE_RATE // 50
"""Resampling may round a take's length by a frame or two; more than this and the file is believed, not the item."""

LONGEST_TAKE_SECONDS = 120


class Unplayable(Permanent):
    """The item's sound or picture is missing or broken."""


def cue(item: Item, rundown: Rundown, source: SourceName, media: Media) -> Cued:
    """Decodes the take and reads the picture. Raises Unplayable, whatever is wrong with them."""
    return Cued(
        item=item,
        show=rundown.show,
        title=rundown.title,
        artist=rundown.artist,
        source=source,
        pcm=np.concatenate((_take(item, media), silence(item.pause_frames))),
        packed=_picture(item, media),
        papers=tuple(rundown.papers),
        last=rundown.complete and item is rundown.items[-1],
    )


def _take(item: Item, media: Media) -> Pcm:
    try:
        with soundfile.SoundFile(media.path(item.sound)) as file:
            if len(file) > LONGEST_TAKE_SECONDS * file.samplerate:
                raise Unplayable(f"the take of {item.id} is longer than {LONGEST_TAKE_SECONDS} s")
            sound = _house(file.read(dtype="float32", always_2d=True), file.samplerate)
    except Unplayable:
        raise
    except Exception as exc:
        # Three native libraries see a file that may hold anything: what they raise is not one family.
        raise Unplayable(f"the take of {item.id} cannot be read: {exc}") from None
    if not len(sound):
        raise Unplayable(f"the take of {item.id} is empty")
    return _fitted(sound, item.frames)


def _house(sound: np.ndarray, rate: int) -> Pcm:
    if rate != HOUSE_RATE and len(sound):
        sound = soxr.resample(sound, rate, HOUSE_RATE)
    sound = sound if sound.shape[1] == 2 else np.repeat(sound[:, :1], 2, axis=1)
    return (np.nan_to_num(sound).clip(-1, 1) * 32767).astype(np.int16)


def _fitted(pcm: Pcm, frames: int) -> Pcm:
    if abs(len(pcm) - frames) > TOLERANCE_FRAMES:
        return pcm
    return np.concatenate((pcm, silence(frames - len(pcm)))) if len(pcm) < frames else pcm[:frames]


def _picture(item: Item, media: Media) -> bytes:
    try:
        packed = media.get(item.picture)
        unpacker = zlib.decompressobj()
        raw = unpacker.decompress(packed, PICTURE_BYTES + 1)
    except (OSError, ValueError, zlib.error) as exc:
        raise Unplayable(f"the picture of {item.id} cannot be read: {exc}") from None
    if len(raw) != PICTURE_BYTES or not unpacker.eof:
        raise Unplayable(f"the picture of {item.id} is not one frame of {PICTURE_BYTES} bytes")
    return packed
