"""Content-named files under one root: complete, durable, then known.

A file is written to a temporary name, synced and renamed, so that a half file never bears a final name.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from radio.model import MediaKey


@contextmanager
def atomic(path: Path) -> Iterator[BinaryIO]:
    """A file that appears under `path` whole and durable when the block ends, or not at all."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.{os.urandom(4).hex()}.part")
    try:
        with part.open("wb") as file:
            yield file
            file.flush()
            os.fsync(file.fileno())
        part.replace(path)
        sync(path.parent)
    finally:
        part.unlink(missing_ok=True)


def write_atomic(path: Path, content: bytes | str) -> None:
    """Replaces the file's content whole and durably."""
    with atomic(path) as file:
        file.write(content.encode() if isinstance(content, str) else content)


def remove_half_files(folder: Path) -> None:
    """Removes what a killed process left unfinished. Only for the one who writes there, before it writes."""
    for half in folder.rglob("*.part"):
        half.unlink(missing_ok=True)


def sync(path: Path) -> None:
    """Waits until a file's content, or the names in a folder, are on the disk."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


class Media:
    """A folder of files named by the hash of their content."""

    def __init__(self, root: Path):
        self.root = root

    def put(self, content: bytes, suffix: str) -> MediaKey:
        """Keeps the content durably and returns its key; the same content is kept once. `suffix` has its dot."""
        digest = hashlib.sha256(content).hexdigest()[:40]
        key = MediaKey(f"{digest[:2]}/{digest}{suffix}")
        path = self.path(key)
        if not self.asked_for(key):
            write_atomic(path, content)
        return key

    def asked_for(self, key: MediaKey) -> bool:
        """Whether the file is there; if so, it counts as young again, so that nobody sweeps it from under a show."""
        try:
            os.utime(self.path(key))
        except FileNotFoundError:
            return False
        return True

    def files(self) -> Iterator[Path]:
        """Every kept file."""
        return self.root.glob("[0-9a-f][0-9a-f]/*.*")

    def path(self, key: MediaKey) -> Path:
        """Where the file of a key lies. Raises ValueError for a key that leaves the root."""
        path = self.root / key
        if not path.resolve().is_relative_to(self.root.resolve()):
            raise ValueError(f"media key {key!r} leaves the media folder")
        return path

    def get(self, key: MediaKey) -> bytes:
        return self.path(key).read_bytes()
