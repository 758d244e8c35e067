"""Any OpenAI-compatible server (vLLM, llama.cpp, Ollama, LM Studio …) as a `doors.Llm`.

Servers differ in what they make of a JSON schema: some obey it, some ignore it with a 200, some fail. Each endpoint is
asked once with a schema that free text cannot satisfy; then the strictest form that it obeys is used. Every answer is
validated here all the same.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, Literal

from radio import log
from radio.doors import OnText
from radio.errors import Busy, Permanent, Transient, Unreachable
from radio.http import seconds_of
from radio.llm.answer import parse_answer
from radio.model import Reply

if TYPE_CHECKING:
    from openai import APIStatusError, AsyncOpenAI, AsyncStream
    from openai.types.chat import ChatCompletion, ChatCompletionChunk

Form = Literal["json_schema", "json_object", "text"]
"""How a server learns the form of its answer, the strictest first."""

CONNECT_SECONDS = 3.0
CANARY_SECONDS = 20.0
"""A server that needs longer for one token is not there."""
CANARY_HOLDS_SECONDS = 30.0
PROBE_SECONDS = 60.0
PROBE_TOKENS = 64
TRIES = 3
"""Answers asked for before a prompt is given up."""
FAILURES_BEFORE_CANARY = 3
PAUSE_SECONDS = 0.5
"""Before a server that failed is asked again; one that only wrote nonsense is asked at once."""
SAID_CHARACTERS = 200

IN_WORDS = "Answer with one JSON object that is valid against this JSON schema, and nothing else:"
PROBE_SCHEMA = {
    "type": "object",
    "properties": {"medium": {"type": "string", "enum": ["radio"]}, "channel": {"type": "integer", "enum": [4]}},
    "required": ["medium", "channel"],
    "additionalProperties": False,
}


class OpenAiServer:
    """One endpoint and one model of it.

    `timeout` bounds a whole reply, tries and pauses included; `pause` comes before a server that failed is asked again.
    Both in seconds.
    """

    def __init__(
        self,
        base_url: str,
        model: str = "",
        key: str = "",
        timeout: float = 600.0,
        now: Callable[[], float] = time.monotonic,
        pause: float = PAUSE_SECONDS,
    ):
        self._base_url = base_url
        self._model = model
        self._key = key
        self._timeout = timeout
        self._now = now
        self._pause = pause
        self._client: AsyncOpenAI | None = None
        self._form: Form | None = None
        self._failures = 0
        self._canary: tuple[float, bool] | None = None
        self._probing = asyncio.Lock()
        self._singing = asyncio.Lock()

    async def reply(
        self,
        system: str,
        prompt: str,
        schema: Mapping[str, Any],
        *,
        max_tokens: int = 2048,
        on_text: OnText | None = None,
    ) -> Reply:
        """A validated answer. Raises Unreachable, Busy, or Permanent where the server refuses the prompt or the key."""
        if self._failures >= FAILURES_BEFORE_CANARY and not await self.answers():
            raise Unreachable(
                f"the model server {self._base_url} failed {self._failures} times and does not answer yet"
            )
        try:
            async with asyncio.timeout(self._timeout):
                answer = await self._tries(system, prompt, schema, max_tokens, on_text)
        except TimeoutError:
            self._failed()
            raise Unreachable(f"the model server {self._base_url} gave no answer in {self._timeout:.0f} s") from None
        except Transient:
            self._failed()
            raise
        self._failures = 0
        return answer

    async def answers(self) -> bool:
        """Whether it can generate one token now; a canary's word holds for CANARY_HOLDS_SECONDS."""
        async with self._singing:
            if self._canary is None or self._now() - self._canary[0] > CANARY_HOLDS_SECONDS:
                self._canary = (self._now(), await self._sing())
            return self._canary[1]

    async def close(self) -> None:
        if self._client is not None:
            await self._client.close()
            self._client = None

    async def _tries(
        self, system: str, prompt: str, schema: Mapping[str, Any], max_tokens: int, on_text: OnText | None
    ) -> Reply:
        """Only the first try is streamed: what is written anew is not what was shown, and not every server streams."""
        form = await self._best_form()
        for left in reversed(range(TRIES)):
            try:
                messages, shown = _messages(system, prompt, schema, form), on_text if left == TRIES - 1 else None
                completion = await self._complete(messages, schema, form, max_tokens, shown)
                return _as_reply(completion, schema)
            except (Unreachable, ValueError) as exc:
                log.get().warning("model's answer not used", server=self._base_url, form=form, reason=str(exc))
                if not left:
                    raise Unreachable(f"the model server {self._base_url} gave no good answer: {exc}") from exc
                await asyncio.sleep(self._pause if isinstance(exc, Unreachable) else 0)
        raise AssertionError("the last try returns or raises")

    async def _best_form(self) -> Form:
        """The strictest form that the server obeys, found once."""
        async with self._probing:
            if self._form is None:
                self._form = await self._probe()
                log.get().info("model server probed", server=self._base_url, model=self._model, form=self._form)
            return self._form

    async def _probe(self) -> Form:
        forms: tuple[tuple[Form, dict[str, Any]], ...] = (("json_schema", PROBE_SCHEMA), ("json_object", {}))
        for form, schema in forms:
            asked = [{"role": "user", "content": "Greet the listeners. Answer in JSON."}]
            try:
                async with asyncio.timeout(PROBE_SECONDS):
                    completion = await self._complete(asked, PROBE_SCHEMA, form, PROBE_TOKENS)
                _as_reply(completion, schema)
                return form
            except (_Refused, ValueError):
                continue
        return "text"

    async def _sing(self) -> bool:
        try:
            async with asyncio.timeout(CANARY_SECONDS):
                await self._complete([{"role": "user", "content": "Hello"}], {}, "text", 1)
        except (Transient, Permanent, TimeoutError):
            return False
        return True

    async def _complete(
        self,
        messages: list[dict[str, str]],
        schema: Mapping[str, Any],
        form: Form,
        max_tokens: int,
        on_text: OnText | None = None,
    ) -> ChatCompletion:
        """One request; what can go wrong with it leaves as Unreachable, Busy, _Refused or Permanent."""
        import openai

        try:
            asked = {
                "model": await self._model_name(),
                "messages": messages,
                "max_tokens": max_tokens,
                **_response_format(form, schema),
            }
            create = self._open_client().chat.completions.create
            completion = await (_streamed(await create(**asked, stream=True), on_text) if on_text else create(**asked))
        except openai.APIStatusError as exc:
            raise _of_status(exc, self._base_url) from exc
        except (openai.OpenAIError, ValueError) as exc:
            raise Unreachable(f"the model server {self._base_url} does not answer ({_said(exc)})") from exc
        if not _has_message(completion):
            raise Unreachable(f"the model server {self._base_url} answered without a message")
        return completion

    async def _model_name(self) -> str:
        if not self._model:
            models = (await self._open_client().models.list()).data
            if not models:
                raise Permanent(f"the model server {self._base_url} lists no model: set [writer] model")
            self._model = models[0].id
        return self._model

    def _open_client(self) -> AsyncOpenAI:
        if self._client is None:
            from openai import AsyncOpenAI, Timeout

            limits = Timeout(self._timeout, connect=CONNECT_SECONDS)
            self._client = AsyncOpenAI(
                base_url=self._base_url, api_key=self._key or "none", timeout=limits, max_retries=0
            )
        return self._client

    def _failed(self) -> None:
        self._failures += 1
        self._canary = None


