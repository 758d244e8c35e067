"""The process in which espeak-ng speaks: requests on standard input, sound on standard output.

Started by `radio.speech.espeak` as `python -m radio.speech.espeak_worker <parent's pid>`; ends with its parent or
with its standard input. Never touches a file of the station.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence

from radio import leash
from radio.speech import wire
from radio.speech.espeak_library import EspeakLibrary, NoSuchVoice


def main(parent: int) -> None:
    leash.hold(parent)
    try:
        library = EspeakLibrary()
    except OSError as exc:
        _send(wire.REFUSED, f"espeak-ng cannot start: {exc}".encode())
        return
    _send(wire.READY, wire.pack_voices(library.accents, library.variants))
    while request := wire.read_request(sys.stdin.buffer):
        _answer(library, *request)


def _answer(library: EspeakLibrary, text: str, voice: str, words_per_minute: int, pitch: int) -> None:
    words = _Words(text)

    def on_sound(pcm: bytes, events: Sequence[wire.RawWord]) -> None:
        _send(wire.SOUND, wire.pack_sound(pcm, [event for event in events if words.begins(event)]))

    try:
        library.speak(text, voice, words_per_minute, pitch, on_sound)
    except NoSuchVoice:
        sentence = f"espeak-ng has no voice {voice!r}; `paper-radio voices list` shows those it has"
        _send(wire.REFUSED, sentence.encode())
    else:
        _send(wire.END)


class _Words:
    """Tells a written word's first event from those for its spoken parts (`2048` is several) and for blanks."""

    def __init__(self, text: str):
        self._text = text
        self._end = 0

    def begins(self, event: wire.RawWord) -> bool:
        _, offset, length = event
        if offset < self._end or not self._text[offset : offset + length].strip():
            return False
        self._end = offset + length
        return True


def _send(kind: bytes, payload: bytes = b"") -> None:
    sys.stdout.buffer.write(wire.answer(kind, payload))
    sys.stdout.buffer.flush()


if __name__ == "__main__":
    main(int(sys.argv[1]))
