"""Kokoro: natural neural voices on a CPU. A voice is `af_heart`: its language, f or m, and a name.

English voices only (`a…` American, `b…` British). The model is driven through onnxruntime, its sounds come from
espeak-ng, so it needs no package of its own. Sound comes clause by clause; words are not timed.
"""

from __future__ import annotations

from pathlib import Path

from radio.doors import Voice
from radio.errors import Unspeakable
from radio.speech.engines.installed_engine import InstalledEngine
from radio.speech.engines.kind import EngineKind
from radio.speech.voices import installed
from radio.speech.voices.voice_files import KOKORO_MODEL

INSTALL = "kokoro"
ENGLISH = ("a", "b")
ANSWER_SECONDS = 60.0
"""The first answer loads the model."""


def open_kokoro(voices: Path, answer_seconds: float = ANSWER_SECONDS) -> InstalledEngine:
    """The engine. `voices` is the folder of installed voices."""
    return InstalledEngine(
        "kokoro",
        voices,
        module="radio.speech.engines.kokoro_worker",
        need=_need,
        files=lambda voice: (KOKORO_MODEL, voice.name),
        answer_seconds=answer_seconds,
        seconds_per_character=0.3,
    )


def _need(voices: Path, voice: Voice) -> None:
    if not voice.name.startswith(ENGLISH):
        raise Unspeakable(f"kokoro's voice {voice.name!r} does not speak English; those of a… and b… do")
    installed.need_package("onnxruntime", extra="kokoro")
    for part in (voice.name, KOKORO_MODEL):
        installed.need(voices, "kokoro", part, install=INSTALL)


KOKORO = EngineKind(
    name="kokoro",
    opened=lambda _speech, voices: open_kokoro(voices),
    extra="kokoro",
    is_natural=True,
    takes_installed_voices=True,
)
