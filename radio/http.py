"""Manners on the wire: one request at a time, each in its turn, with a name, limits and patience.

A URL goes in, a whole body comes out, or Busy, Unreachable or Unreadable. Nothing here knows what a body means: the
caller's `check` refuses a body that is not what was asked, and it is asked for again.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from importlib.metadata import version
from types import TracebackType

import httpx

from radio import log
from radio.backoff import BackOff
from radio.doors import Gate
from radio.errors import Busy, Transient, Unreachable, Unreadable
from radio.utc import utc_now

ASKED_TO_WAIT = (429, 503)
LONGEST_RETRY_AFTER_SECONDS = 24 * 3600.0
"""A Retry-After beyond a day is taken for a day."""
MAX_REDIRECTS = 5
READ_BYTES = 1 << 16
XML_BYTES = 64 << 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Manners:
    """How long to wait for a server, and how to wait when it asks for that."""

    gap_seconds: float = 3.1
    """From one answer to the next request, so that the server sees the distance whatever the network does."""
    tries: int = 4
    """Requests within one call."""
    first_pause_seconds: float = 30.0
    """The pause after a refusal without Retry-After; doubled at each further one."""
    longest_pause_seconds: float = 4 * 3600.0
    patience_seconds: float = 120.0
    """A longer pause ends the call with Busy: the caller waits, not the connection."""
    connect_seconds: float = 20.0
    read_seconds: float = 60.0
    """The longest silence within an answer."""
    body_seconds: float = 300.0
    """The longest a whole body may take."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A whole answer whose status is neither a server's failure nor a wish to wait."""

    url: str
    status: int
    content: bytes
    content_type: str = ""


class PoliteTransport(httpx.AsyncBaseTransport):
    """Takes the gate's turn before every request, redirects included, and puts it off when a server asks to wait."""

    def __init__(self, inner: httpx.AsyncBaseTransport, gate: Gate, contact: str, manners: Manners):
        self._inner = inner
        self._gate = gate
        self._agent = f"PaperRadio/{version('paper-radio')} (+{contact})"
        self._manners = manners
        self._pauses = BackOff(manners.first_pause_seconds, manners.longest_pause_seconds)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        """Raises Busy, with the pause that everybody now keeps, on 429 and 503."""
        await self._gate.turn()
        request.headers["User-Agent"] = self._agent
        try:
            response = await self._inner.handle_async_request(request)
        finally:
            await self._gate.postpone(self._manners.gap_seconds)
        if response.status_code not in ASKED_TO_WAIT:
            self._pauses.worked()
            return response
        await response.aclose()
        growing = self._pauses.failed()
        pause = seconds_of(response.headers.get("Retry-After", "")) or growing
        await self._gate.postpone(pause)
        log.get().warning(
            "server asked to wait", host=request.url.host, status=response.status_code, seconds=round(pause)
        )
        raise Busy(f"{request.url.host} asks to wait {pause:.0f} s ({response.status_code})", pause)

    async def aclose(self) -> None:
        await self._inner.aclose()


class PoliteClient:
    """GET, one at a time over one connection."""

    def __init__(self, gate: Gate, contact: str, manners: Manners | None = None):
        self._manners = manners or Manners()
        one = httpx.Limits(max_connections=1, max_keepalive_connections=1)
        transport = PoliteTransport(httpx.AsyncHTTPTransport(limits=one), gate, contact, self._manners)
        timeout = httpx.Timeout(self._manners.read_seconds, connect=self._manners.connect_seconds, pool=None)
        self._client = httpx.AsyncClient(
            transport=transport, timeout=timeout, follow_redirects=True, max_redirects=MAX_REDIRECTS, trust_env=False
        )
        self._line = asyncio.Lock()

    async def get(
        self,
        url: str,
        *,
        params: Mapping[str, str] | None = None,
        most_bytes: int = XML_BYTES,
        check: Callable[[Answer], None] | None = None,
    ) -> Answer:
        """The answer, once `check` is content with it. Raises what `check` raises, Busy, Unreachable or Unreadable."""
        async with self._line:
            for _ in range(self._manners.tries - 1):
                try:
                    return await self._once(url, params, most_bytes, check)
                except Transient as exc:
                    if (exc.retry_after_seconds or 0.0) > self._manners.patience_seconds:
                        raise
                    log.get().warning("request will be tried again", url=url, reason=str(exc))
            return await self._once(url, params, most_bytes, check)

    async def _once(
        self, url: str, params: Mapping[str, str] | None, most_bytes: int, check: Callable[[Answer], None] | None
    ) -> Answer:
        try:
            async with self._client.stream("GET", url, params=params) as response:
                async with asyncio.timeout(self._manners.body_seconds):
                    content = await _whole(response, most_bytes)
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError) as exc:
            raise Unreachable(f"{_host(url)} did not answer in full: {exc or type(exc).__name__}") from exc
        if response.status_code >= 500:
            raise Unreachable(f"{_host(url)} answered {response.status_code}")
        answer = Answer(str(response.url), response.status_code, content, response.headers.get("Content-Type", ""))
        if check:
            check(answer)
        return answer

    async def aclose(self) -> None:
        await self._client.aclose()

    async def __aenter__(self) -> PoliteClient:
        return self

    async def __aexit__(self, _kind: type | None, _error: BaseException | None, _trace: TracebackType | None) -> None:
        await self.aclose()


def seconds_of(retry_after: str) -> float:
    """A Retry-After header, in seconds or as a date, as seconds from now; 0 where it says nothing usable."""
    try:
        seconds = float(retry_after)
    except ValueError:
        try:
            seconds = (parsedate_to_datetime(retry_after) - utc_now()).total_seconds()
        except (ValueError, TypeError):
            return 0.0
    return min(max(seconds, 0.0), LONGEST_RETRY_AFTER_SECONDS)


async def _whole(response: httpx.Response, most_bytes: int) -> bytes:
    body = bytearray()
    async for chunk in response.aiter_bytes(READ_BYTES):
        body += chunk
        if len(body) > most_bytes:
            raise Unreadable(f"{response.url} is larger than {most_bytes >> 20} MiB")
    return bytes(body)


def _host(url: str) -> str:
    return url.split("/", 3)[2] if "://" in url else url
