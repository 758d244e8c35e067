"""Where installed voices lie, and which edition of one it is.

`<voices>/<engine>/<voice>/` holds a voice's files and, written last, its pin `installed.json`: size, sha256 and address
of each file, its publisher, revision and licence. A folder without a pin is not installed. Never fetches anything.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path

from pydantic import BaseModel, ValidationError

from radio.errors import Missing
from radio.media import write_atomic

PIN = "installed.json"
_NAME = re.compile(r"[A-Za-z0-9][\w.-]*")


class PinnedFile(BaseModel):
    """A file of a voice as it was installed."""

    name: str
    bytes: int
    sha256: str
    address: str = ""
    """Where it came from."""


class Pin(BaseModel):
    """`installed.json`: what was installed."""

    files: tuple[PinnedFile, ...]
    source: str = ""
    """The publisher's address."""
    revision: str = ""
    licence: str = ""
    installed: datetime | None = None


def find(voices: Path, engine: str, voice: str) -> Path | None:
    """The folder of an installed voice, None where it is not installed."""
    folder = place(voices, engine, voice)
    return folder if folder and find_pin(folder) else None


def is_whole(voices: Path, engine: str, voice: str) -> bool:
    """Whether a voice is installed and undamaged."""
    folder = find(voices, engine, voice)
    return folder is not None and not damage(folder)


def remove(voices: Path, engine: str, voice: str) -> list[Path]:
    """Removes an installed voice, without a voice the whole engine; the folders that are gone."""
    gone = [folder for e, v, folder in installed(voices) if e == engine and voice in ("", v)]
    for folder in gone:
        shutil.rmtree(folder)
    return gone


def place(voices: Path, engine: str, voice: str) -> Path | None:
    """Where a voice lies once it is installed; None for a name that no voice can have."""
    return voices / engine / voice if _NAME.fullmatch(engine) and _NAME.fullmatch(voice) else None


def installed(voices: Path) -> Iterator[tuple[str, str, Path]]:
    """Engine, voice and folder of each that is installed, in the order of their names."""
    for note in sorted(voices.glob(f"*/*/{PIN}")):
        engine, voice = note.parent.parent.name, note.parent.name
        if (folder := find(voices, engine, voice)) is not None:
            yield engine, voice, folder


def edition(voices: Path, engine: str, voice: str) -> str:
    """A short name for exactly the contents that were installed; `none` where nothing is."""
    folder = find(voices, engine, voice)
    if folder is None:
        return "none"
    hashes = sorted((file.name, file.sha256) for file in pin(folder).files)
    return hashlib.sha256(json.dumps(hashes).encode()).hexdigest()[:12]


def pin(folder: Path) -> Pin:
    """What was installed there. Raises Missing where nothing was."""
    found = find_pin(folder)
    if found is None:
        raise Missing(f"no voice is installed in {folder}")
    return found


def find_pin(folder: Path) -> Pin | None:
    """As `pin`; None where nothing was installed, or where its pin is torn."""
    try:
        return Pin.model_validate_json((folder / PIN).read_bytes())
    except (OSError, ValidationError):
        return None


def write_pin(folder: Path, pin: Pin) -> None:
    """Makes a folder whose files are all there an installed voice."""
    dated = pin.model_copy(update={"installed": pin.installed or datetime.now(UTC).replace(microsecond=0)})
    write_atomic(folder / PIN, dated.model_dump_json(indent=2) + "\n")


def pinned(folder: Path, names: Sequence[str]) -> tuple[PinnedFile, ...]:
    """Files of the folder with the sizes and hashes that they have now."""
    return tuple(
        PinnedFile(name=name, bytes=(folder / name).stat().st_size, sha256=sha256(folder / name)) for name in names
    )


def damage(folder: Path) -> str:
    """What is wrong with an installed voice's files, by size and date, in a few words; empty where nothing is.

    Quick enough to be asked before each segment. The pin is written last, so a file that is younger was changed.
    """
    noted = (folder / PIN).stat().st_mtime_ns
    for file in pin(folder).files:
        try:
            found = (folder / file.name).stat()
        except OSError:
            return f"{file.name} is missing"
        if found.st_size != file.bytes:
            return f"{file.name} has {found.st_size} bytes instead of {file.bytes}"
        if found.st_mtime_ns > noted:
            return f"{file.name} was written to after it was installed"
    return ""


def damage_within(folder: Path) -> str:
    """As `damage`, by the contents of every file. A folder that is whole counts as untouched from now on."""
    youngest = (folder / PIN).stat().st_mtime_ns
    for file in pin(folder).files:
        try:
            found, written = sha256(folder / file.name), (folder / file.name).stat().st_mtime_ns
        except OSError:
            return f"{file.name} is missing"
        if found != file.sha256:
            return f"{file.name} is not what was installed"
        youngest = max(youngest, written)
    os.utime(folder / PIN, ns=(youngest, youngest))
    return ""


def sha256(path: Path) -> str:
    """The hash of a file's contents, in hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
