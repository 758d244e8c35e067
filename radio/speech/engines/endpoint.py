"""Any server with OpenAI's `/v1/audio/speech` (Kokoro-FastAPI, vLLM's speech models, a cloud) as an engine.

In: `[speech.endpoint]`. Out: sound as it comes over the network. A request is sent once and never again: what fails
is spoken by the host's next voice. The key is sent to that server and written nowhere.
"""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import AsyncGenerator, AsyncIterator, Callable
from contextlib import aclosing, suppress
from http import HTTPStatus
from typing import Any

import httpx

from radio.config import EndpointConfig
from radio.doors import OWN_PACE, Speech, Voice
from radio.errors import BadConfig, Unreachable, Unspeakable
from radio.http import seconds_of
from radio.speech.clauses import pieces
from radio.speech.engines.endpoint_sound import NotSound, Samples
from radio.speech.engines.kind import EngineKind
from radio.speech.processes.pool import without_commands

LONGEST_REQUEST = 4_000
"""Characters; servers refuse 4,096 and more."""
LONGEST_TEXT = 20_000
CONNECT_SECONDS = 3.0
CHECK_SECONDS = 5.0
REQUESTS_AT_ONCE = 2
PLAIN_MODEL = "tts-1"
"""The model asked for where none is configured and the server lists none."""
SLOWEST_SPEED, FASTEST_SPEED = 0.25, 4.0
LONGEST_SECONDS_PER_CHARACTER = 0.5
LONGEST_SLACK_SECONDS = 10.0
"""A server that sends more sound than this does not stop by itself."""
PAUSE_SECONDS = 30.0
"""How long a server is left alone that asks to wait and does not say how long."""
SAID_CHARACTERS = 200
SAID_BYTES = 4_096


class Endpoint:
    """doors.Speaking on a server. `now` counts seconds."""

    name = "endpoint"

    def __init__(self, config: EndpointConfig, now: Callable[[], float] = time.monotonic):
        self._config = config
        self._base = config.base_url.rstrip("/")
        self._place = _place(self._base)
        self._model = config.model
        self._now = now
        self._wait_until = 0.0
        self._client: httpx.AsyncClient | None = None
        self._turns = asyncio.Semaphore(REQUESTS_AT_ONCE)

    async def speak(self, text: str, voice: Voice) -> AsyncIterator[Speech]:
        """Yields sound as it arrives. Raises Unspeakable or Unreachable."""
        text = without_commands(text).strip()
        if not text:
            raise Unspeakable("there are no words to speak")
        if len(text) > LONGEST_TEXT:
            raise Unspeakable(f"a text of {len(text)} characters is too long to speak; {LONGEST_TEXT} is the most")
        for piece in pieces(text, first=LONGEST_REQUEST, least=LONGEST_REQUEST, most=LONGEST_REQUEST):
            async with self._turns, aclosing(self._request(text[piece].strip(), voice)) as speeches:
                async for speech in speeches:
                    yield speech

    async def check(self, voice: Voice) -> None:
        """Asks the server which voices it has, or else whether it is there.

        Raises Unspeakable where it lists voices without this one, Unreachable where it does not answer or refuses.
        """
        self._raise_while_waiting()
        known = _names(await self._get("audio/voices"), "voices")
        missing = [name for name in _mixed(voice.name) if known and name not in known]
        if missing:
            raise Unspeakable(f"{self._place} has no voice {missing[0]!r}")

    def signature(self, voice: Voice) -> str:
        return f"endpoint {self._place} {self._config.model} {voice.name} {voice.words_per_minute}"

    async def close(self) -> None:
        if self._client is not None:
            await self._client.aclose()
            self._client = None

    async def _request(self, text: str, voice: Voice) -> AsyncGenerator[Speech]:
        """One request; what can go wrong with it leaves as Unspeakable or Unreachable."""
        self._raise_while_waiting()
        seconds = self._config.answer_seconds + self._config.seconds_per_character * len(text)
        deadline = asyncio.get_running_loop().time() + seconds
        try:
            async with aclosing(self._answer(text, voice, deadline)) as speeches:
                async for speech in speeches:
                    yield speech
        except TimeoutError:
            raise Unreachable(f"{self._place} did not finish {len(text)} characters in {seconds:.0f} s") from None
        except (httpx.HTTPError, httpx.InvalidURL) as exc:
            raise Unreachable(f"{self._place} did not answer in full: {_said(exc)}") from exc
        except NotSound as exc:
            raise Unreachable(f"{self._place} answered with {exc}") from exc

    async def _answer(self, text: str, voice: Voice, deadline: float) -> AsyncGenerator[Speech]:
        async with asyncio.timeout_at(deadline):
            request = self._http().build_request(
                "POST", f"{self._base}/audio/speech", json=await self._body(text, voice)
            )
            response = await self._http().send(request, stream=True)
        try:
            async with asyncio.timeout_at(deadline):
                await self._refuse(response)
            samples = Samples(self._config.rate, response.headers.get("content-type", ""))
            seconds, longest = 0.0, LONGEST_SLACK_SECONDS + LONGEST_SECONDS_PER_CHARACTER * len(text)
            async for data in _until(deadline, response.aiter_bytes()):
                if pcm := samples.feed(data):
                    yield Speech(pcm, samples.rate)
                    seconds += len(pcm) / 2 / samples.rate
                if seconds > longest:
                    raise NotSound(f"more than {longest:.0f} s of sound for {len(text)} characters")
            rest = samples.end()
            if rest:
                yield Speech(rest, samples.rate)
            elif not seconds:
                raise NotSound("nothing")
        finally:
            await response.aclose()

    async def _body(self, text: str, voice: Voice) -> dict[str, Any]:
        body: dict[str, Any] = {
            "model": await self._model_name(),
            "input": text,
            "voice": voice.name,
            "response_format": self._config.response_format,
        }
        if voice.words_per_minute != OWN_PACE:  # some servers refuse a speed
            speed = voice.words_per_minute / OWN_PACE
            body["speed"] = round(min(max(speed, SLOWEST_SPEED), FASTEST_SPEED), 2)
        return body

    async def _model_name(self) -> str:
        if not self._model:
            self._model = next(iter(_names(await self._get("models"), "data")), PLAIN_MODEL)
        return self._model

    async def _get(self, path: str) -> Any:
        """What the server says there; None where it has no such page. Raises Unreachable."""
        try:
            async with asyncio.timeout(CHECK_SECONDS):
                response = await self._http().get(f"{self._base}/{path}")
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as exc:
            raise Unreachable(f"{self._place} does not answer: {_said(exc)}") from exc
        if response.status_code in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, *_ASK_TO_WAIT):
            await self._refuse(response)
        try:
            return response.json() if response.status_code == HTTPStatus.OK else None
        except ValueError:
            return None

    async def _refuse(self, response: httpx.Response) -> None:
        """Returns where the answer may be sound. Raises Unspeakable or Unreachable."""
        status, kind = response.status_code, response.headers.get("content-type", "").partition(";")[0]
        if status in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
            raise Unreachable(f"{self._place} refuses the key ({status}): check [speech.endpoint] key_file")
        if status in _ASK_TO_WAIT:
            pause = seconds_of(response.headers.get("retry-after", "")) or PAUSE_SECONDS
            self._wait_until = self._now() + pause
            raise Unreachable(f"{self._place} asks to wait {pause:.0f} s ({status})", pause)
        if status == HTTPStatus.OK and not kind.startswith(("text/", "application/json")):
            return
        said = self._without_key(await _start(response))
        if status == HTTPStatus.OK:
            raise Unreachable(f"{self._place} answered with {kind} where sound should be: {said}")
        if status in (HTTPStatus.BAD_REQUEST, HTTPStatus.REQUEST_ENTITY_TOO_LARGE, HTTPStatus.UNPROCESSABLE_ENTITY):
            raise Unspeakable(f"{self._place} refuses the voice or the text ({status}): {said}")
        if status == HTTPStatus.NOT_FOUND:
            raise Unreachable(f"{self._place} does not know the path or the model: check [speech.endpoint] ({said})")
        raise Unreachable(f"{self._place} answered {status}: {said}")

    def _raise_while_waiting(self) -> None:
        if (seconds := self._wait_until - self._now()) > 0:
            raise Unreachable(f"{self._place} asked to wait {seconds:.0f} s more", seconds)

    def _key(self) -> str:
        try:
            return self._config.key.get_secret_value()
        except BadConfig as exc:
            raise Unreachable(str(exc)) from exc

    def _without_key(self, text: str) -> str:
        key = self._key()
        return text.replace(key, "****") if key else text

    def _http(self) -> httpx.AsyncClient:
        if self._client is None:
            headers = {"Authorization": f"Bearer {key}"} if (key := self._key()) else {}
            timeout = httpx.Timeout(None, connect=CONNECT_SECONDS)  # what follows is bounded by the length of the text
            self._client = httpx.AsyncClient(headers=headers, timeout=timeout, trust_env=False)
        return self._client


