"""The door to a latent writer's server: what it asks, and whatever a server can do wrong as the right error."""

from __future__ import annotations

import json
from collections.abc import AsyncIterator
from typing import Any

import pytest
from model_server import Said

from radio.backoff import FIRST_REST_SECONDS
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
    assert (asked["sampler"], asked["schedule"], asked["trace"]) == ("anneal", "cosine", True)


@pytest.mark.slow
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


class Clock:
    def __init__(self) -> None:
        self.seconds = 0.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
async def timed(server: Any) -> AsyncIterator[tuple[LatentServer, Clock]]:
    clock = Clock()
    opened = LatentServer(LatentConfig(url=server.url.removesuffix("/v1"), timeout_seconds=0.3), clock)
    yield opened, clock
    await opened.close()


async def test_a_server_that_hangs_costs_one_story_its_time_and_the_next_ones_nothing(server, timed):
    latent, clock = timed
    answering(server, stalls=True)
    with pytest.raises(Unreachable, match=r"does not answer within 0\.3 s"):
        await ask(latent)
    clock.seconds += FIRST_REST_SECONDS - 1
    with pytest.raises(Unreachable, match=r"within 0\.3 s; it is asked again in 1 s") as resting:
        await ask(latent)
    assert len(server.asked) == 1 and resting.value.retry_after_seconds == pytest.approx(1)


async def test_a_server_that_goes_on_hanging_is_asked_ever_less_often_until_it_answers(server, timed):
    latent, clock = timed
    answering(server, stalls=True)
    for rest in (FIRST_REST_SECONDS, 2 * FIRST_REST_SECONDS, 4 * FIRST_REST_SECONDS):
        with pytest.raises(Unreachable, match=r"0\.3 s$"):
            await ask(latent)
        clock.seconds += rest - 1
        with pytest.raises(Unreachable, match="asked again in 1 s"):
            await ask(latent)
        clock.seconds += 1
    answering(server, body=completion(["One."], [[0.1] * 3]))
    assert await ask(latent) and await ask(latent)
    assert len(server.asked) == 5


async def test_a_server_that_is_busy_or_refuses_is_asked_for_the_next_story(server, timed):
    latent, _ = timed
    for status, error in ((503, Busy), (404, Permanent)):
        answering(server, status=status, text="not now")
        with pytest.raises(error):
            await ask(latent)
    answering(server, body=completion(["One."], [[0.1] * 3]))
    assert await ask(latent)
