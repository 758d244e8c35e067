"""The configuration → the cast: which engines there are, and each host's voices, best first.

The only place that knows which adapter an engine's name stands for.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from radio.config import HostConfig, SpeechConfig
from radio.doors import Speaking, Voice
from radio.media import Media
from radio.speech.cast import Cast, Part
from radio.speech.engines.endpoint import Endpoint
from radio.speech.engines.espeak import Espeak
from radio.speech.engines.festival import Festival
from radio.speech.engines.flite import Flite
from radio.speech.engines.kokoro import Kokoro
from radio.speech.engines.piper import Piper
from radio.speech.engines.xtts import Xtts
from radio.speech.takes import Takes

EMERGENCY = ("en-us+f3", "en-gb+m3")
"""Voices of espeak that the first and the second host end with, whatever is configured."""


def engines(speech: SpeechConfig, voices: Path) -> dict[str, Speaking]:
    """Every engine that could speak with this configuration, by name. None is started before it is used.

    `voices` is the folder of installed voices.
    """
    found: list[Speaking] = [Kokoro(voices), Piper(voices), Festival(), Flite(), Espeak()]
    if speech.endpoint.base_url:
        found.append(Endpoint(speech.endpoint))
    if speech.xtts.model:
        found.append(Xtts(speech.xtts))
    return {speaking.name: speaking for speaking in found}


def cast(speech: SpeechConfig, speaking: Mapping[str, Speaking], media: Media) -> Cast:
    """The hosts with their voices."""
    return Cast({host.name: tuple(parts) for host, parts in _parts(speech)}, speaking, Takes(media, speech.lufs))


def _parts(speech: SpeechConfig) -> list[tuple[HostConfig, list[Part]]]:
    found = []
    for host, emergency in zip(speech.hosts, EMERGENCY, strict=True):
        names = list(dict.fromkeys([*(name.partition(":")[::2] for name in host.voices), ("espeak", emergency)]))
        names.sort(key=lambda name: name[0] != speech.engine)  # stable: the rest keeps its order
        found.append((host, [Part(e, Voice(v, host.words_per_minute, host.pitch)) for e, v in names]))
    return found
