"""What is known of voices that can be installed: records that an engine fills in, and what a card says. Pure.

`paper-radio voices install` takes names such as `kokoro`, `kokoro:af_bella` and `piper:en_US-norman-medium`. An engine
offers a few voices whose recordings may be broadcast; others of the same publisher can be installed by name, and the
licence that the publisher states is recorded with them.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches

from radio.errors import BadConfig

CARD = "MODEL_CARD"
LARGEST_BYTES = 1 << 30
"""No file of a voice is larger."""

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


@dataclass(frozen=True, slots=True)
class VoiceFolder:
    """What lies in one folder of installed voices."""

    engine: str
    voice: str
    repository: str
    files: Mapping[str, str]
    """Path in the repository → name in the voice's folder."""
    licence: str = ""
    """Where the repository's own card states none."""

    def __str__(self) -> str:
        return f"{self.engine}:{self.voice}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Installable:
    """The voices of an engine that its publisher has."""

    parts: Callable[[str, Sequence[str]], tuple[VoiceFolder, ...]]
    """What a voice is made of; for an empty name the whole engine, with the voices that the hosts have of it. Empty for
    what the publisher cannot have."""
    folders: Callable[[str], tuple[str, ...]]
    """The folders of installed voices that a voice is spoken from."""
    offers: tuple[Offer, ...]
    cores: int = 1
    """With fewer, the engine cannot speak eight hours a day beside the encoder."""
    licence_note: str = ""
    """A sentence about the package that is installed with the voices."""


def unknown(name: str, others: Sequence[str]) -> BadConfig:
    """There is no such voice; the sentence names the likeliest meant of the others that there are."""
    near = get_close_matches(name, others, n=1, cutoff=0.5)
    meant = f"did you mean {near[0]}?" if near else "`paper-radio voices list` shows what there is"
    return BadConfig(f"no voice {name!r} can be installed; {meant}")


def stated_licence(card: str) -> str:
    """The licence that a voice's card states, and the voice it was tuned from; empty where it states none."""
    found = [match[1].strip() for match in _STATED.finditer(card)] + [m[0].strip() for m in _TUNED_FROM.finditer(card)]
    return "; ".join(dict.fromkeys(found))