_ASK_TO_WAIT = (HTTPStatus.TOO_MANY_REQUESTS, HTTPStatus.SERVICE_UNAVAILABLE)


def _names(listing: Any, key: str) -> tuple[str, ...]:
    """The names in a server's list of voices or models: plain, or objects with an id or a name; empty for none."""
    rows = listing.get(key) if isinstance(listing, dict) else listing
    found = []
    for row in rows if isinstance(rows, list) else ():
        name = (row.get("id") or row.get("name")) if isinstance(row, dict) else row
        if isinstance(name, str) and name:
            found.append(name)
    return tuple(found)


def _mixed(voice: str) -> list[str]:
    """The voices that one is mixed of: `af_bella(2)+af_sky` is of two."""
    return [name.partition("(")[0].strip() for name in voice.split("+")]


async def _until(deadline: float, chunks: AsyncIterator[bytes]) -> AsyncGenerator[bytes]:
    """The chunks; raises TimeoutError once the deadline, in the loop's time, has passed."""
    while True:
        async with asyncio.timeout_at(deadline):
            chunk = await anext(chunks, None)
        if chunk is None:
            return
        yield chunk


async def _start(response: httpx.Response) -> str:
    """What an answer says that is no sound, on one line: its JSON error where it has one."""
    body = b""
    async for data in response.aiter_bytes():
        body += data
        if len(body) > SAID_BYTES:
            break
    text = body[:SAID_BYTES].decode(errors="replace")
    with suppress(ValueError):
        text = _message(json.loads(text)) or text
    return " ".join(text.split())[:SAID_CHARACTERS] or "an empty page"


def _message(said: Any) -> str:
    """The sentence in an error object, as the servers write it: `error.message`, `detail.message` or `detail`."""
    for key in ("error", "detail", "message"):
        if isinstance(said, dict) and key in said:
            return _message(said[key])
    return said if isinstance(said, str) else ""


def _said(exc: BaseException) -> str:
    return str(exc)[:SAID_CHARACTERS] or type(exc).__name__


def _place(base_url: str) -> str:
    """The server as a sentence names it: without a password that its address may hold."""
    try:
        return f"the speech server {httpx.URL(base_url).netloc.decode()}"
    except httpx.InvalidURL:
        return "the speech server"


ENDPOINT = EngineKind(
    name="endpoint",
    opened=lambda speech, _voices: Endpoint(speech.endpoint) if speech.endpoint.base_url else None,
    is_natural=True,
)
