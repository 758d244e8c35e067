"""`air.sock`: JSON lines in, JSON lines out. The operator's wishes, and what is on air.

A command carries an id; the same id again gets the same reply and does nothing. Every command is logged.
"""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from typing import Any

from radio import log

REMEMBERED_REPLIES = 256
STATUS_SECONDS = 1.0
CLOSE_SECONDS = 0.5
SUBSCRIBERS = 32
LINE_BYTES = 1 << 16
SLOW_READER_BYTES = 1 << 18

Reply = dict[str, Any]
Command = Callable[[dict[str, Any]], Reply]


class Control:
    """The socket's server."""

    def __init__(self, path: Path, commands: dict[str, Command], status: Callable[[], Reply], changed: asyncio.Event):
        self.path = path
        self.commands = commands
        self.status = status
        self.changed = changed
        self._replies: OrderedDict[str, Reply] = OrderedDict()
        self._clients: dict[asyncio.Task, asyncio.StreamWriter] = {}
        self._subscribers: set[asyncio.StreamWriter] = set()

    async def run(self) -> None:
        """Serves until cancelled."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self.path.unlink(missing_ok=True)
        server = await asyncio.start_unix_server(self._serve, str(self.path), limit=LINE_BYTES)
        self.path.chmod(0o660)
        try:
            await self._publish()
        finally:
            server.close()
            self.path.unlink(missing_ok=True)
            for writer in self._clients.values():
                writer.close()
            if self._clients:
                await asyncio.wait(tuple(self._clients), timeout=CLOSE_SECONDS)

    async def _publish(self) -> None:
        while True:
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(STATUS_SECONDS):
                    await self.changed.wait()
            self.changed.clear()
            if self._subscribers:
                line = _line(self.status())
                for writer in tuple(self._subscribers):
                    self._send(writer, line)

    def _send(self, writer: asyncio.StreamWriter, line: bytes) -> None:
        if writer.is_closing() or writer.transport.get_write_buffer_size() > SLOW_READER_BYTES:
            self._subscribers.discard(writer)
            writer.transport.abort()
            return
        writer.write(line)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        client = asyncio.current_task()
        assert client is not None, "the server runs each client in a task"
        self._clients[client] = writer
        try:
            while line := await reader.readline():
                message = _parsed(line)
                writer.write(_line(self.answer(message)))
                if message.get("cmd") == "status" and message.get("subscribe") and len(self._subscribers) < SUBSCRIBERS:
                    self._subscribers.add(writer)
                await writer.drain()
        except (OSError, ValueError):
            log.get().debug("a client of the socket left")
        finally:
            self._subscribers.discard(writer)
            writer.close()
            del self._clients[client]

    def answer(self, message: dict[str, Any]) -> Reply:
        """The reply to one message."""
        cmd, number = message.get("cmd"), message.get("id")
        if cmd == "status":
            return self.status()
        if isinstance(number, str) and number in self._replies:
            return self._replies[number]
        reply = self._do(cmd, message)
        if isinstance(number, str):
            self._replies[number] = reply
            while len(self._replies) > REMEMBERED_REPLIES:
                self._replies.popitem(last=False)
        return reply

    def _do(self, cmd: Any, message: dict[str, Any]) -> Reply:
        command = self.commands.get(cmd) if isinstance(cmd, str) else None
        if command is None:
            return {"ok": False, "error": f"there is no command {cmd!r}; there are status, {', '.join(self.commands)}"}
        reply = command(message)
        log.get().info("command", cmd=cmd, id=message.get("id"), **reply)
        return reply


def _line(message: Reply) -> bytes:
    return json.dumps(message).encode() + b"\n"


def _parsed(line: bytes) -> dict[str, Any]:
    try:
        message = json.loads(line)
    except ValueError:
        return {}
    return message if isinstance(message, dict) else {}
