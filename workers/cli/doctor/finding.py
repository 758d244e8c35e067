"""What a check of the doctor's sees, with the way to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Level(Enum):
    GOOD = "✓"
    WARNING = "!"
    BROKEN = "✗"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check saw."""

    level: Level
    part: str
    text: str
    mend: str = ""
    """What the operator can do; empty where all is well."""

    def __str__(self) -> str:
        return f"{self.level.value} {self.part:<8} {self.text}" + (f"\n{'':11}→ {self.mend}" if self.mend else "")
