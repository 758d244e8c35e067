"""The process in which XTTS speaks.

Started as `python -m …engines.xtts_worker <parent's pid> <model> <recordings> <language> <device>`. What the model
makes of a recording is kept beside it as `<recording>.latents`, so that it is listened to once.
"""

from __future__ import annotations

import io
import os
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from radio.doors import OWN_PACE
from radio.media import write_atomic
from radio.speech.clauses import pieces
from radio.speech.engines.xtts import MODEL_FILES, SPEAKERS_FILE, recording, stamp
from radio.speech.processes.serve import NotSpoken, OnSound, serve

NICENESS = 10
MOST_THREADS = 8
LONGEST_PIECE = 240
"""Characters; XTTS drops the ends of longer ones."""
TOKENS_A_STRETCH = 20
"""A token is 43 ms of sound."""
RECORDING_RATE = 22_050
RECORDING_SECONDS = 30
LATENT_SECONDS = 6
SHORTEST_RECORDING_SECONDS = 2.0


class XttsSpeaks:
    """serve.Speaks on coqui-tts, or on the TTS package that it was forked from."""

    def __init__(self, model: Path, recordings: Path, language: str, device: str):
        os.nice(NICENESS)
        import torch

        torch.set_num_threads(min(MOST_THREADS, max(1, (os.cpu_count() or 1) - 1)))
        self._torch = torch
        self._recordings, self._language = recordings, language
        self._device = device if device != "auto" else ("cuda" if torch.cuda.is_available() else "cpu")
        self._model = _loaded(model).to(self._device)
        self._rate = self._model.config.model_args.output_sample_rate
        self._of_model = " ".join(stamp(model / name) for name in MODEL_FILES)
        self._speakers = self._own_speakers(model / SPEAKERS_FILE)
        self._latents: dict[str, tuple[Any, Any]] = {}

    def ready(self) -> Mapping[str, Any]:
        return {"speakers": sorted(self._speakers), "device": self._device}

    def speak(self, text: str, voice: str, words_per_minute: int, pitch: int, on_sound: OnSound) -> None:
        if not any(map(str.isalnum, text)):
            raise NotSpoken("there is nothing in the text that XTTS can speak")
        latents, embedding = self._voice(voice)
        for piece in pieces(text, first=LONGEST_PIECE, least=LONGEST_PIECE, most=LONGEST_PIECE):
            stretches = self._model.inference_stream(
                text[piece],
                self._language,
                latents,
                embedding,
                stream_chunk_size=TOKENS_A_STRETCH,
                speed=words_per_minute / OWN_PACE,
            )
            for stretch in stretches:
                on_sound(_pcm(stretch.detach().float().cpu().numpy()), self._rate, ())

    def _voice(self, voice: str) -> tuple[Any, Any]:
        """The voice's latents for the language model, and its embedding for the vocoder."""
        file = recording(self._recordings, voice)
        if file is None:
            if voice not in self._speakers:
                raise NotSpoken(f"xtts has no voice {voice!r}: no recording in {self._recordings} and no speaker")
            return self._speakers[voice]
        of = f"{stamp(file)} {self._of_model}"
        if of not in self._latents:
            self._latents[of] = self._kept(file, of) or self._listened(file, of)
        return self._latents[of]

    def _kept(self, file: Path, of: str) -> tuple[Any, Any] | None:
        """What was made of this recording by this model; None where nothing was, or it cannot be read."""
        try:
            kept = self._torch.load(_latents_file(file), map_location=self._device, weights_only=True)
            return kept["latents"] if kept["of"] == of else None
        except Exception:  # whatever is wrong with the file, the recording is listened to again
            return None

    def _listened(self, file: Path, of: str) -> tuple[Any, Any]:
        samples = self._torch.from_numpy(_read(file))[None]
        latents = self._model.get_gpt_cond_latents(
            samples, RECORDING_RATE, length=RECORDING_SECONDS, chunk_length=LATENT_SECONDS
        )
        made = latents, self._model.get_speaker_embedding(samples, RECORDING_RATE)
        content = io.BytesIO()
        self._torch.save({"of": of, "latents": made}, content)
        try:
            write_atomic(_latents_file(file), content.getvalue())
        except OSError as exc:  # a folder that may not be written to: it is listened to again next time
            print(f"{_latents_file(file)} is not kept: {exc.strerror}", file=sys.stderr)
        return made

    def _own_speakers(self, file: Path) -> dict[str, tuple[Any, Any]]:
        if not file.is_file():
            return {}
        speakers = self._torch.load(file, map_location=self._device, weights_only=True)
        return {name: (of["gpt_cond_latent"], of["speaker_embedding"]) for name, of in speakers.items()}


def _loaded(folder: Path) -> Any:
    """The model on the CPU. Raises whatever the package raises at files that are no whole model."""
    from TTS.tts.configs.xtts_config import XttsConfig
    from TTS.tts.models.xtts import Xtts

    config = XttsConfig()
    config.load_json(str(folder / "config.json"))
    model = Xtts.init_from_config(config)
    model.load_checkpoint(config, checkpoint_dir=str(folder), eval=True)
    return model


def _latents_file(recording: Path) -> Path:
    return recording.with_name(f"{recording.name}.latents")


def _read(file: Path) -> np.ndarray:
    """The first half minute as float32 mono. Raises NotSpoken where that is no recording of a voice."""
    import soundfile
    import soxr

    try:
        samples, rate = soundfile.read(file, dtype="float32", always_2d=True, frames=-1)
    except soundfile.LibsndfileError as exc:
        raise NotSpoken(f"the recording {file} cannot be read: {exc.error_string}") from None
    mono = samples[: RECORDING_SECONDS * rate].mean(axis=1)
    if len(mono) < SHORTEST_RECORDING_SECONDS * rate:
        seconds = len(mono) / rate
        raise NotSpoken(f"the recording {file} has {seconds:.1f} s; {SHORTEST_RECORDING_SECONDS:.0f} are the least")
    return soxr.resample(mono, rate, RECORDING_RATE).astype(np.float32)


def _pcm(samples: np.ndarray) -> bytes:
    return (np.clip(samples, -1, 1) * 32_767).astype("<i2").tobytes()


if __name__ == "__main__":
    model, recordings, language, device = sys.argv[2:]
    serve(int(sys.argv[1]), lambda: XttsSpeaks(Path(model), Path(recordings), language, device))
