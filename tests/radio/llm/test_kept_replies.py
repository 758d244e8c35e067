"""Replies are kept in a real store and asked for once."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from radio.errors import Unreachable
from radio.llm import KeptReplies, OpenAiServer
from radio.model import Reply
from radio.store import Store

SCHEMA: Mapping[str, Any] = {"type": "object", "required": ["score"]}


@pytest.fixture
def store(tmp_path: Path):
    with Store.open(tmp_path / "station.sqlite") as opened:
        yield opened


async def test_the_same_question_is_asked_once(server: Any, store: Store) -> None:
    server.behave = lambda asked: server.said(json.dumps({"medium": "radio", "channel": 4, "score": 7}))
    llm = OpenAiServer(server.url, "tiny", timeout=5)
    kept = KeptReplies(llm, store.replies.find_reply, store.replies.save_reply, "tiny")
    first = await kept.reply("s", "p", SCHEMA)
    asked = len(server.asked)
    assert await kept.reply("s", "p", SCHEMA) == first
    assert len(server.asked) == asked
    await kept.reply("s", "another", SCHEMA)
    assert len(server.asked) == asked + 1
    await KeptReplies(llm, store.replies.find_reply, store.replies.save_reply, "large").reply("s", "p", SCHEMA)
    assert len(server.asked) == asked + 2
    assert await kept.answers()
    await llm.close()


async def test_a_failure_is_not_kept(server: Any, store: Store) -> None:
    llm = OpenAiServer(server.url, "tiny", timeout=5)
    kept = KeptReplies(llm, store.replies.find_reply, store.replies.save_reply)
    server.behave = lambda asked: server.said("dead", status=502)
    with pytest.raises(Unreachable):
        await kept.reply("s", "p", SCHEMA)
    server.behave = lambda asked: server.said('{"score": 7}')
    assert (await kept.reply("s", "p", SCHEMA)).value == {"score": 7}
    await llm.close()


async def test_what_was_kept_in_another_shape_is_asked_anew(server: Any) -> None:
    shelf: dict[str, str] = {}
    server.behave = lambda asked: server.said('{"score": 7}')
    llm = OpenAiServer(server.url, "tiny", timeout=5)
    kept = KeptReplies(llm, lambda name: '{"words": "old"}', shelf.__setitem__)
    reply = await kept.reply("s", "p", SCHEMA)
    assert reply == Reply(value={"score": 7}, model="tiny", prompt_tokens=11, reply_tokens=7)
    assert len(shelf) == 1
    await llm.close()
