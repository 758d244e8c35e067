"""A studio that hands over tones: real files in a real data folder, without anything that made them."""

from __future__ import annotations

import io
import zlib
from datetime import UTC, datetime
from pathlib import Path

import numpy as np
import pytest
import soundfile

from radio.config import Config
from radio.ids import ShowId
from radio.media import Media, write_atomic
from radio.model import HOUSE_RATE, Item, Programme, Rundown, Slot, to_json

TAKE_RATE = 22_050


def tone(seconds: float, hertz: float, rate: int = TAKE_RATE) -> bytes:
    """A FLAC of a tone, the loudness of speech."""
    t = np.arange(round(seconds * rate)) / rate
    file = io.BytesIO()
    soundfile.write(file, 0.2 * np.sin(2 * np.pi * hertz * t), rate, format="FLAC")
    return file.getvalue()


def plain(luma: int) -> bytes:
    """A packed picture of one grey."""
    return zlib.compress(bytes([luma]) * (1280 * 720) + bytes([128]) * (1280 * 360), 1)


class Studio:
    """Writes what studio would hand over."""

    def __init__(self, config: Config):
        self.config = config
        self.media = Media(config.paths.media)
        self.slots: list[Slot] = []

    def item(self, item_id: str, seconds: float = 1.0, hertz: float = 440.0, pause: float = 0.1) -> Item:
        return Item(
            id=item_id,
            sound=self.media.put(tone(seconds, hertz), ".flac"),
            frames=round(seconds * HOUSE_RATE),
            pause_frames=round(pause * HOUSE_RATE),
            picture=self.media.put(plain(int(hertz) % 200 + 20), ".yuvz"),
            text=f"Sentence {item_id}.",
            speaker="Ada",
        )

    def rundown(self, show: str, items: int = 3, seconds: float = 1.0, hertz: float = 440.0, **fields) -> Rundown:
        made = tuple(self.item(f"{show}/{n:02}", seconds, hertz + 20 * n) for n in range(items))
        defaults = {
            "show": ShowId(show),
            "format": "paper",
            "title": f"Title of {show}",
            "artist": "Ada & Max (synthetic voices)",
            "made": datetime.now(UTC),
            "items": made,
            "complete": True,
            "papers": ("2411.01234v2",),
        }
        rundown = Rundown(**(defaults | fields))
        self.hand_over(rundown)
        return rundown

    def hand_over(self, rundown: Rundown) -> None:
        write_atomic(self.config.paths.rundown_of(rundown.show), to_json(rundown))

    def programme(self, *slots: tuple[str, str] | tuple[str, str, datetime]) -> None:
        made = tuple(Slot(show=ShowId(s[0]), source=s[1], airs_at=s[2] if len(s) > 2 else None) for s in slots)
        write_atomic(self.config.paths.programme, to_json(Programme(made=datetime.now(UTC), slots=made)))


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return Config.model_validate({"station": {"data": tmp_path / "data"}})


@pytest.fixture
def studio(config: Config) -> Studio:
    return Studio(config)
