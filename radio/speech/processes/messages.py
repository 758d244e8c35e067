"""The messages between `processes` and an engine's worker: length-prefixed bytes over two pipes.

Request: one JSON object. Answers: `READY` once, then per request any number of `SOUND` and one `END`, `REFUSED` or
`FAILED`.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Iterable, Mapping
from typing import Any, BinaryIO

READY = b"R"
"""Payload: JSON, what the engine says about itself."""
SOUND = b"S"
END = b"E"
REFUSED = b"X"
"""The text or the voice cannot be spoken. Payload: one sentence that says why."""
FAILED = b"F"
"""The engine itself does not work. Payload: one sentence that says why."""

REQUEST_HEAD = struct.Struct("!I")
ANSWER_HEAD = struct.Struct("!cI")
_SOUND_HEAD = struct.Struct("!II")  # frames per second, number of words
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


def pack_ready(ready: Mapping[str, Any]) -> bytes:
    return json.dumps(ready).encode()


def unpack_ready(payload: bytes) -> Mapping[str, Any]:
    return json.loads(payload)


def pack_sound(pcm: bytes, rate: int, words: Iterable[RawWord]) -> bytes:
    packed = [_WORD.pack(*word) for word in words]
    return _SOUND_HEAD.pack(rate, len(packed)) + b"".join(packed) + pcm


def unpack_sound(payload: bytes) -> tuple[bytes, int, list[RawWord]]:
    rate, count = _SOUND_HEAD.unpack_from(payload)
    end = _SOUND_HEAD.size + count * _WORD.size
    return payload[end:], rate, list(_WORD.iter_unpack(payload[_SOUND_HEAD.size : end]))
