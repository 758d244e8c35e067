"""The messages between `espeak` and its worker process: length-prefixed bytes over two pipes.

Request: one JSON object. Answers: `READY` once, then per request any number of `SOUND` and one `END` or `REFUSED`.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable, Sequence
from typing import BinaryIO

READY = b"R"
"""Payload: the accents and the variants that a voice may be made of."""
SOUND = b"S"
END = b"E"
REFUSED = b"X"
"""Payload: one sentence that says why."""

REQUEST_HEAD = struct.Struct("!I")
ANSWER_HEAD = struct.Struct("!cI")
_COUNT = struct.Struct("!I")
_WORD = struct.Struct("!dII")

RawWord = tuple[float, int, int]
"""Seconds from the start of the text, offset and length in characters."""


def request(text: str, voice: str, words_per_minute: int, pitch: int) -> bytes:
    body = json.dumps([text, voice, words_per_minute, pitch]).encode()
    return REQUEST_HEAD.pack(len(body)) + body


def read_request(pipe: BinaryIO) -> tuple[str, str, int, int] | None:
    """The next text, voice, words per minute and pitch; None when the pipe is closed."""
    head = pipe.read(REQUEST_HEAD.size)
    if len(head) < REQUEST_HEAD.size:
        return None
    (length,) = REQUEST_HEAD.unpack(head)
    text, voice, words_per_minute, pitch = json.loads(pipe.read(length))
    return text, voice, words_per_minute, pitch


def answer(kind: bytes, payload: bytes = b"") -> bytes:
    return ANSWER_HEAD.pack(kind, len(payload)) + payload


def pack_voices(accents: Sequence[str], variants: Sequence[str]) -> bytes:
    return json.dumps([accents, variants]).encode()


def unpack_voices(payload: bytes) -> tuple[list[str], list[str]]:
    accents, variants = json.loads(payload)
    return accents, variants


def pack_sound(pcm: bytes, words: Iterable[RawWord]) -> bytes:
    packed = [_WORD.pack(*word) for word in words]
    return _COUNT.pack(len(packed)) + b"".join(packed) + pcm


def unpack_sound(payload: bytes) -> tuple[bytes, list[RawWord]]:
    (count,) = _COUNT.unpack_from(payload)
    end = _COUNT.size + count * _WORD.size
    return payload[end:], list(_WORD.iter_unpack(payload[_COUNT.size : end]))
