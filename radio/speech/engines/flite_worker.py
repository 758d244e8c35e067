"""The process that has flite speak. Started as `python -m radio.speech.engines.flite_worker <parent's pid>`."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping
from typing import Any

from radio import parent_death
from radio.doors import OWN_PACE
from radio.speech.clauses import pieces
from radio.speech.engines.flite import PROGRAM, no_voice
from radio.speech.engines.plain import has_words, plain
from radio.speech.engines.wave_program import in_memory, path_of, sound_of
from radio.speech.processes.serve import NotSpoken, OnSound, serve

LONGEST_PIECE = 400
"""Characters; a piece is a sentence unless it is longer."""


class FliteSpeaks:
    """serve.Speaks on the program."""

    def __init__(self) -> None:
        listed = _run("-lv")
        self._voices = listed.stdout.decode().partition(":")[2].split()
        if not self._voices:
            raise OSError("flite lists no voices")

    def ready(self) -> Mapping[str, Any]:
        return {"voices": self._voices}

    def speak(self, text: str, voice: str, words_per_minute: int, pitch: int, on_sound: OnSound) -> None:
        if voice not in self._voices:  # flite would take a path or an address for one
            raise NotSpoken(no_voice(voice, self._voices))
        readable = plain(text)
        if not has_words(readable):
            raise NotSpoken("there is nothing in the text that flite can speak")
        for piece in pieces(readable, first=LONGEST_PIECE, least=LONGEST_PIECE, most=LONGEST_PIECE):
            if has_words(readable[piece]):
                on_sound(*_spoken(readable[piece], voice, OWN_PACE / words_per_minute), ())


def _spoken(sentence: str, voice: str, stretch: float) -> tuple[bytes, int]:
    """PCM and its rate."""
    with in_memory(sentence.encode()) as text, in_memory() as wave:
        pace = f"duration_stretch={stretch:.3f}"
        done = _run("-voice", voice, "--setf", pace, "-f", path_of(text), "-o", path_of(wave), files=(text, wave))
        if done.returncode:
            raise OSError(f"flite ended with {done.returncode}: {done.stderr.decode(errors='replace')}")
        return sound_of(wave)


def _run(*arguments: str, files: tuple[int, ...] = ()) -> subprocess.CompletedProcess[bytes]:
    return subprocess.run(
        parent_death.leashed([PROGRAM, *arguments]),
        pass_fds=files,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
    )


if __name__ == "__main__":
    serve(int(sys.argv[1]), FliteSpeaks)
