"""The door to a latent writer's server: what it asks, and whatever a server can do wrong as the right error."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from model_server import Said

from radio.config import LatentConfig
from radio.errors import Busy, Permanent, Unreachable
from radio.llm import LatentServer


def completion(texts: list[str], cosines: list[list[float]], likely: float = -2.0) -> dict[str, Any]:
    spans = [{"norm": 4.0, "log_probability": likely, "cosines": row} for row in cosines]
    return {"choices": [{"index": i, "text": text, "trace": {"spans": spans}} for i, text in enumerate(texts)]}


def answering(server: Any, *, body: object = None, **said: Any) -> None:
    raw = json.dumps(body).encode() if body is not None else said.pop("raw", None)
    server.behave = lambda asked: Said(raw=raw, **said)


@pytest.fixture
async def latent(server: Any) -> AsyncIterator[LatentServer]:
    opened = LatentServer(LatentConfig(url=server.url.removesuffix("/v1"), vector="plain", timeout_seconds=1.0))
    yield opened
    await opened.close()


async def ask(latent: LatentServer):
    return await latent.continuations("Notes:", "a topic", ["other", "third"], tokens=100, seed=7)


async def test_texts_come_with_their_likelihood_and_their_cosines_to_guides_and_others(server, latent):
    answering(server, body=completion(["One.", "Two."], [[0.2, 0.4, 0.0, 0.1], [0.6, 0.8, 0.1, 0.2]]))
    one, two = await ask(latent)
    assert (one.text, two.text) == ("One.", "Two.")
    assert one.log_probability == -2.0
    assert one.cosine == pytest.approx(0.5) and one.baseline == pytest.approx(0.1)


async def test_topic_and_vector_steer_and_the_others_only_compare(server, latent):
    answering(server, body=completion(["One."], [[0.1] * 4]))
    await ask(latent)
    (asked,) = server.asked
    assert asked["guides"] == [
        {"text": "a topic"},
        {"vector": "plain"},
        {"text": "other", "weight": 0.0},
        {"text": "third", "weight": 0.0},
    ]
    assert (asked["prompt"], asked["max_tokens"], asked["seed"]) == ("Notes:", 100, 7)
    assert (asked["sampler"], asked["schedule"], asked["trace"]) == ("anneal", "bridge", True)


@pytest.mark.parametrize(
    "said",
    [
        {"raw": b"<html>"},
        {"raw": b"{}"},
        {"raw": b'{"choices": []}'},
        {"raw": b'{"choices": [{"text": "no trace"}]}'},
        {"raw": b'{"choices": [{"text": 3, "trace": {"spans": []}}]}'},
        {"body": completion(["One."], [[float("nan")] * 4])},
        {"body": completion(["One."], [[0.1] * 4], likely=float("-inf"))},
        {"body": completion(["One."], [[0.1] * 3])},
        {"body": completion(["One."], [[0.1] * 4]), "cut": True},
        {"stalls": True},
        {"status": 500, "text": "the model gave values that are not numbers"},
    ],
    ids=range(11),
)
async def test_nonsense_and_silence_are_unreachable(server, latent, said):
    answering(server, **said)
    with pytest.raises(Unreachable):
        await ask(latent)


async def test_a_busy_server_says_when_to_come_back(server, latent):
    answering(server, status=503, text="the server is stopping", headers={"retry-after": "5"})
    with pytest.raises(Busy, match="stopping") as busy:
        await ask(latent)
    assert busy.value.retry_after_seconds == 5


@pytest.mark.parametrize("status", [400, 404, 413])
async def test_a_request_that_is_refused_is_for_the_operator(server, latent, status):
    answering(server, status=status, text="there is no vector 'plain'")
    with pytest.raises(Permanent, match=r"no vector 'plain'; check \[writer.latent\]"):
        await ask(latent)


async def test_a_server_that_is_gone_is_unreachable(server, latent):
    server.close()
    with pytest.raises(Unreachable, match="does not answer"):
        await ask(latent)
