"""What the station knows of an engine before it speaks: a record that each adapter ends in, for `registry` to list."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from radio.config import SpeechConfig
from radio.doors import Speaking
from radio.speech.voices.catalogue import Installable


@dataclass(frozen=True, slots=True, kw_only=True)
class EngineKind:
    """An engine by its name."""

    name: str
    """The word before the colon of a host's voice."""
    opened: Callable[[SpeechConfig, Path], Speaking | None]
    """The engine by the configuration and the folder of installed voices; None where it is not configured. Starts
    nothing."""
    extra: str = ""
    """The extra of this project that it needs; empty where it needs none."""
    is_natural: bool = False
    """Whether it sounds like a person."""
    installable: Installable | None = None
    """Its voices that `paper-radio voices install` fetches; None where it needs none."""
    is_judged: bool = True
    """Whether a speech recogniser shows how well people understand it."""
