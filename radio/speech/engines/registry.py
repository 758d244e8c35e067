"""Every engine, and what the configuration makes of them: the cast, each host's voices best first.

To add an engine: a file in this folder that ends in an EngineKind (its worker beside it), and its name in `ENGINES`.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from radio.config import HostConfig, SpeechConfig
from radio.doors import Speaking, Voice
from radio.errors import BadConfig
from radio.media import Media
from radio.speech.cast import Cast, HostVoice
from radio.speech.engines.endpoint import ENDPOINT
from radio.speech.engines.espeak import ESPEAK
from radio.speech.engines.festival import FESTIVAL
from radio.speech.engines.flite import FLITE
from radio.speech.engines.kind import EngineKind
from radio.speech.engines.kokoro import KOKORO
from radio.speech.engines.piper import PIPER
from radio.speech.engines.xtts import XTTS
from radio.speech.takes import Takes

ENGINES: tuple[EngineKind, ...] = (KOKORO, PIPER, XTTS, ENDPOINT, FESTIVAL, FLITE, ESPEAK)

ANY_ENGINE = "auto"
"""What `[speech] engine` says where each host's voices hold as they stand."""
EMERGENCY_ENGINE = ESPEAK.name
EMERGENCY = ("en-us+f3", "en-gb+m3")
"""The voices of the emergency engine that the first and the second host end with, whatever is configured."""


def find_engine(name: str) -> EngineKind | None:
    """The engine of this name; None where there is none."""
    return next((each for each in ENGINES if each.name == name), None)


def engines(speech: SpeechConfig, voices: Path) -> dict[str, Speaking]:
    """Every engine that could speak with this configuration, by name. None is started before it is used.

    `voices` is the folder of installed voices.
    """
    opened = {each.name: each.opened(speech, voices) for each in ENGINES}
    return {name: engine for name, engine in opened.items() if engine is not None}


def mistakes(speech: SpeechConfig) -> tuple[str, ...]:
    """Every engine that is named and does not exist, each in a sentence that names its key."""
    known = ", ".join(each.name for each in ENGINES)
    wrong = [
        f"speech.hosts.{number}.voices: {voice!r} is no voice; write one of {known}, a colon and its voice, "
        "as in espeak:en-gb+m3"
        for number, host in enumerate(speech.hosts)
        for voice in host.voices
        if find_engine(voice.partition(":")[0]) is None
    ]
    if speech.engine != ANY_ENGINE and find_engine(speech.engine) is None:
        wrong.insert(0, f"speech.engine: {speech.engine!r} is no engine; write {ANY_ENGINE} or one of {known}")
    return tuple(wrong)


def cast(speech: SpeechConfig, speaking: Mapping[str, Speaking], media: Media) -> Cast:
    """The hosts with their voices. Raises BadConfig where one names an engine that does not exist."""
    if wrong := mistakes(speech):
        raise BadConfig(*wrong)
    voices = {host.name: tuple(found) for host, found in _voices_of_hosts(speech)}
    return Cast(voices, speaking, Takes(media, speech.lufs))


def _voices_of_hosts(speech: SpeechConfig) -> list[tuple[HostConfig, list[HostVoice]]]:
    found: list[tuple[HostConfig, list[HostVoice]]] = []
    for host, emergency in zip(speech.hosts, EMERGENCY, strict=True):
        configured = [(name.partition(":")[0], name.partition(":")[2]) for name in host.voices]
        names = list(dict.fromkeys([*configured, (EMERGENCY_ENGINE, emergency)]))
        names.sort(key=lambda name: name[0] != speech.engine)  # stable: the rest keeps its order
        found.append((host, [HostVoice(e, Voice(v, host.words_per_minute, host.pitch)) for e, v in names]))
    return found
