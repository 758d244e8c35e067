"""The server of `paper-radio latent serve` as a `doors.Continuing`. Plain HTTP: nothing of the model is loaded here.

Asks for several texts at once, steered to a topic and to the operator's prose vector, and reads from the trace how near
each came. Whatever the server does wrong leaves as Unreachable, Busy or Permanent. A server that is Unreachable is left
alone for a while, so that a slow one does not cost every story its time limit.
"""

from __future__ import annotations

import asyncio
import math
import time
from collections.abc import Callable, Sequence
from typing import Any

import httpx
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from radio.backoff import Rest
from radio.config import LatentConfig
from radio.errors import Busy, Permanent, Transient, Unreachable
from radio.http import seconds_of
from radio.model import Continuation

CONNECT_SECONDS = 3.0
TEXTS = 4
"""Asked for at once: they are written side by side, and the best is taken."""
SAID_CHARACTERS = 200


class _Span(BaseModel):
    model_config = ConfigDict(allow_inf_nan=False)

    log_probability: float
    cosines: tuple[float, ...]


class _Trace(BaseModel):
    spans: tuple[_Span, ...] = Field(min_length=1)


class _Choice(BaseModel):
    text: str
    trace: _Trace


class _Completion(BaseModel):
    choices: tuple[_Choice, ...] = Field(min_length=1)


class LatentServer:
    """One server and how it is to steer."""

    def __init__(self, config: LatentConfig, clock: Callable[[], float] = time.monotonic):
        self._config = config
        self._rest = Rest(clock)
        limits = httpx.Timeout(None, connect=CONNECT_SECONDS)  # `_ask` bounds the whole
        self._client = httpx.AsyncClient(timeout=limits, trust_env=False)

    async def continuations(
        self, prompt: str, topic: str, others: Sequence[str], tokens: int, seed: int
    ) -> tuple[Continuation, ...]:
        """Texts that go on from the prompt. Raises Unreachable, Busy, or Permanent where the server refuses."""
        if reason := self._rest.reason:
            left = self._rest.seconds_left
            raise Unreachable(f"{reason}; it is asked again in {left:.0f} s", left)
        try:
            written = await self._continuations(prompt, topic, others, tokens, seed)
        except Unreachable as exc:
            self._rest.failed(str(exc))
            raise
        self._rest.worked()
        return written

    async def close(self) -> None:
        await self._client.aclose()

    async def _continuations(
        self, prompt: str, topic: str, others: Sequence[str], tokens: int, seed: int
    ) -> tuple[Continuation, ...]:
        steering = [{"text": topic}]
        if self._config.vector:
            steering.append({"vector": self._config.vector})
        asked = {
            "model": self._config.checkpoint,
            "prompt": prompt,
            "max_tokens": tokens,
            "n": TEXTS,
            "seed": seed,
            "sampler": self._config.sampler,
            "schedule": self._config.schedule,
            "weight": self._config.weight,
            "guides": [*steering, *({"text": other, "weight": 0.0} for other in others)],
            "trace": True,
        }
        completion = await self._ask(asked)
        guides = len(steering) + len(others)
        if any(len(span.cosines) != guides for choice in completion.choices for span in choice.trace.spans):
            raise Unreachable(f"the latent writer {self._config.url} answered with another number of guides")
        return tuple(_continuation(choice, len(steering)) for choice in completion.choices)

    async def _ask(self, asked: dict[str, Any]) -> _Completion:
        url = self._config.url
        try:
            async with asyncio.timeout(self._config.timeout_seconds):
                response = await self._client.post(f"{url.rstrip('/')}/v1/completions", json=asked)
        except TimeoutError:
            limit = self._config.timeout_seconds
            raise Unreachable(f"the latent writer {url} does not answer within {limit:g} s") from None
        except (httpx.HTTPError, httpx.InvalidURL) as exc:
            raise Unreachable(f"the latent writer {url} does not answer ({type(exc).__name__})") from exc
        if response.status_code != 200:
            raise _of_status(response, url)
        try:
            return _Completion.model_validate_json(response.content)
        except ValidationError as exc:
            wrong = ".".join(map(str, exc.errors()[0]["loc"])) or "its form"
            raise Unreachable(f"the latent writer {url} answered nonsense (in {wrong})") from None


def _continuation(choice: _Choice, steering: int) -> Continuation:
    spans = choice.trace.spans
    return Continuation(
        text=choice.text,
        log_probability=_mean([span.log_probability for span in spans]),
        cosine=_mean([cosine for span in spans for cosine in span.cosines[:steering]]),
        baseline=_mean([cosine for span in spans for cosine in span.cosines[steering:]]),
    )


def _mean(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values) if values else 0.0


def _of_status(response: httpx.Response, url: str) -> Transient | Permanent:
    """The HTTP status as the error that says what should happen next."""
    try:
        said = str(response.json()["error"]["message"])[:SAID_CHARACTERS]
    except (ValueError, KeyError, TypeError):
        said = f"status {response.status_code}"
    if response.status_code in (429, 503):
        wait = seconds_of(response.headers.get("retry-after", ""))
        return Busy(f"the latent writer {url} is busy: {said}", wait or None)
    if response.status_code in (400, 404, 413):
        return Permanent(f"the latent writer {url} refuses: {said}; check [writer.latent]")
    return Unreachable(f"the latent writer {url} failed: {said}")
