"""Door: text → sound. `Espeak` is the built-in adapter, `Takes` keeps what is spoken as levelled recordings."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from radio.speech.espeak import Espeak
    from radio.speech.takes import Takes

__all__ = ["Espeak", "Takes"]

_MODULES = {"Espeak": "radio.speech.espeak", "Takes": "radio.speech.takes"}


def __getattr__(name: str) -> Any:
    """Loads on first use: the worker process lies in this package and needs none of it."""
    if name not in _MODULES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_MODULES[name]), name)
