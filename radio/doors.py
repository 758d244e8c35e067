"""The doors: Protocols of one or two methods to what lies outside. An adapter of each lives in the folder of its name.

Doors know neither the store nor each other. They raise `Transient` or `Permanent` (see `radio.errors`), nothing else.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Protocol

import numpy as np

from radio.ids import PaperId
from radio.model import Box, Continuation, Document, PageImage, Paper, Place, Quote, Reply, Word


@dataclass(frozen=True, slots=True)
class Chosen:
    """A choice that a source makes for all its papers."""

    score: float
    """Greater is made and aired earlier."""
    reason: str


class Papers(Protocol):
    """A source of papers (`radio/papers`)."""

    @property
    def name(self) -> str:
        """The word in the ids of its papers: `arxiv`, `local`, `sample`."""
        ...

    @property
    def choice(self) -> Chosen | None:
        """How its papers are chosen without being ranked; None where they compete for the day's hours."""
        ...

    async def announced(self, since: date) -> Sequence[Paper]:
        """Every paper announced on or after a day, each once, with its licence where the source tells it."""
        ...

    async def find(self, paper: PaperId) -> Paper:
        """One paper by its id; without a version, its newest. Raises NoSuchPaper."""
        ...

    async def pdf(self, paper: Paper) -> bytes:
        """The PDF's bytes. Raises NoSuchPaper, Unreadable (not a PDF), Busy, Unreachable."""
        ...

    async def close(self) -> None:
        """Ends its connections."""
        ...


class Gate(Protocol):
    """Takes turns at a server that wants one request at a time over all machines."""

    async def turn(self) -> None:
        """Returns when this caller may send one request."""
        ...

    async def postpone(self, seconds: float) -> None:
        """The server asked everybody to wait this long."""
        ...


class Reader(Protocol):
    """PDF → Document and page images (`radio/documents`), in a child process with limits."""

    async def read(self, pdf: Path, paper: PaperId) -> Document:
        """Raises Unreadable with the reason: no PDF, empty, encrypted, no text, too many pages, crashed, too slow."""
        ...

    async def locate(self, pdf: Path, quotes: Sequence[Quote]) -> tuple[tuple[Place, ...], ...]:
        """For each quote the places it is printed at, to the letter; none where it is not. Raises Unreadable."""
        ...

    async def render(self, pdf: Path, page: int, width: int, part: Box | None = None) -> PageImage:
        """A page, or a part of it, `width` pixels wide. Raises Unreadable."""
        ...


OnText = Callable[[str], Awaitable[None]]
"""Called with all that a model has written so far, each time there is more of it."""


class Llm(Protocol):
    """Any OpenAI-compatible server (`radio/llm`)."""

    async def reply(
        self,
        system: str,
        prompt: str,
        schema: Mapping[str, Any],
        *,
        max_tokens: int = 2048,
        on_text: OnText | None = None,
    ) -> Reply:
        """An answer that validates against the schema. Raises Unreachable or Permanent, never returns a bad one.

        `on_text` sees it while it is being written, unchecked; what it takes in time is the caller's. An answer that
        was kept, or comes from a server that does not stream, is not shown to it.
        """
        ...

    async def answers(self) -> bool:
        """Whether the server is there and can generate one token now."""
        ...


class Continuing(Protocol):
    """A latent writer's server (`radio/llm`)."""

    async def continuations(
        self, prompt: str, topic: str, others: Sequence[str], tokens: int, seed: int
    ) -> Sequence[Continuation]:
        """Texts of about so many tokens that go on from the prompt, steered to the topic and compared with others.

        Raises Unreachable, Busy, or Permanent where the server refuses.
        """
        ...


class Embedding(Protocol):
    """Texts → vectors (`radio/embedding`)."""

    name: str
    """Names the vector space; vectors of different names are never compared."""

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """float32, shape (len(texts), dimensions), rows of length 1."""
        ...


OWN_PACE = 165
"""Words per minute at which an engine with a pace of its own speaks unhurried."""


@dataclass(frozen=True, slots=True)
class Voice:
    """A speaker of an engine with its settings."""

    name: str
    """As the engine calls it: `en-us+m3`, `en_US-norman-medium`, `af_heart`."""
    words_per_minute: int = OWN_PACE
    """Engines that have a pace of their own speak faster or slower by its ratio to `OWN_PACE`."""
    pitch: int = 50
    """0 to 99; 50 is the voice's own. Neural engines have no pitch and ignore it."""


@dataclass(frozen=True, slots=True)
class Speech:
    """A stretch of sound as it comes from a voice."""

    pcm: bytes
    """16-bit mono."""
    rate: int
    """Frames per second; the same in every stretch of a sentence."""
    words: tuple[Word, ...] = ()
    """Words that start in this stretch; seconds count from the start of the sentence. Some engines have none."""


class Speaking(Protocol):
    """An engine: text → sound (`radio/speech`). Never raises anything but what is named here."""

    name: str
    """`espeak`, `piper`, `endpoint`: the word before the colon of a host's voice."""

    def speak(self, text: str, voice: Voice) -> AsyncIterator[Speech]:
        """Yields sound while the rest is still being spoken.

        Raises Unspeakable where the text or the voice is at fault, Unreachable where the engine is.
        """
        ...

    async def check(self, voice: Voice) -> None:
        """Returns when the voice could speak now: package, model, program or server are there. Speaks nothing.

        Raises Unspeakable where there is no such voice, Unreachable where the engine does not work; the message says
        what to do.
        """
        ...

    def signature(self, voice: Voice) -> str:
        """Names all that shapes the sound: engine, voice, settings, and the edition of the model where it has one."""
        ...

    async def close(self) -> None:
        """Ends its processes and connections."""
        ...
