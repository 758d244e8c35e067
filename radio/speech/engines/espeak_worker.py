"""The process in which espeak-ng speaks. Started as `python -m radio.speech.engines.espeak_worker <parent's pid>`."""

from __future__ import annotations

import sys
from collections.abc import Mapping, Sequence
from typing import Any

from radio.speech.engines.espeak_library import EspeakLibrary, NoSuchVoice
from radio.speech.processes import messages
from radio.speech.processes.serve import NotSpoken, OnSound, serve


class EspeakSpeaks:
    """serve.Speaks on the library."""

    def __init__(self) -> None:
        self._library = EspeakLibrary()

    def ready(self) -> Mapping[str, Any]:
        return {"accents": self._library.accents, "variants": self._library.variants}

    def speak(self, text: str, voice: str, words_per_minute: int, pitch: int, on_sound: OnSound) -> None:
        words = _Words(text)

        def on_stretch(pcm: bytes, events: Sequence[messages.RawWord]) -> None:
            on_sound(pcm, self._library.rate, [event for event in events if words.begins(event)])

        try:
            self._library.speak(text, voice, words_per_minute, pitch, on_stretch)
        except NoSuchVoice:
            raise NotSpoken(f"espeak-ng has no voice {voice!r}; `paper-radio voices list` shows those it has") from None


class _Words:
    """Tells a written word's first event from those for its spoken parts (`2048` is several) and for blanks."""

    def __init__(self, text: str):
        self._text = text
        self._end = 0

    def begins(self, event: messages.RawWord) -> bool:
        _, offset, length = event
        if offset < self._end or not self._text[offset : offset + length].strip():
            return False
        self._end = offset + length
        return True


if __name__ == "__main__":
    serve(int(sys.argv[1]), EspeakSpeaks)
