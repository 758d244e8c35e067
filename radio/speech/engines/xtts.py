"""XTTS: voices cloned from a few seconds of speech, by Coqui's model. A voice is a recording's name or a speaker's.

Needs the extra `xtts` and a folder with the model (`config.json`, `vocab.json`, `model.pth`), which the operator puts
there; nothing is fetched. `xtts:ada` speaks as `ada.wav` or `ada.flac` in the folder of recordings; any other name is
one of the model's own speakers (`speakers_xtts.pth`). Coqui's weights (CPML) may be used for non-commercial ends only.
"""

from __future__ import annotations

import hashlib
from collections.abc import AsyncIterator
from functools import lru_cache
from pathlib import Path

from radio.config import XttsConfig
from radio.doors import Speech, Voice
from radio.errors import Unreachable, Unspeakable
from radio.speech.engines.kind import EngineKind
from radio.speech.processes.pool import Engine, Processes
from radio.speech.voices.installed import need_package

MODEL_FILES = ("config.json", "vocab.json", "model.pth")
SPEAKERS_FILE = "speakers_xtts.pth"
RECORDINGS = (".wav", ".flac")
START_SECONDS = 240.0
"""The worker reads and unpacks two gigabytes."""
ANSWER_SECONDS = 60.0
STAMPED_BYTES = 1 << 20


class Xtts:
    """doors.Speaking on XTTS in a worker process."""

    name = "xtts"

    def __init__(self, config: XttsConfig, answer_seconds: float = ANSWER_SECONDS):
        if config.model is None:
            raise ValueError("XTTS needs the folder of its model")
        self._config, self._model = config, config.model
        self._recordings = config.recordings or self._model
        self._processes = Processes(
            Engine(
                name="xtts",
                module="radio.speech.engines.xtts_worker",
                arguments=(str(self._model), str(self._recordings), config.language, config.device),
                start_seconds=START_SECONDS,
                answer_seconds=answer_seconds,
                seconds_per_character=0.2,
            )
        )

    async def speak(self, text: str, voice: Voice) -> AsyncIterator[Speech]:
        """Yields sound while the rest is still being spoken. Raises Unspeakable or Unreachable."""
        self._need()
        async for speech in self._processes.speak(text, voice):
            yield speech

    async def check(self, voice: Voice) -> None:
        """Raises Unspeakable where package or voice are missing, Unreachable where the model is or does not load."""
        self._need()
        speakers = (await self._processes.ready())["speakers"]
        if recording(self._recordings, voice.name) is None and voice.name not in speakers:
            raise Unspeakable(_no_voice(self._recordings, voice.name, speakers))

    def signature(self, voice: Voice) -> str:
        files: list[Path | None] = [self._model / name for name in (*MODEL_FILES, SPEAKERS_FILE)]
        files.append(recording(self._recordings, voice.name))
        edition = hashlib.sha256(" ".join(map(stamp, files)).encode()).hexdigest()[:12]
        return f"xtts {voice.name} {voice.words_per_minute} {self._config.language} {edition}"

    async def close(self) -> None:
        await self._processes.close()

    def _need(self) -> None:
        need_package("TTS", extra="xtts")
        if missing := [name for name in MODEL_FILES if not (self._model / name).is_file()]:
            raise Unreachable(f"{self._model} is no XTTS model: {', '.join(missing)} missing")


def recording(folder: Path, voice: str) -> Path | None:
    """The recording that a voice is cloned from; None where it is a speaker of the model, or nobody."""
    if Path(voice).name != voice:
        return None
    files = (folder / f"{voice}{kind}" for kind in RECORDINGS)
    return next((file for file in files if file.is_file()), None)


def stamp(file: Path | None) -> str:
    """A short name for a file's contents by its length and its first mebibyte; `none` where there is none."""
    try:
        found = file.stat() if file else None
    except OSError:
        found = None
    return _stamp(file, found.st_size, found.st_mtime_ns) if file and found else "none"


@lru_cache(64)
def _stamp(file: Path, bytes: int, _written: int) -> str:
    with file.open("rb") as content:
        return hashlib.sha256(b"%d " % bytes + content.read(STAMPED_BYTES)).hexdigest()[:16]


def _no_voice(folder: Path, voice: str, speakers: list[str]) -> str:
    some = f"; the model's own are {', '.join(speakers[:5])} …" if speakers else ", and the model has no speakers"
    return f"xtts has no voice {voice!r}: there is no {voice}.wav in {folder}{some}"


XTTS = EngineKind(
    name="xtts",
    opened=lambda speech, _voices: Xtts(speech.xtts) if speech.xtts.model else None,
    is_natural=True,
)
