"""A request on its way: what it asks, its tokens, and the answer that is waited for."""

from __future__ import annotations

import threading
from concurrent.futures import Future
from dataclasses import dataclass, field

import torch
from torch import Tensor

from radio.latent.serving.asked import Asked, Choose, Start


@dataclass(frozen=True, slots=True)
class Target:
    """A guide: the tokens of a text that is yet to be encoded, or a vector's latent."""

    weight: float
    ids: tuple[int, ...] = ()
    latent: Tensor | None = None


@dataclass(frozen=True, slots=True)
class SpanTrace:
    """What one span was written from and towards."""

    norm: float
    log_probability: float
    """Mean a token, in nats."""
    cosines: tuple[float, ...]
    """How near its latent is to each guide, in their order."""


@dataclass(frozen=True, slots=True)
class Text:
    """One text that was written."""

    text: str
    spans: tuple[SpanTrace, ...]


@dataclass(frozen=True, slots=True)
class Done:
    """The answer to a job."""

    texts: tuple[Text, ...]
    tokens: int
    """How many the texts have together."""
    draft_tokens: int
    """How many were drawn besides: spans that only led to the next latent, and draws that were not taken."""


@dataclass(frozen=True, slots=True, eq=False)
class Job:
    """`ids` are the prompt's tokens; `start`, `spans` and `seed` what was settled where nothing was asked for."""

    asked: Asked
    ids: tuple[int, ...]
    targets: tuple[Target, ...]
    start: Start
    spans: int
    seed: int
    answer: Future[Done] = field(default_factory=Future)
    gone: threading.Event = field(default_factory=threading.Event)
    """Set when nobody waits for the answer any more."""

    @property
    def kind(self) -> tuple[object, ...]:
        """Jobs of one kind can be written side by side: whether the base is asked too, and how many draws there are,
        is settled for all rows at once."""
        return self.asked.guidance, self.asked.draws, self.choose

    @property
    def choose(self) -> Choose:
        """What is made of several draws; of a single one there is nothing to choose."""
        return self.asked.choose if self.asked.draws > 1 else "first"

    @property
    def rows(self) -> int:
        return self.asked.n * self.asked.draws


def padded(rows: list[tuple[int, ...]], *, left: bool) -> tuple[Tensor, Tensor]:
    """Rows of ids → ids and mask [B, T], padded on one side."""
    longest = max(map(len, rows), default=0)
    ids = torch.zeros(len(rows), longest, dtype=torch.long)
    mask = torch.zeros(len(rows), longest, dtype=torch.long)
    for number, row in enumerate(rows):
        at = slice(longest - len(row), longest) if left else slice(0, len(row))
        ids[number, at], mask[number, at] = torch.tensor(row, dtype=torch.long), 1
    return ids, mask
