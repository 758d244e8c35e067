"""Which voices can be installed, and which files of which repository each is made of. Pure.

`kokoro` is its model with some voices, `kokoro:af_bella` the model with one voice, `piper:en_US-norman-medium` a voice
of Piper. The list below is short: voices whose recordings may be broadcast. Others of the same publishers can be
installed by name; the licence that their publisher states is recorded with them.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from radio.errors import BadConfig
from radio.speech.voices.voice_files import KOKORO_MODEL

KOKORO = "onnx-community/Kokoro-82M-v1.0-ONNX"
KOKORO_LICENCE = "Apache-2.0"
KOKORO_VOICES = ("af_heart", "bm_george")
"""Installed with the model where the hosts ask for none of its voices."""
PIPER = "rhasspy/piper-voices"
PIPER_LICENCE_NOTE = "Piper itself is a Python package under the GPL and is installed with them."
CARD = "MODEL_CARD"
LARGEST_BYTES = 1 << 30
"""No file of a voice is larger."""

_KOKORO_VOICE = re.compile(r"[ab][fm]_[a-z0-9]+")
_PIPER_VOICE = re.compile(r"(en)_([A-Z]{2})-(\w+)-(x_low|low|medium|high)")
_STATED = re.compile(r"^\W*(?:License|Licence)\W*:\s*(.+)$", re.MULTILINE | re.IGNORECASE)
_TUNED_FROM = re.compile(r"fine-?\s?tuned from[^\n]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Offer:
    """A voice that is known to be good to broadcast with."""

    name: str
    """As `voices install` takes it."""
    megabytes: int
    licence: str
    about: str
    extra: str = ""
    """The extra of this project that its engine needs."""


OFFERS = (
    Offer("kokoro", 327, KOKORO_LICENCE, "the most natural; wants four cores"),
    Offer("piper:en_US-ljspeech-medium", 63, "public domain", "a woman, US; quick on any machine", "piper"),
    Offer("piper:en_US-norman-medium", 63, "public domain", "a man, US; quick on any machine", "piper"),
    Offer("piper:en_US-ljspeech-high", 114, "public domain", "a woman, US; better and slower", "piper"),
    Offer("piper:en_US-libritts-high", 137, "CC BY 4.0", "904 speakers: …#0 to …#903", "piper"),
)


@dataclass(frozen=True, slots=True)
class VoiceFolder:
    """What lies in one folder of installed voices."""

    engine: str
    voice: str
    repository: str
    folder: str
    """Within the repository."""
    files: Mapping[str, str]
    """Path in the repository → name in the voice's folder."""
    licence: str = ""
    """Where the repository's own card states none."""

    def __str__(self) -> str:
        return f"{self.engine}:{self.voice}"


def parts_of(name: str, kokoro_voices: Sequence[str] = ()) -> tuple[VoiceFolder, ...]:
    """What has to be installed for a name. Raises BadConfig, with the likeliest meant, for one that cannot be."""
    engine, _, voice = name.partition(":")
    voice = voice.partition("#")[0]
    if engine == "kokoro" and (not voice or _KOKORO_VOICE.fullmatch(voice)):
        wanted = [voice] if voice else list(dict.fromkeys(kokoro_voices)) or KOKORO_VOICES
        return _kokoro_model(), *map(_kokoro_voice, wanted)
    if engine == "piper" and _PIPER_VOICE.fullmatch(voice):
        return (_piper(voice),)
    raise unknown(name)


def can_be_installed(name: str) -> bool:
    """Whether it is the name of a voice that a publisher may have."""
    try:
        return bool(parts_of(name))
    except BadConfig:
        return False


def unknown(name: str, others: Sequence[str] = ()) -> BadConfig:
    """There is no such voice; the sentence names the likeliest meant of the offers and of others that there are."""
    near = get_close_matches(name, [*others, *(offer.name for offer in OFFERS)], n=1, cutoff=0.5)
    meant = f"did you mean {near[0]}?" if near else "`paper-radio voices list` shows what there is"
    return BadConfig(f"no voice {name!r} can be installed; {meant}")


def stated_licence(card: str) -> str:
    """The licence that a voice's card states, and the voice it was tuned from; empty where it states none."""
    found = [match[1].strip() for match in _STATED.finditer(card)] + [m[0].strip() for m in _TUNED_FROM.finditer(card)]
    return "; ".join(dict.fromkeys(found))


def _kokoro_model() -> VoiceFolder:
    files = {"onnx/model.onnx": "model.onnx", "tokenizer.json": "tokenizer.json"}
    return VoiceFolder("kokoro", KOKORO_MODEL, KOKORO, "", files, KOKORO_LICENCE)


def _kokoro_voice(voice: str) -> VoiceFolder:
    return VoiceFolder("kokoro", voice, KOKORO, "", {f"voices/{voice}.bin": f"{voice}.bin"}, KOKORO_LICENCE)


def _piper(voice: str) -> VoiceFolder:
    found = _PIPER_VOICE.fullmatch(voice)
    if found is None:
        raise unknown(f"piper:{voice}")
    language, country, speaker, quality = found.groups()
    folder = f"{language}/{language}_{country}/{speaker}/{quality}"
    names = (f"{voice}.onnx", f"{voice}.onnx.json", CARD)
    return VoiceFolder("piper", voice, PIPER, folder, {f"{folder}/{name}": name for name in names})
