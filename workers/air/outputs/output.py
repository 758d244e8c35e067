"""What an output is: a kind of `[[air.outputs]]`, and the target that a sink sends to."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

from radio.config import OutputConfig


class Target(Protocol):
    """What a sink sends to."""

    name: str
    secret: str
    """What no log may show; empty where there is nothing to hide."""
    planned_seconds: float
    """A life ends after this long, at a moment of our choosing."""

    async def check(self) -> None:
        """Raises Unreachable while nothing may be sent to it, with the reason."""

    def command(self) -> list[str]:
        """The command line of its next life, with whatever files that needs. Raises OSError."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Output:
    """One kind of `[[air.outputs]]`: whose addresses it takes, and how it sends to them."""

    name: str
    ports: Mapping[str, int]
    """Each scheme of its addresses, with the port of an address that names none."""
    target: Callable[[OutputConfig, str, Path], Target]
    """Makes the target of a table: its name, and a path in the run folder, without suffix, for a file of its own."""
    key_works: Callable[[], Awaitable[bool]]
    """Whether a stream key is safe with the programs of this machine."""
