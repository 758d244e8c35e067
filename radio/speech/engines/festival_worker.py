"""The process that has festival speak. Started as `python -m radio.speech.engines.festival_worker <parent's pid>`.

Festival runs as one child that takes its commands in Scheme. The only text that reaches it is what `plain` leaves, in
which nothing ends a string; the sound comes back in memory.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from radio import parent_death
from radio.doors import OWN_PACE
from radio.speech.clauses import pieces
from radio.speech.engines.festival import PROGRAM, no_voice
from radio.speech.engines.plain import has_words, plain
from radio.speech.engines.wave_program import in_memory, path_of, sound_of
from radio.speech.processes.messages import RawWord
from radio.speech.processes.serve import NotSpoken, OnSound, serve

LONGEST_PIECE = 300
"""Characters; a piece is a sentence unless it is longer."""
_END = "that is all"
_LIST_VOICES = r"""(mapcar (lambda (name) (format t "%s\n" name)) (voice.list))"""
_LIST_TOKENS = r"""
(define (starts token) (item.feat token "daughter1.R:SylStructure.daughter1.daughter1.R:Segment.segment_start"))
(if spoken (mapcar (lambda (token) (format t "%s %s\n" (starts token) (item.name token)))
                   (utt.relation.items spoken 'Token)))
"""
_SPEAK = """
(voice_{voice})
(Parameter.set 'Duration_Stretch {stretch:.3f})
(if (symbol-bound? 'hts_engine_params)
    (set! hts_engine_params (append hts_engine_params (list (list "-r" {speed:.3f})))))
(set! spoken nil)
(set! spoken (utt.synth (Utterance Text "{text}")))
(if spoken (utt.save.wave spoken "{wave}" 'riff))
"""


class Program:
    """The child, answering one command at a time."""

    def __init__(self, file: int):
        self._child = subprocess.Popen(
            parent_death.leashed([PROGRAM, "--pipe"]),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            pass_fds=(file,),
        )
        if self._child.stdin is None or self._child.stdout is None:
            raise OSError("festival has no pipes")
        self._commands, self._answers = self._child.stdin, self._child.stdout

    def tell(self, commands: str) -> list[str]:
        """The lines that it prints. An error in a command leaves it out and goes on. Raises OSError when it died."""
        self._commands.write(f'{commands}\n(format t "{_END}\\n")\n(fflush nil)\n'.encode())
        self._commands.flush()
        return list(self._lines())

    def _lines(self) -> Iterator[str]:
        for line in self._answers:
            if (text := line.decode(errors="replace").strip()) == _END:
                return
            yield text
        raise OSError("festival died")


class FestivalSpeaks:
    """serve.Speaks on the program. `file` is memory that the program writes its waves to."""

    def __init__(self, file: int):
        self._file = file
        self._program = Program(file)
        self._voices = sorted(filter(None, self._program.tell(_LIST_VOICES)))

    def ready(self) -> Mapping[str, Any]:
        return {"voices": self._voices}

    def speak(self, text: str, voice: str, words_per_minute: int, pitch: int, on_sound: OnSound) -> None:
        if voice not in self._voices:
            raise NotSpoken(no_voice(voice, self._voices))
        readable, seconds = plain(text), 0.0
        if not has_words(readable):
            raise NotSpoken("there is nothing in the text that festival can speak")
        for piece in pieces(readable, first=LONGEST_PIECE, least=LONGEST_PIECE, most=LONGEST_PIECE):
            if has_words(readable[piece]):
                pcm, rate, tokens = self._spoken(readable[piece], voice, words_per_minute / OWN_PACE)
                on_sound(pcm, rate, _words(tokens, readable, piece.start, seconds))
                seconds += len(pcm) / 2 / rate

    def _spoken(self, text: str, voice: str, speed: float) -> tuple[bytes, int, list[str]]:
        """PCM, its rate, and a line for each token."""
        os.ftruncate(self._file, 0)
        wave = path_of(self._file)
        tokens = self._program.tell(
            _SPEAK.format(voice=voice, stretch=1 / speed, speed=speed, text=text, wave=wave) + _LIST_TOKENS
        )
        return *sound_of(self._file), tokens


def _words(tokens: Iterable[str], text: str, offset: int, seconds: float) -> Iterator[RawWord]:
    """The tokens that are timed, found in the text from `offset` on; the wave starts at `seconds`."""
    for token in tokens:
        start, _, name = token.partition(" ")
        at = text.find(name, offset)
        if at >= 0 and (after := float(start)) > 0:
            yield seconds + after, at, len(name)
            offset = at + len(name)


if __name__ == "__main__":
    with in_memory() as waves:
        serve(int(sys.argv[1]), lambda: FestivalSpeaks(waves))
