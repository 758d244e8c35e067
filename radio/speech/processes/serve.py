"""The worker's side of `processes`: an engine answers requests on standard input with sound on standard output.

A worker module calls `serve` with the function that loads its engine. The process ends with its parent or with its
standard input, and never touches a file of the station.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Mapping
from typing import Any, BinaryIO, Protocol

from radio import parent_death
from radio.speech.processes import messages

OnSound = Callable[[bytes, int, Iterable[messages.RawWord]], None]
"""Called with each stretch: 16-bit mono PCM, its frames per second, and the words that start in it."""


class Speaks(Protocol):
    """A loaded engine."""

    def ready(self) -> Mapping[str, Any]:
        """What the station may know about it, as JSON can hold it."""
        ...

    def speak(self, text: str, voice: str, words_per_minute: int, pitch: int, on_sound: OnSound) -> None:
        """Speaks to the end. Raises NotSpoken where the text or the voice is at fault."""


class NotSpoken(ValueError):
    """The text or the voice cannot be spoken; the message says why."""


def serve(parent: int, load: Callable[[], Speaks]) -> None:
    """Loads the engine and answers until standard input is closed."""
    parent_death.hold(parent)
    pipe = _keep_standard_output()
    try:
        engine = load()
    except Exception as exc:  # whatever keeps a package from loading is the reason to use another voice
        _send(pipe, messages.FAILED, _sentence(exc))
        return
    _send(pipe, messages.READY, messages.pack_ready(engine.ready()))
    while request := messages.read_request(sys.stdin.buffer):
        _answer(pipe, engine, *request)


def _keep_standard_output() -> BinaryIO:
    """The pipe for sound. What a package prints goes to standard error."""
    pipe = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return pipe


def _answer(pipe: BinaryIO, engine: Speaks, text: str, voice: str, words_per_minute: int, pitch: int) -> None:
    def on_sound(pcm: bytes, rate: int, words: Iterable[messages.RawWord]) -> None:
        _send(pipe, messages.SOUND, messages.pack_sound(pcm, rate, words))

    try:
        engine.speak(text, voice, words_per_minute, pitch, on_sound)
    except NotSpoken as exc:
        _send(pipe, messages.REFUSED, str(exc).encode())
    except Exception as exc:  # a model may raise anything; the station falls to the next voice
        _send(pipe, messages.FAILED, _sentence(exc))
    else:
        _send(pipe, messages.END)


def _sentence(exc: Exception) -> bytes:
    return f"{type(exc).__name__}: {' '.join(str(exc).split())[:200]}".encode()


def _send(pipe: BinaryIO, kind: bytes, payload: bytes = b"") -> None:
    pipe.write(messages.answer(kind, payload))
    pipe.flush()
