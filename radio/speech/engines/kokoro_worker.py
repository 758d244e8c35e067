"""The process in which Kokoro speaks. Started as `python -m …engines.kokoro_worker <parent's pid> <voices>`.

Reads `model/model.onnx` and `model/tokenizer.json`, and of each voice `<voice>.bin`: float32, one style of 256 numbers
for each count of tokens.
"""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Iterator, Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

import numpy as np

from radio import sound
from radio.doors import OWN_PACE
from radio.speech.clauses import ends_sentence, pieces
from radio.speech.engines import kokoro_phonemes, onnx
from radio.speech.engines.espeak_library import EspeakLibrary
from radio.speech.engines.kokoro import INSTALL, MODEL
from radio.speech.processes.serve import NotSpoken, OnSound, serve
from radio.speech.voices import voice_files
from radio.speech.voices.installed import damaged

RATE = 24_000
STYLE_NUMBERS = 256
MOST_TOKENS = 510
SLOWEST, FASTEST = 0.5, 2.0
FIRST_PIECE, LEAST_PIECE, MOST_PIECE = 30, 120, 240
"""Characters: the first clause comes soon, later ones are long enough to be said in one breath."""
CLAUSE_SECONDS, SENTENCE_SECONDS = 0.12, 0.35
"""Silence where two pieces join; the model puts a longer one of its own around each, which is taken off."""
_MARK = re.compile(r"([;:!?…—]|[.,](?=\s|$))")
_VOICES = 4


class Model:
    """The loaded model: letters and a style → sound."""

    def __init__(self, folder: Path):
        self._session = onnx.session(folder / "model.onnx")
        self._vocabulary: dict[str, int] = json.loads((folder / "tokenizer.json").read_text())["model"]["vocab"]
        names = [given.name for given in self._session.get_inputs()]
        self._tokens_name = next(name for name in names if name in ("input_ids", "tokens"))

    def tokens(self, letters: str) -> list[int]:
        """Those of the letters that it knows, at most as many as it takes."""
        return [self._vocabulary[letter] for letter in letters if letter in self._vocabulary][:MOST_TOKENS]

    def speak(self, tokens: list[int], style: np.ndarray, speed: float) -> np.ndarray:
        """float32 mono at `RATE`."""
        given = {
            self._tokens_name: np.array([[0, *tokens, 0]], np.int64),
            "style": style.reshape(1, STYLE_NUMBERS),
            "speed": np.array([speed], np.float32),
        }
        return np.asarray(self._session.run(None, given)[0]).reshape(-1)


class KokoroSpeaks:
    """serve.Speaks on the model."""

    def __init__(self, voices: Path):
        self._voices = voices
        self._espeak = EspeakLibrary()
        onnx.give_way()

    def ready(self) -> Mapping[str, Any]:
        return {}

    def speak(self, text: str, voice: str, words_per_minute: int, pitch: int, on_sound: OnSound) -> None:
        model = _model(self._voices / "kokoro" / MODEL, self._edition(MODEL))
        styles = _styles(self._voices / "kokoro" / voice, self._edition(voice))
        speed = min(FASTEST, max(SLOWEST, words_per_minute / OWN_PACE))
        pause = 0.0
        for piece, tokens in self._said(text, model, british=voice.startswith("b")):
            spoken = model.speak(tokens, styles[min(len(tokens), len(styles)) - 1], speed)
            heard = spoken[sound.sounding(spoken, RATE)]
            on_sound(sound.to_int16(np.concatenate([np.zeros(round(pause * RATE)), heard])).tobytes(), RATE, ())
            pause = SENTENCE_SECONDS if ends_sentence(piece) else CLAUSE_SECONDS
        if not pause:
            raise NotSpoken("there is nothing in the text that kokoro can speak")

    def _said(self, text: str, model: Model, *, british: bool) -> Iterator[tuple[str, list[int]]]:
        """Each piece of the text with its tokens."""
        for piece in pieces(text, first=FIRST_PIECE, least=LEAST_PIECE, most=MOST_PIECE):
            if tokens := model.tokens(self._letters(text[piece], british)):
                yield text[piece], tokens

    def _letters(self, piece: str, british: bool) -> str:
        """The piece in Kokoro's letters, its marks kept: they shape the melody."""
        accent = "en-gb" if british else "en-us"
        parts = []
        for number, part in enumerate(_MARK.split(piece)):
            is_mark = number % 2 == 1
            said = part if is_mark else self._espeak.phonemes(part, accent, kokoro_phonemes.TIE)
            parts.append(said if is_mark else kokoro_phonemes.letters(f" {said.strip()}", british=british))
        return "".join(parts).strip()

    def _edition(self, part: str) -> str:
        return voice_files.edition(self._voices, "kokoro", part)


@lru_cache(1)
def _model(folder: Path, edition: str) -> Model:
    try:
        return Model(folder)
    except Exception as exc:  # a file cut short or of another kind fails in a way of its own
        raise NotSpoken(damaged("kokoro", folder.name, str(exc), install=INSTALL)) from None


@lru_cache(_VOICES)
def _styles(folder: Path, edition: str) -> np.ndarray:
    """Shape (tokens, 256)."""
    try:
        return np.fromfile(folder / f"{folder.name}.bin", np.float32).reshape(-1, STYLE_NUMBERS)
    except (OSError, ValueError) as exc:
        raise NotSpoken(damaged("kokoro", folder.name, str(exc), install=INSTALL)) from None


if __name__ == "__main__":
    serve(int(sys.argv[1]), lambda: KokoroSpeaks(Path(sys.argv[2])))
