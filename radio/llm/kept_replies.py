"""A `doors.Llm` that asks the same thing once: replies are kept under the hash of what was asked.

Where they are kept is given in as two callables, so that the door knows no store.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
from collections.abc import Callable, Mapping
from typing import Any

from pydantic import ValidationError

from radio.doors import Llm, OnText
from radio.model import Reply, from_json, to_json


class KeptReplies:
    """Wraps an Llm. `model` belongs to what is asked: another model is asked anew."""

    def __init__(
        self,
        llm: Llm,
        reply_of: Callable[[str], str | None],
        save_reply: Callable[[str, str], None],
        model: str = "",
    ):
        self._llm = llm
        self._reply_of = reply_of
        self._save_reply = save_reply
        self._model = model

    async def reply(
        self,
        system: str,
        prompt: str,
        schema: Mapping[str, Any],
        *,
        max_tokens: int = 2048,
        on_text: OnText | None = None,
    ) -> Reply:
        """The kept reply, or the model's, which is kept then."""
        asked = json.dumps([self._model, system, prompt, schema, max_tokens], sort_keys=True)
        name = hashlib.sha256(asked.encode()).hexdigest()
        kept = await asyncio.to_thread(self._reply_of, name)
        if kept is not None and (reply := _parse(kept)):
            return reply
        reply = await self._llm.reply(system, prompt, schema, max_tokens=max_tokens, on_text=on_text)
        await asyncio.to_thread(self._save_reply, name, to_json(reply))
        return reply

    async def answers(self) -> bool:
        return await self._llm.answers()


def _parse(kept: str) -> Reply | None:
    """None for what an earlier version kept in another shape."""
    try:
        return from_json(Reply, kept)
    except ValidationError:
        return None
