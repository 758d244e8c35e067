"""The process in which piper speaks. Started as `python -m …engines.piper_worker <parent's pid> <voices>`."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any

from piper import PiperVoice, SynthesisConfig
from piper.config import PiperConfig

from radio.doors import OWN_PACE
from radio.speech.engines import onnx
from radio.speech.processes.serve import NotSpoken, OnSound, serve
from radio.speech.voices import voice_files
from radio.speech.voices.installed import damaged

LOADED_VOICES = 3


class PiperSpeaks:
    """serve.Speaks on the package."""

    def __init__(self, voices: Path):
        self._voices = voices
        onnx.give_way()

    def ready(self) -> Mapping[str, Any]:
        return {}

    def speak(self, text: str, voice: str, words_per_minute: int, pitch: int, on_sound: OnSound) -> None:
        name, _, speaker = voice.partition("#")
        loaded = _loaded(self._voices / "piper" / name, voice_files.edition(self._voices, "piper", name))
        settings = SynthesisConfig(
            speaker_id=int(speaker) if speaker else None,
            length_scale=loaded.config.length_scale * OWN_PACE / words_per_minute,
            normalize_audio=False,  # a loud sentence stays louder than a soft one
        )
        spoken = False
        for chunk in loaded.synthesize(text.replace("[[", "["), settings):  # [[…]] would be read as phonemes
            on_sound(chunk.audio_int16_bytes, chunk.sample_rate, ())
            spoken = True
        if not spoken:
            raise NotSpoken("there is nothing in the text that piper can speak")


@lru_cache(LOADED_VOICES)
def _loaded(folder: Path, edition: str) -> PiperVoice:
    """The voice in the folder. A voice installed anew has another edition and is loaded anew."""
    model = folder / f"{folder.name}.onnx"
    try:
        config = PiperConfig.from_dict(json.loads(model.with_name(f"{model.name}.json").read_text()))
        return PiperVoice(onnx.session(model), config)
    except Exception as exc:  # a file cut short or of another kind fails in a way of its own
        raise NotSpoken(damaged("piper", folder.name, str(exc), install=f"piper:{folder.name}")) from None


if __name__ == "__main__":
    serve(int(sys.argv[1]), lambda: PiperSpeaks(Path(sys.argv[2])))
