"""The body of a speech server's answer → 16-bit mono PCM, however the network cut it.

In: bytes as they arrive. Out: whole samples. A WAV header is read, whatever was asked for; a compressed file and a
sentence where sound should be are recognised by how they begin.
"""

from __future__ import annotations

import struct

import numpy as np

HEAD_BYTES = 12
"""Enough to know a WAV file, a compressed one and text from samples."""
LONGEST_WAV_HEADER_BYTES = 1 << 16
UNKNOWN_BYTES = 0x7FFF0000
"""A server that streams a WAV file does not know its length and writes 0 or a number from here on."""

_CHUNK = struct.Struct("<4sI")
_FORMAT = struct.Struct("<HHIIHH")  # code, channels, rate, bytes per second, bytes per frame, bits
_PCM_CODES = (1, 0xFFFE)
_COMPRESSED = {b"ID3": "an mp3 file", b"OggS": "an Ogg file", b"fLaC": "a FLAC file"}
_WORDS = (b'{"', b"<!doctype", b"<html", b"<?xml")


class NotSound(ValueError):
    """The body is not what can be spoken; the message completes `the server answered with …`."""


class Samples:
    """Takes the bytes of one answer in, gives whole samples out."""

    def __init__(self, rate: int, content_type: str = ""):
        self.rate = rate
        """Frames per second: as given, or as the WAV header says once it has come."""
        self._content_type = content_type.partition(";")[0].strip().lower()
        self._waiting = b""
        self._begun = False
        self._channels = 1
        self._left: int | None = None  # bytes of sound still to come, where a header tells

    def feed(self, data: bytes) -> bytes:
        """The samples that are whole now; empty until the beginning is understood. Raises NotSound."""
        self._waiting += data
        if not self._begun:
            self._begun = self._begin()
        return self._whole() if self._begun else b""

    def end(self) -> bytes:
        """What is left when the answer is over. A single odd byte is dropped. Raises NotSound where it was cut."""
        if not self._begun:
            if self._waiting[:4] == b"RIFF":
                raise NotSound("half the header of a WAV file")
            self._begun = True
        rest = self._whole()
        if self._left:
            raise NotSound(f"a WAV file that was cut {self._left} bytes before its end")
        return rest

    def _begin(self) -> bool:
        if len(self._waiting) < HEAD_BYTES:
            return False
        head = self._waiting[:HEAD_BYTES]
        if head[:4] == b"RIFF" and head[8:] == b"WAVE":
            return self._read_header()
        if compressed := next((kind for magic, kind in _COMPRESSED.items() if head.startswith(magic)), ""):
            raise NotSound(f"{compressed}, which was not asked for")
        if self._content_type in ("audio/mpeg", "audio/mp3") and head[0] == 0xFF and head[1] & 0xE0 == 0xE0:
            raise NotSound("an mp3 file, which was not asked for")
        if head.lower().startswith(_WORDS):
            raise NotSound("text where sound should be")
        return True

    def _read_header(self) -> bool:
        """Whether the header is complete; then only sound is left waiting."""
        at, known = HEAD_BYTES, False
        while len(self._waiting) >= at + _CHUNK.size:
            name, length = _CHUNK.unpack_from(self._waiting, at)
            at += _CHUNK.size
            if name == b"data":
                if not known:
                    raise NotSound("a WAV file without a format")
                self._left = length if 0 < length < UNKNOWN_BYTES else None
                self._waiting = self._waiting[at:]
                return True
            if name == b"fmt " and len(self._waiting) >= at + _FORMAT.size:
                self._read_format(at)
                known = True
            at += length + length % 2
            if at > LONGEST_WAV_HEADER_BYTES:
                raise NotSound("a WAV file whose sound does not begin")
        return False

    def _read_format(self, at: int) -> None:
        code, channels, rate, _, _, bits = _FORMAT.unpack_from(self._waiting, at)
        if code not in _PCM_CODES or bits != 16 or channels not in (1, 2) or not rate:
            raise NotSound(f"a WAV file of {bits} bits, {channels} channels, code {code}; 16-bit PCM is needed")
        self.rate, self._channels = rate, channels

    def _whole(self) -> bytes:
        frame_bytes = 2 * self._channels
        if self._left is not None:
            self._waiting = self._waiting[: self._left]
        count = len(self._waiting) // frame_bytes * frame_bytes
        whole, self._waiting = self._waiting[:count], self._waiting[count:]
        if self._left is not None:
            self._left -= count
        return whole if self._channels == 1 else _mono(whole)


def _mono(stereo: bytes) -> bytes:
    pairs = np.frombuffer(stereo, "<i2").reshape(-1, 2).astype(np.int32)
    return (pairs.sum(axis=1) // 2).astype("<i2").tobytes()
