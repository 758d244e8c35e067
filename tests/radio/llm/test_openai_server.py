"""The door to a language model, against a real server that obeys, ignores, refuses, stalls and cuts."""

from __future__ import annotations

import asyncio
import json
import subprocess
import sys
from collections.abc import AsyncIterator
from typing import Any

import pytest

from radio.errors import Busy, Permanent, Unreachable
from radio.llm import OpenAiServer

Asked = dict[str, Any]
SCHEMA: dict[str, Any] = {
    "type": "object",
    "properties": {"headline": {"type": "string"}, "score": {"type": "integer", "minimum": 0, "maximum": 9}},
    "required": ["headline", "score"],
    "additionalProperties": False,
}
GOOD = '{"headline": "Hashing is fast", "score": 7}'
PAUSE_SECONDS = 0.05
"""Shorter than a station's."""
PROBE_ANSWER = '{"medium": "radio", "channel": 4}'


class Clock:
    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


def form_of(asked: Asked) -> str:
    return asked.get("response_format", {}).get("type", "text")


def is_probe(asked: Asked) -> bool:
    return "Greet the listeners" in asked["messages"][-1]["content"]


def is_canary(asked: Asked) -> bool:
    return asked["max_tokens"] == 1


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
async def llm(server: Any, clock: Clock) -> AsyncIterator[OpenAiServer]:
    opened = OpenAiServer(server.url, key="secret-key", timeout=5, now=clock, pause=PAUSE_SECONDS)
    yield opened
    await opened.close()


async def ask(llm: OpenAiServer) -> Any:
    return await llm.reply("You write for radio.", "What is fast?", SCHEMA, max_tokens=100)


def obedient(server: Any, text: str = GOOD, **fields: Any) -> Any:
    """Obeys the schema in the probe, then says the text."""
    return lambda asked: server.said(PROBE_ANSWER) if is_probe(asked) else server.said(text, **fields)


async def test_a_server_that_obeys_is_asked_with_the_schema(server: Any, llm: OpenAiServer) -> None:
    server.behave = obedient(server)
    reply = await ask(llm)
    assert (reply.value, reply.model) == (json.loads(GOOD), "tiny")
    assert (reply.prompt_tokens, reply.reply_tokens) == (11, 7)
    assert server.asked[-1]["response_format"]["json_schema"]["schema"] == SCHEMA
    assert server.asked[-1]["model"] == "tiny"
    assert set(server.keys) == {"Bearer secret-key"}


async def test_the_endpoint_is_probed_once(server: Any, llm: OpenAiServer) -> None:
    server.behave = obedient(server)
    await asyncio.gather(ask(llm), ask(llm), ask(llm))
    assert sum(map(is_probe, server.asked)) == 1


async def test_a_server_that_ignores_the_schema_gets_it_in_words(server: Any, llm: OpenAiServer) -> None:
    def behave(asked: Asked) -> Any:
        if form_of(asked) == "json_schema":
            return server.said("Hello, dear listeners!")
        return server.said("{}" if is_probe(asked) else GOOD)

    server.behave = behave
    assert (await ask(llm)).value == json.loads(GOOD)
    assert form_of(server.asked[-1]) == "json_object"
    assert json.dumps(SCHEMA) in server.asked[-1]["messages"][0]["content"]


@pytest.mark.parametrize("status", [400, 422, 500])
async def test_a_server_that_fails_on_every_form_is_asked_in_plain_text(
    server: Any, llm: OpenAiServer, status: int
) -> None:
    server.behave = lambda asked: (
        server.said("unsupported response_format", status=status) if form_of(asked) != "text" else server.said(GOOD)
    )
    assert (await ask(llm)).value == json.loads(GOOD)
    assert [form_of(a) for a in server.asked] == ["json_schema", "json_object", "text"]


async def test_a_bad_answer_is_asked_for_again_and_never_returned(server: Any, llm: OpenAiServer) -> None:
    server.behave = obedient(server, '{"headline": "x", "score": 12}')
    with pytest.raises(Unreachable, match=r"no good answer.*\$\.score: 12 is greater"):
        await ask(llm)
    assert sum(not is_probe(a) for a in server.asked) == 3


async def test_a_second_answer_may_be_good(server: Any, llm: OpenAiServer) -> None:
    answers = iter(["nonsense", GOOD])
    server.behave = lambda asked: server.said(PROBE_ANSWER if is_probe(asked) else next(answers))
    assert (await ask(llm)).value["score"] == 7


async def test_an_answer_cut_at_its_length_is_not_used_though_it_parses(server: Any, llm: OpenAiServer) -> None:
    server.behave = obedient(server, GOOD, finish="length")
    with pytest.raises(Unreachable, match="cut at its greatest length"):
        await ask(llm)


async def test_a_stalled_server_is_given_up_in_time(server: Any) -> None:
    server.behave = obedient(server, stalls=True)
    llm = OpenAiServer(server.url, timeout=0.3)
    with pytest.raises(Unreachable, match="gave no answer in"):
        await ask(llm)
    await llm.close()


@pytest.mark.parametrize(
    "raw", [b"<html>bad gateway</html>", b"null", b'{"choices": []}', b'{"choices": [{}]}', b'"hm"']
)
async def test_a_body_that_is_no_completion_is_unreachable(server: Any, llm: OpenAiServer, raw: bytes) -> None:
    server.behave = obedient(server, raw=raw)
    with pytest.raises(Unreachable):
        await ask(llm)


