"""A large file from the network, whole or not at all.

In: an address, and what its publisher lists of the file: size and hash. Out: the file on the disk. A download that was
cut goes on where it stopped, also after this process ended, because what is there so far bears the hash as its name.
What does not match the hash is thrown away.
"""

from __future__ import annotations

import asyncio
import errno
import hashlib
import os
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import httpx

from radio.errors import BadConfig, Unreachable
from radio.http import seconds_of

MAX_REDIRECTS = 5
NOT_HERE = (401, 403, 404, 410, 451)
_RANGE = re.compile(r"bytes (\d+)-")

OnBytes = Callable[[int], None]
"""Told how many bytes more, or fewer, are there now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long a download waits, and how often it begins again."""

    connect_seconds: float = 20.0
    stall_seconds: float = 30.0
    """The longest silence within an answer."""
    tries: int = 5
    """In a row without progress."""
    first_pause_seconds: float = 1.0
    """Doubled after each try without progress."""
    longest_pause_seconds: float = 60.0
    progress_bytes: int = 1 << 20
    """Fewer than these are no progress."""


@dataclass(frozen=True, slots=True)
class Listed:
    """A file as its publisher lists it."""

    path: str
    bytes: int
    hash: str
    """In hexadecimal: 64 digits are the sha256 of the contents, 40 are git's sha1 of a blob."""

    def is_whole(self, file: Path) -> bool:
        """Whether the file's contents are the listed ones."""
        if file.stat().st_size != self.bytes:
            return False
        digest = hashlib.sha256() if len(self.hash) == 64 else hashlib.sha1(b"blob %d\0" % self.bytes)
        with file.open("rb") as opened:
            while chunk := opened.read(1 << 20):
                digest.update(chunk)
        return digest.hexdigest() == self.hash


class _Again(Exception):
    """The server may do better at the next try. `pause_seconds` is what it asked for."""

    def __init__(self, message: str, pause_seconds: float = 0.0):
        super().__init__(message)
        self.pause_seconds = pause_seconds


def client(patience: Patience) -> httpx.AsyncClient:
    """A client for downloads. It goes through the proxy that the environment names, as pip does."""
    timeout = httpx.Timeout(patience.stall_seconds, connect=patience.connect_seconds)
    headers = {"Accept-Encoding": "identity", "User-Agent": "PaperRadio"}
    return httpx.AsyncClient(timeout=timeout, follow_redirects=True, max_redirects=MAX_REDIRECTS, headers=headers)


async def fetch(
    session: httpx.AsyncClient, address: str, listed: Listed, folder: Path, patience: Patience, on_bytes: OnBytes
) -> Path:
    """The file, in `folder` under its hash. Raises Unreachable, or BadConfig where the disk is full."""
    part = folder / listed.hash
    fruitless = 0
    try:
        folder.mkdir(parents=True, exist_ok=True)
        on_bytes(_size(part))
        while True:
            before = _size(part)
            try:
                if before != listed.bytes:
                    await _go_on(session, address, listed, part, on_bytes)
                if await asyncio.to_thread(listed.is_whole, part):
                    return part
                _throw_away(part, on_bytes)
                raise _Again("it sent another file than its publisher lists")
            except (_Again, httpx.TransportError) as exc:
                fruitless = 0 if _size(part) - before >= patience.progress_bytes else fruitless + 1
                if fruitless == patience.tries:
                    raise Unreachable(
                        f"{listed.path} could not be fetched from {_host(address)}: {_said(exc)}"
                    ) from exc
                pause = patience.first_pause_seconds * 2.0 ** max(0, fruitless - 1)
                asked = exc.pause_seconds if isinstance(exc, _Again) else 0.0
                await asyncio.sleep(min(max(pause, asked), patience.longest_pause_seconds))
    except (httpx.TooManyRedirects, httpx.InvalidURL, httpx.DecodingError) as exc:
        raise Unreachable(f"{_host(address)} does not lead to {listed.path}: {exc}") from exc
    except OSError as exc:
        raise disk_trouble(exc, folder) from exc


async def _go_on(session: httpx.AsyncClient, address: str, listed: Listed, part: Path, on_bytes: OnBytes) -> None:
    """One request for what is missing."""
    have = _size(part)
    headers = {"Range": f"bytes={have}-"} if have else {}
    async with session.stream("GET", address, headers=headers) as response:
        _look_at(response, listed)
        if not _goes_on_at(response, have):
            _throw_away(part, on_bytes)
            have = 0
            if response.status_code != 200:
                raise _Again(f"it answered {response.status_code} to a request to go on")
        with part.open("ab") as file:
            async for chunk in response.aiter_raw():
                have += len(chunk)
                if have > listed.bytes:
                    break
                file.write(chunk)
                on_bytes(len(chunk))
            file.flush()
            os.fsync(file.fileno())
    if have > listed.bytes:
        _throw_away(part, on_bytes)
        raise _Again("it sends more than its publisher lists")
    if have < listed.bytes:
        raise _Again(f"it ended after {have} of {listed.bytes} bytes")


def _look_at(response: httpx.Response, listed: Listed) -> None:
    status = response.status_code
    if status in NOT_HERE:
        raise Unreachable(f"{response.url.host} does not give {listed.path} out ({status})")
    if status not in (200, 206, 416):
        raise _Again(f"it answered {status}", seconds_of(response.headers.get("Retry-After", "")))


def _goes_on_at(response: httpx.Response, have: int) -> bool:
    if not have:
        return response.status_code == 200
    start = _RANGE.match(response.headers.get("Content-Range", ""))
    return response.status_code == 206 and start is not None and int(start[1]) == have


def _size(part: Path) -> int:
    return part.stat().st_size if part.exists() else 0


def _throw_away(part: Path, on_bytes: OnBytes) -> None:
    on_bytes(-_size(part))
    part.unlink(missing_ok=True)


def _host(address: str) -> str:
    return httpx.URL(address).host


def _said(exc: Exception) -> str:
    if isinstance(exc, httpx.TimeoutException):
        return "it does not answer"
    if isinstance(exc, httpx.ConnectError):
        return f"there is no way to it ({exc}); is the network up?"
    return str(exc) or type(exc).__name__


def disk_trouble(exc: OSError, folder: Path) -> BadConfig:
    """What to do about a folder that cannot be written to."""
    if exc.errno in (errno.ENOSPC, errno.EDQUOT):
        return BadConfig(f"the disk of {folder} is full; free some space, and what was fetched so far is kept")
    return BadConfig(f"{folder} cannot be written: {exc.strerror}")
