"""Which voices can be installed: what the engines' publishers have, over all engines. Fetches nothing."""

from __future__ import annotations

from collections.abc import Sequence

from radio.errors import BadConfig
from radio.speech.engines.registry import ENGINES, find_engine
from radio.speech.voices.catalogue import VoiceFolder, unknown

OFFERS = tuple(offer for kind in ENGINES if kind.installable for offer in kind.installable.offers)
"""Voices that are known to be good to broadcast with, the most natural engine first."""


def parts_of(name: str, of_hosts: Sequence[str] = ()) -> tuple[VoiceFolder, ...]:
    """What has to be installed for a name, where the hosts have these voices of its engine.

    Raises BadConfig, with the likeliest meant, for a name that cannot be installed.
    """
    engine, _, voice = name.partition(":")
    kind = find_engine(engine)
    parts = kind.installable.parts(voice.partition("#")[0], of_hosts) if kind and kind.installable else ()
    if not parts:
        raise unknown(name, [offer.name for offer in OFFERS])
    return parts


def can_be_installed(name: str) -> bool:
    """Whether it is the name of a voice that a publisher may have."""
    try:
        return bool(parts_of(name))
    except BadConfig:
        return False
