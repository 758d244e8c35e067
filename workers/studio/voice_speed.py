"""How quickly the engines speak: what studio notes in the store and the desk shows."""

from __future__ import annotations

from radio.model import from_json, to_json
from radio.speech.speeds import EngineFigures
from radio.store import Store


def note_speed(store: Store, figures: tuple[EngineFigures, ...]) -> None:
    store.studio.save_voice_speeds(to_json(figures))


def speed(store: Store) -> tuple[EngineFigures, ...]:
    """By name of the engine; empty before the first sentence is spoken."""
    noted = store.studio.voice_speeds()
    return from_json(tuple[EngineFigures, ...], noted) if noted else ()