@pytest.mark.slow
async def test_a_connection_cut_in_the_middle_is_unreachable(server: Any, llm: OpenAiServer) -> None:
    server.behave = obedient(server, GOOD, cut=True)
    with pytest.raises(Unreachable):
        await ask(llm)


async def test_a_busy_server_says_when_to_come_back(server: Any, llm: OpenAiServer) -> None:
    server.behave = obedient(server, status=429, headers={"retry-after": "7"})
    with pytest.raises(Busy) as raised:
        await ask(llm)
    assert raised.value.retry_after_seconds == 7


@pytest.mark.parametrize(
    ("status", "text", "message"),
    [
        (401, "no", "check .writer. key_file"),
        (404, "no such model", "does not know the model"),
        (400, "maximum context length is 2048 tokens", "too long"),
    ],
)
async def test_what_trying_again_cannot_mend_is_permanent(
    server: Any, llm: OpenAiServer, status: int, text: str, message: str
) -> None:
    server.behave = obedient(server, text, status=status)
    with pytest.raises(Permanent, match=message):
        await ask(llm)
    assert sum(not is_probe(a) for a in server.asked) == 1


async def test_nobody_there_is_one_clear_sentence_without_the_key() -> None:
    llm = OpenAiServer("http://127.0.0.1:9/v1", "tiny", "secret-key", timeout=5)
    assert not await llm.answers()
    with pytest.raises(Unreachable, match=r"the model server http://127\.0\.0\.1:9/v1") as raised:
        await ask(llm)
    assert "secret-key" not in str(raised.value)
    await llm.close()


async def test_a_canary_asks_for_one_token_and_holds_for_a_while(server: Any, llm: OpenAiServer, clock: Clock) -> None:
    server.behave = lambda asked: server.said("Hi", finish="length")
    assert await llm.answers()
    assert await llm.answers()
    assert [a["max_tokens"] for a in server.asked] == [1]
    clock.seconds += 60
    server.behave = lambda asked: server.said("dead engine", status=500)
    assert not await llm.answers()


@pytest.mark.slow
async def test_a_server_that_keeps_failing_is_left_alone_until_its_canary_sings(
    server: Any, llm: OpenAiServer, clock: Clock
) -> None:
    server.behave = lambda asked: server.said(PROBE_ANSWER) if is_probe(asked) else server.said("dead", status=502)
    for _ in range(3):
        with pytest.raises(Unreachable):
            await ask(llm)
    asked_before = len(server.asked)
    for _ in range(5):
        with pytest.raises(Unreachable, match="does not answer yet"):
            await ask(llm)
    assert [is_canary(a) for a in server.asked[asked_before:]] == [True]
    server.behave = obedient(server)
    clock.seconds += 60
    assert (await ask(llm)).value["score"] == 7


@pytest.mark.slow
def test_importing_the_door_does_not_import_the_client() -> None:
    program = "import sys, radio.llm; sys.exit('openai' in sys.modules)"
    subprocess.run([sys.executable, "-c", program], check=True, timeout=60)


def events(*pieces: str, finish: str = "stop") -> bytes:
    """An answer as a server streams it."""
    ends = [None] * (len(pieces) - 1) + [finish]
    chunks = [
        {"id": "1", "object": "chat.completion.chunk", "created": 1, "model": "tiny", "choices": [choice]}
        for choice in (
            {"index": 0, "delta": {"content": piece}, "finish_reason": end}
            for piece, end in zip(pieces, ends, strict=True)
        )
    ]
    return b"".join(b"data: %s\n\n" % json.dumps(chunk).encode() for chunk in chunks) + b"data: [DONE]\n\n"


def streaming(server: Any, *pieces: str, **fields: Any) -> Any:
    """Streams the pieces where it is asked to, and else says the good answer."""
    headers = {"content-type": "text/event-stream"}

    def behave(asked: Asked) -> Any:
        if is_probe(asked):
            return server.said(PROBE_ANSWER)
        return server.said(raw=events(*pieces), headers=headers, **fields) if asked.get("stream") else server.said(GOOD)

    return behave


class Heard:
    def __init__(self) -> None:
        self.texts: list[str] = []

    async def __call__(self, text: str) -> None:
        self.texts.append(text)


async def test_an_answer_is_shown_while_it_is_written(server: Any, llm: OpenAiServer) -> None:
    server.behave, heard = streaming(server, GOOD[:9], GOOD[9:20], GOOD[20:]), Heard()
    reply = await llm.reply("You write.", "What is fast?", SCHEMA, on_text=heard)
    assert (reply.value, reply.model) == (json.loads(GOOD), "tiny")
    assert heard.texts == [GOOD[:9], GOOD[:20], GOOD]


@pytest.mark.parametrize("fault", ["nonsense", "cut", "whole", "refused"])
async def test_a_stream_that_is_no_use_is_asked_for_again_whole(server: Any, llm: OpenAiServer, fault: str) -> None:
    said = {
        "nonsense": server.said(raw=events("I would"), headers={"content-type": "text/event-stream"}),
        "cut": server.said(raw=events(GOOD[:9], GOOD[9:]), headers={"content-type": "text/event-stream"}, cut=True),
        "whole": server.said(GOOD),
        "refused": server.said("stream is not supported", status=400),
    }[fault]
    good = obedient(server)
    server.behave = lambda asked: said if asked.get("stream") else good(asked)
    reply = await llm.reply("You write.", "What is fast?", SCHEMA, on_text=Heard())
    assert reply.value == json.loads(GOOD)
