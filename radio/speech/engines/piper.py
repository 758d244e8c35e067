"""Piper: neural voices that are quick on a CPU. A voice is `en_US-norman-medium`, or `…#3` for one of its speakers.

Needs the extra `piper` (GPL, so it is optional and runs in a process of its own) and an installed voice. Sound comes
sentence by sentence. Words are not timed: the published voices do not say when they speak which.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path

from radio.doors import Voice
from radio.errors import Unspeakable
from radio.speech.engines.installed_engine import InstalledEngine
from radio.speech.engines.kind import EngineKind
from radio.speech.voices import installed
from radio.speech.voices.catalogue import CARD, Installable, Offer, VoiceFolder

REPOSITORY = "rhasspy/piper-voices"
LICENCE_NOTE = "Piper itself is a Python package under the GPL and is installed with them."
ANSWER_SECONDS = 30.0
"""The first answer loads the model."""
_VOICE = re.compile(r"(en)_([A-Z]{2})-(\w+)-(x_low|low|medium|high)")


def open_piper(voices: Path, answer_seconds: float = ANSWER_SECONDS) -> InstalledEngine:
    """The engine. `voices` is the folder of installed voices."""
    return InstalledEngine(
        "piper",
        voices,
        module="radio.speech.engines.piper_worker",
        need=_need,
        folders=_folders,
        answer_seconds=answer_seconds,
        seconds_per_character=0.2,
    )


def _need(voices: Path, voice: Voice) -> None:
    name, mark, speaker = voice.name.partition("#")
    installed.need_package("piper", extra="piper")
    installed.need(voices, "piper", name, install=f"piper:{name}")
    if mark and speaker not in (speakers := _speakers(voices / "piper" / name)):
        raise Unspeakable(f"piper has no voice {voice.name!r}: it has {len(speakers)} speakers, #0 is the first")


def _speakers(folder: Path) -> list[str]:
    """What may follow the #. Raises Unspeakable where the voice's own description is damaged."""
    try:
        described = json.loads((folder / f"{folder.name}.onnx.json").read_text())
        return [str(number) for number in range(described["num_speakers"])]
    except (OSError, ValueError, KeyError, TypeError) as exc:
        name = folder.name
        raise Unspeakable(installed.damaged("piper", name, str(exc), install=f"piper:{name}")) from None


def _folders(voice: str) -> tuple[str, ...]:
    return (voice.partition("#")[0],)


def _parts(voice: str, _of_hosts: Sequence[str]) -> tuple[VoiceFolder, ...]:
    found = _VOICE.fullmatch(voice)
    if found is None:
        return ()
    language, country, speaker, quality = found.groups()
    folder = f"{language}/{language}_{country}/{speaker}/{quality}"
    names = (f"{voice}.onnx", f"{voice}.onnx.json", CARD)
    return (VoiceFolder("piper", voice, REPOSITORY, {f"{folder}/{name}": name for name in names}),)


OFFERS = (
    Offer("piper:en_US-ljspeech-medium", 63, "public domain", "a woman, US; quick on any machine"),
    Offer("piper:en_US-norman-medium", 63, "public domain", "a man, US; quick on any machine"),
    Offer("piper:en_US-ljspeech-high", 114, "public domain", "a woman, US; better and slower"),
    Offer("piper:en_US-libritts-high", 137, "CC BY 4.0", "904 speakers: …#0 to …#903"),
)

PIPER = EngineKind(
    name="piper",
    opened=lambda _speech, voices: open_piper(voices),
    extra="piper",
    is_natural=True,
    installable=Installable(parts=_parts, folders=_folders, offers=OFFERS, licence_note=LICENCE_NOTE),
)
