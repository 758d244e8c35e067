"""The messages between `sandbox` and the zygote with its children.

Over one SEQPACKET socket: `READY` from the zygote, then one request a message, each with three file descriptors: the
PDF, the socket for the answer, the socket for the ending. The child writes one `answer`; when it is gone, the zygote
writes how it ended. A studio that closes the ending socket has the child killed.
"""

from __future__ import annotations

import json
import struct
from dataclasses import asdict, dataclass
from typing import Literal

from radio.model import Box, Place, Quote, from_json, to_json

READY = b"ready"
ANSWERED = b"A"
REFUSED = b"X"
"""Payload: one sentence that says why."""
SCANNED = b"S"
"""Payload: `scans.Pictures` as JSON; there is no text to read."""
ANSWER_HEAD = struct.Struct("!cI")
PAGE_HEAD = struct.Struct("!IffI")
"""Before the packed image of a page that is to be recognised: its number, width and height in points, and its bytes."""
REQUEST_BYTES = 64 * 1024
"""Two at a time fit into what a socket holds."""
ENDING_BYTES = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """What a child is asked to do with the PDF, and within which limits."""

    kind: Literal["read", "locate", "render", "render-poppler"]
    paper: str = ""
    page: int = 1
    """Counts from 1."""
    width: int = 0
    """Pixels."""
    part: Box | None = None
    """The part of the page to draw; None for all of it."""
    quotes: tuple[Quote, ...] = ()
    pages: int = 150
    """Pages read at most."""
    seconds: float = 60.0
    memory_mib: int = 1024

    def pack(self) -> bytes:
        return to_json(self).encode()

    @classmethod
    def unpack(cls, message: bytes) -> Request:
        return from_json(cls, message)


@dataclass(frozen=True, slots=True)
class Located:
    """The places of each quote of a request, in its order."""

    places: tuple[tuple[Place, ...], ...]


@dataclass(frozen=True, slots=True)
class Ending:
    """How a child ended: its exit status, or minus the signal that killed it, and the most memory it held."""

    status: int
    peak_kib: int

    def pack(self) -> bytes:
        return json.dumps(asdict(self)).encode()

    @classmethod
    def unpack(cls, message: bytes) -> Ending:
        return cls(**json.loads(message))


def answer(kind: bytes, payload: bytes) -> bytes:
    return ANSWER_HEAD.pack(kind, len(payload)) + payload
