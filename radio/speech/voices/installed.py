"""What an engine with installed voices asks before it speaks. Each refusal is one sentence that says what to do."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from radio.errors import Unspeakable
from radio.speech.voices import voice_files


def need_package(package: str, *, extra: str) -> None:
    """Raises Unspeakable where a Python package is not installed."""
    if find_spec(package) is None:
        raise Unspeakable(f'{extra} is not installed; `pip install "paper-radio[{extra}]"` installs it')


def need(voices: Path, engine: str, voice: str, *, install: str) -> None:
    """Raises Unspeakable where a voice is not installed or not whole; `install` is what `voices install` takes."""
    if voice_files.place(voices, engine, voice) is None:
        raise Unspeakable(f"{engine} has no voice {voice!r}; `paper-radio voices list` shows those that it can have")
    folder = voice_files.find(voices, engine, voice)
    if folder is None:
        raise Unspeakable(f"{engine} has no voice {voice!r} here; `paper-radio voices install {install}` installs it")
    if wrong := voice_files.damage(folder):
        raise Unspeakable(damaged(engine, voice, wrong, install=install))


def damaged(engine: str, voice: str, wrong: str, *, install: str) -> str:
    """The sentence about files that are there and cannot be used."""
    reason = " ".join(wrong.split())[:120]
    return f"the voice {engine}:{voice} is damaged ({reason}); `paper-radio voices install {install}` mends it"
