"""A part of what there is too much of for a test: the same part on every machine, chosen by a hash of the name."""

from __future__ import annotations

import zlib
from collections.abc import Iterable
from pathlib import Path


def sampled(files: Iterable[Path], one_in: int) -> list[Path]:
    """About one file in so many, in the order of their names."""
    return sorted(file for file in files if is_sampled(file.name, one_in))


def is_sampled(name: str, one_in: int) -> bool:
    return zlib.crc32(name.encode()) % one_in == 0
