"""Talks to air over its socket: one JSON line each way. Everything is None, or ends, while air is down."""

from __future__ import annotations

import asyncio
import contextlib
import json
import uuid
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

REPLY_SECONDS = 3.0
LINE_BYTES = 1 << 20


class AirClient:
    """`await AirClient(config.paths.air_socket).request("skip")`"""

    def __init__(self, socket: Path):
        self.socket = socket

    async def request(self, cmd: str, **values: Any) -> dict[str, Any] | None:
        """Air's reply, or None when air is down. The same `id` twice does the thing once."""
        try:
            async with asyncio.timeout(REPLY_SECONDS):
                reading, writing = await asyncio.open_unix_connection(str(self.socket), limit=LINE_BYTES)
                try:
                    writing.write(_line({"id": uuid.uuid4().hex, "cmd": cmd, **values}))
                    return _parsed(await reading.readline())
                finally:
                    writing.close()
        except (OSError, TimeoutError):
            return None

    async def status(self) -> dict[str, Any] | None:
        """What is on air now, or None when air is down."""
        return await self.request("status")

    async def subscribe(self) -> AsyncIterator[dict[str, Any]]:
        """The status each second and at every change of item; ends when air does."""
        try:
            reading, writing = await asyncio.open_unix_connection(str(self.socket), limit=LINE_BYTES)
        except OSError:
            return
        try:
            writing.write(_line({"cmd": "status", "subscribe": True}))
            while status := _parsed(await _line_of(reading)):
                yield status
        except (OSError, TimeoutError):
            return
        finally:
            with contextlib.suppress(OSError):
                writing.close()


async def _line_of(reading: asyncio.StreamReader) -> bytes:
    async with asyncio.timeout(REPLY_SECONDS):
        return await reading.readline()


def _line(message: dict[str, Any]) -> bytes:
    return json.dumps(message).encode() + b"\n"


def _parsed(line: bytes) -> dict[str, Any] | None:
    try:
        reply = json.loads(line)
    except ValueError:
        return None
    return reply if isinstance(reply, dict) else None
