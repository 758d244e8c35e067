"""One of a kind per data folder: a file lock that ends with its process."""

from __future__ import annotations

import fcntl
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from radio.errors import BadConfig


@contextmanager
def only_one(path: Path, name: str) -> Iterator[None]:
    """Holds the lock for the block. Raises BadConfig when another process has it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise BadConfig(
                f"{name} already runs on {path.parent.parent}; stop it first, or set another [station] data"
            ) from None
        yield
