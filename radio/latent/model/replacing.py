"""Files of a folder replaced together: all of them or none, at whatever moment the process is killed.

They are written to a folder inside, brought to the disk, and that folder is renamed: from there on they count. Then
each is moved to its place, which whoever opens the folder next finishes where it was cut off. Other files stay.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from radio.errors import BadConfig
from radio.media import sync

PART, WHOLE = ".part", ".whole"


@contextmanager
def replaced(folder: Path) -> Iterator[Path]:
    """An empty folder; what it holds when the block ends takes the places of the same names in `folder`.

    Only one process at a time may replace. Needs as much room again as the files take.
    """
    settle(folder)
    part = folder / PART
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    try:
        yield part
        for path in (*part.rglob("*"), part):
            sync(path)
        part.rename(folder / WHOLE)
    finally:
        shutil.rmtree(part, ignore_errors=True)
    sync(folder)
    settle(folder)


def settle(folder: Path) -> None:
    """Finishes a replacement that was whole and not yet in its place. Several processes may at a time.

    Raises BadConfig where the folder cannot be written.
    """
    whole = folder / WHOLE
    try:
        for place, _, names in os.walk(whole, topdown=False):
            _move(Path(place), folder / Path(place).relative_to(whole), names)
    except OSError as exc:
        raise BadConfig(
            f"a checkpoint cannot be put in its place in {folder}: {exc.strerror}; see that this user may write there"
        ) from None


def _move(place: Path, to: Path, names: list[str]) -> None:
    to.mkdir(parents=True, exist_ok=True)
    for name in names:
        with suppress(FileNotFoundError):  # another process moved it
            (place / name).replace(to / name)
    sync(to)
    with suppress(OSError):  # another process removed it, or put the next replacement there
        place.rmdir()
