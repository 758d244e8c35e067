"""What may be asked of the server, and the limits of it. Parsed here; the rest trusts it.

In: the bytes of a request.  Out: an `Asked`, or `Refused` with a status and one sentence.
"""

from __future__ import annotations

import math
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

MOST_SPANS, MOST_TEXTS, MOST_GUIDES, MOST_DRAWS = 64, 16, 16, 8
MOST_GUIDE_CHARACTERS = 20_000
SPANS = 4
"""How many are written where the request names neither `spans` nor `max_tokens`."""

Share = Annotated[float, Field(ge=0, le=1)]
Start = Literal["prompt", "guide", "random"]
Choose = Literal["first", "best", "average"]


class Refused(Exception):
    """The request cannot be answered; `status` is HTTP's."""

    def __init__(self, status: int, message: str, retry_after_seconds: int | None = None):
        super().__init__(message)
        self.status = status
        self.retry_after_seconds = retry_after_seconds


class _Part(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Guide(_Part):
    """A text, or a prose vector by its name."""

    text: Annotated[str, Field(min_length=1, max_length=MOST_GUIDE_CHARACTERS)] | None = None
    vector: str | None = None
    weight: Share = 1.0
    """Its share of the target; at 0 the text is compared with it and not steered by it."""

    @model_validator(mode="after")
    def _one_of_both(self) -> Guide:
        if (self.text is None) == (self.vector is None):
            raise ValueError("a guide is either a text or the name of a vector")
        return self


class Asked(_Part):
    """The body of `POST /v1/completions`: OpenAI's fields, and those of a latent writer."""

    model: str = ""
    """Id of the checkpoint; empty takes the one that is served."""
    prompt: str = ""
    max_tokens: Annotated[int, Field(ge=1)] | None = None
    """Rounded up to whole spans."""
    spans: Annotated[int, Field(ge=1, le=MOST_SPANS)] | None = None
    """Wins over `max_tokens`."""
    n: Annotated[int, Field(ge=1, le=MOST_TEXTS)] = 1
    seed: Annotated[int, Field(ge=0, lt=2**40)] | None = None
    temperature: Annotated[float, Field(ge=0, le=2)] = 0.9
    stream: Literal[False] = False
    guides: Annotated[tuple[Guide, ...], Field(max_length=MOST_GUIDES)] = ()
    sampler: Literal["plain", "guide", "topic", "anneal"] = "plain"
    schedule: Literal["linear", "bridge", "cosine"] = "cosine"
    """How the target's weight grows over the spans, for the sampler `anneal`."""
    weight: Share = 0.15
    """The target's share at every span, for the samplers `guide` and `topic`."""
    start: Start | None = None
    """What the first span's latent is; by default the end of the prompt, else the guides, else drawn at random."""
    guidance: Annotated[float, Field(ge=1, le=5)] = 1.0
    """Classifier-free guidance; 1 is none."""
    draws: Annotated[int, Field(ge=1, le=MOST_DRAWS)] = 1
    choose: Choose = "first"
    """What is made of several draws of a span."""
    trace: bool = False

    @property
    def steers(self) -> bool:
        return any(guide.weight > 0 for guide in self.guides)

    @model_validator(mode="after")
    def _has_what_it_needs(self) -> Asked:
        if self.sampler in ("guide", "anneal") and not self.steers:
            raise ValueError(f"the sampler {self.sampler} needs a guide with a weight above 0")
        if self.start == "guide" and not self.steers:
            raise ValueError("to start from the guides there must be one with a weight above 0")
        if self.choose == "best" and not self.steers:
            raise ValueError("the best of several draws is judged by a guide with a weight above 0")
        return self

    def span_count(self, span: int) -> int:
        """Raises Refused where `max_tokens` asks for more than is written at once."""
        if self.spans is not None:
            return self.spans
        spans = math.ceil(self.max_tokens / span) if self.max_tokens else SPANS
        if spans > MOST_SPANS:
            raise Refused(400, f"max_tokens: at most {MOST_SPANS * span} tokens are written at once")
        return spans


def parse(body: bytes) -> Asked:
    """Raises Refused (400) naming the first mistake."""
    try:
        return Asked.model_validate_json(body)
    except ValidationError as exc:
        error = exc.errors()[0]
        where = ".".join(str(part) for part in error["loc"])
        wrong = error["msg"].removeprefix("Value error, ")
        raise Refused(400, f"{where}: {wrong}" if where else wrong) from None