class _Refused(Unreachable):
    """The server failed on the request itself (400, 422, 500): another form may do."""


async def _streamed(stream: AsyncStream[ChatCompletionChunk], on_text: OnText) -> ChatCompletion:
    """The whole of what comes in pieces. What it is shown to may take its time: the server writes on meanwhile."""
    from openai.types.chat import ChatCompletion

    text, model, finish = "", "", "stop"
    async with stream:
        async for chunk in stream:
            for choice in (chunk.choices or ())[:1]:
                text += (choice.delta and choice.delta.content) or ""
                finish = choice.finish_reason or finish
            model = chunk.model or model
            await on_text(text)
    message = {"role": "assistant", "content": text}
    return ChatCompletion.model_validate(
        {
            "id": "streamed",
            "object": "chat.completion",
            "created": 0,
            "model": model,
            "choices": [{"index": 0, "message": message, "finish_reason": finish}],
        }
    )


def _messages(system: str, prompt: str, schema: Mapping[str, Any], form: Form) -> list[dict[str, str]]:
    if form != "json_schema":
        system = f"{system}\n\n{IN_WORDS}\n{json.dumps(schema, ensure_ascii=False)}"
    return [{"role": "system", "content": system}, {"role": "user", "content": prompt}]


def _response_format(form: Form, schema: Mapping[str, Any]) -> dict[str, Any]:
    if form == "json_schema":
        named = {"name": "answer", "schema": dict(schema), "strict": True}
        return {"response_format": {"type": "json_schema", "json_schema": named}}
    return {"response_format": {"type": "json_object"}} if form == "json_object" else {}


def _has_message(completion: object) -> bool:
    """The client takes any JSON for a completion."""
    choices = getattr(completion, "choices", None)
    return bool(choices) and hasattr(getattr(choices[0], "message", None), "content")


def _as_reply(completion: ChatCompletion, schema: Mapping[str, Any]) -> Reply:
    """Raises ValueError for an answer that was cut, is empty, or does not fit the schema."""
    choice, usage = completion.choices[0], getattr(completion, "usage", None)
    if getattr(choice, "finish_reason", None) == "length":
        raise ValueError("the answer was cut at its greatest length")
    return Reply(
        value=parse_answer(choice.message.content or "", schema),
        model=getattr(completion, "model", ""),
        prompt_tokens=usage.prompt_tokens if usage else 0,
        reply_tokens=usage.completion_tokens if usage else 0,
    )


def _of_status(error: APIStatusError, server: str) -> Transient | Permanent:
    """The HTTP status as the error that says what should happen next."""
    status, said = error.status_code, _said(error)
    if status in (429, 503):
        wait = seconds_of(error.response.headers.get("retry-after", ""))
        return Busy(f"the model server {server} is busy ({status})", wait or None)
    if status in (401, 403):
        return Permanent(f"the model server {server} refuses the key: check [writer] key_file")
    if status == 404:
        return Permanent(f"the model server {server} does not know the model or the path: check [writer] ({said})")
    if status == 413 or "context length" in said or "too long" in said:
        return Permanent(f"the prompt is too long for the model on {server}: {said}")
    if status in (400, 422, 500):
        return _Refused(f"the model server {server} failed on the request ({status}: {said})")
    return Unreachable(f"the model server {server} answered {status}")


def _said(error: Exception) -> str:
    return str(error).partition("\n")[0][:SAID_CHARACTERS]
