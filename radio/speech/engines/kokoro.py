"""Kokoro: natural neural voices on a CPU. A voice is `af_heart`: its language, f or m, and a name.

English voices only (`a…` American, `b…` British). The model is driven through onnxruntime, its sounds come from
espeak-ng, so it needs no package of its own. Sound comes clause by clause; words are not timed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from radio.doors import Voice
from radio.errors import Unspeakable
from radio.speech.engines.installed_engine import InstalledEngine
from radio.speech.engines.kind import EngineKind
from radio.speech.voices import installed
from radio.speech.voices.catalogue import Installable, Offer, VoiceFolder

INSTALL = "kokoro"
MODEL = "model"
"""The folder of the model that all voices share."""
REPOSITORY = "onnx-community/Kokoro-82M-v1.0-ONNX"
LICENCE = "Apache-2.0"
PLAIN_VOICES = ("af_heart", "bm_george")
"""Installed with the model where the hosts have no voices of it."""
ENGLISH = ("a", "b")
ANSWER_SECONDS = 60.0
"""The first answer loads the model."""
_VOICE = re.compile(r"[ab][fm]_[a-z0-9]+")


def open_kokoro(voices: Path, answer_seconds: float = ANSWER_SECONDS) -> InstalledEngine:
    """The engine. `voices` is the folder of installed voices."""
    return InstalledEngine(
        "kokoro",
        voices,
        module="radio.speech.engines.kokoro_worker",
        need=_need,
        folders=_folders,
        answer_seconds=answer_seconds,
        seconds_per_character=0.3,
    )


def _need(voices: Path, voice: Voice) -> None:
    if not voice.name.startswith(ENGLISH):
        raise Unspeakable(f"kokoro's voice {voice.name!r} does not speak English; those of a… and b… do")
    installed.need_package("onnxruntime", extra="kokoro")
    for part in reversed(_folders(voice.name)):
        installed.need(voices, "kokoro", part, install=INSTALL)


def _folders(voice: str) -> tuple[str, ...]:
    return MODEL, voice


def _parts(voice: str, of_hosts: Sequence[str]) -> tuple[VoiceFolder, ...]:
    if voice and not _VOICE.fullmatch(voice):
        return ()
    voices = [voice] if voice else list(dict.fromkeys(of_hosts)) or PLAIN_VOICES
    model = _part(MODEL, {"onnx/model.onnx": "model.onnx", "tokenizer.json": "tokenizer.json"})
    return model, *(_part(each, {f"voices/{each}.bin": f"{each}.bin"}) for each in voices)


def _part(voice: str, files: dict[str, str]) -> VoiceFolder:
    return VoiceFolder("kokoro", voice, REPOSITORY, files, LICENCE)


KOKORO = EngineKind(
    name="kokoro",
    opened=lambda _speech, voices: open_kokoro(voices),
    extra="kokoro",
    is_natural=True,
    installable=Installable(
        parts=_parts,
        folders=_folders,
        offers=(Offer("kokoro", 327, LICENCE, "the most natural; wants four cores"),),
        cores=4,
    ),
)
