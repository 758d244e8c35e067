"""A large file from a publisher, whole or not at all.

In: what the publisher lists of the file: size and hash. Out: the file on the disk. A download that was cut goes on
where it stopped, also after this process ended, because what is there so far bears the hash as its name. What does not
match the hash is thrown away.
"""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from io import FileIO
from pathlib import Path
from typing import Any, cast

from huggingface_hub import constants
from huggingface_hub.file_download import http_get

from radio.errors import BadConfig, Unreachable
from radio.speech.voices.hub import HEADERS, Again, Listed, Patience, host, sentences

OnSize = Callable[[int], None]
"""Called with the bytes that are there now."""


def fetch(listed: Listed, folder: Path, patience: Patience, on_size: OnSize) -> Path:
    """The file, in `folder` under its hash. Raises Unreachable, or BadConfig where the folder cannot be written."""
    constants.DOWNLOAD_CHUNK_SIZE = patience.kept_bytes
    constants.HF_HUB_DOWNLOAD_TIMEOUT = cast(int, patience.stall_seconds)
    part = folder / listed.hash
    try:
        folder.mkdir(parents=True, exist_ok=True)
        part.touch()
        patience.persist(lambda: _attempt(listed, part, on_size))
    except OSError as exc:
        raise disk_trouble(exc, folder) from exc
    return part


def _attempt(listed: Listed, part: Path, on_size: OnSize) -> None:
    """Fetches what is missing. Raises Again or Unreachable."""
    failed = f"{listed.path} could not be fetched from {host(listed.address)}: it"
    if part.stat().st_size > listed.bytes:
        os.truncate(part, 0)
    with part.open("ab", buffering=0) as file:
        there = file.tell()
        bar: Any = _Bar(file, there, listed.bytes, on_size, f"{failed} sends more than its publisher lists")
        try:
            # the library itself goes on six times in a row where the line breaks
            with sentences(listed.address, listed.path, broken=Unreachable):
                size = listed.bytes
                http_get(listed.address, file, resume_size=there, headers=HEADERS, expected_size=size, tqdm_class=bar)
        except OSError as exc:
            if exc.errno is not None:
                raise
            raise Again(f"{failed} ended after {part.stat().st_size} of {listed.bytes} bytes") from exc
        os.fsync(file.fileno())
    if not listed.is_whole(part):
        os.truncate(part, 0)
        raise Again(f"{failed} sent another file than its publisher lists")


class _Bar:
    """Where the library shows how far it is: passes it on, and stops a body that is longer than listed."""

    def __init__(self, file: FileIO, there: int, most: int, on_size: OnSize, too_much: str):
        self._file, self._there, self._most, self._on_size, self._too_much = file, there, most, on_size, too_much
        on_size(there)

    def __call__(self, **_: object) -> _Bar:
        return self

    def update(self, count: int) -> None:
        """So many bytes more are about to be written, or have been thrown away."""
        self._there += count
        if self._there > self._most:
            self._file.truncate(0)
            raise Again(self._too_much)
        self._on_size(self._there)

    def __enter__(self) -> _Bar:
        return self

    def __exit__(self, *_: object) -> None:
        """Nothing is shown here."""


def disk_trouble(exc: OSError, folder: Path) -> BadConfig:
    """What to do about a folder that cannot be written to."""
    if exc.errno in (errno.ENOSPC, errno.EDQUOT):
        return BadConfig(f"the disk of {folder} is full; free some space, and what was fetched so far is kept")
    return BadConfig(f"{folder} cannot be written: {exc.strerror}")
