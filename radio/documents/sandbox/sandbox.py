"""The studio's side of the wall: starts the zygote, sends it requests, gives back an answer or one sentence.

In: a request and the path of a PDF. Out: the child's bytes, or Unreadable. A zygote that dies is replaced, and one that
has served its share is renewed. Never parses a PDF, never waits without a bound, never blocks the loop.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import socket
import sys
from asyncio.subprocess import DEVNULL, Process
from dataclasses import dataclass
from pathlib import Path

from pydantic import ValidationError

from radio.documents.sandbox import messages
from radio.documents.scanned import Pictures, Scanned
from radio.errors import Unreachable, Unreadable
from radio.model import from_json

DOCUMENTS_PER_ZYGOTE = 500
START_SECONDS = 30.0
ENDING_SECONDS = 5.0
MOST_ANSWER_BYTES = 64 * 1024 * 1024
ENVIRONMENT = {
    "OPENBLAS_NUM_THREADS": "1",
    "PATH": "/usr/local/bin:/usr/bin:/bin",
    "LANG": "C.UTF-8",
    "PYTHONPATH": str(Path(__file__).parents[3]),  # the code that the studio itself runs
}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a child answered before it ended."""

    kind: bytes
    payload: bytes
    ending: messages.Ending | None
    """None when the zygote itself died."""


class Sandbox:
    """Runs requests, each in a child of its own."""

    def __init__(self, *, documents_per_zygote: int = DOCUMENTS_PER_ZYGOTE) -> None:
        self._documents_per_zygote = documents_per_zygote
        self._zygote: _Zygote | None = None
        self._former: list[_Zygote] = []
        self._start = asyncio.Lock()

    async def run(self, request: messages.Request, pdf: Path) -> bytes:
        """The child's answer. Raises Unreadable with the reason, or Unreachable where no zygote can be started."""
        return payload(await self.outcome(request, pdf), request)

    async def outcome(self, request: messages.Request, pdf: Path) -> Outcome:
        """As `run`, but tells how the child ended in place of raising for it. Asks again once where the zygote died."""
        for _attempt in range(2):
            zygote = await self._ready()
            outcome = await zygote.ask(request, pdf)
            if outcome.ending:
                return outcome
            zygote.kill()
        raise Unreadable("the PDF reader died on it, twice")

    async def _ready(self) -> _Zygote:
        async with self._start:
            if self._zygote and not self._zygote.takes_another(self._documents_per_zygote):
                self._zygote.retire()
                self._former = [zygote for zygote in (*self._former, self._zygote) if zygote.lives]
                self._zygote = None
            if not self._zygote:
                self._zygote = await _start()
            return self._zygote

    async def close(self) -> None:
        """Ends every zygote and with it every child."""
        zygotes = [*self._former, self._zygote] if self._zygote else self._former
        self._zygote, self._former = None, []
        for zygote in zygotes:
            zygote.kill()
            await zygote.gone()


class _Zygote:
    """One zygote process and the socket to it."""

    def __init__(self, process: Process, control: socket.socket):
        self.process = process
        self._control = control
        self._asked = 0

    @property
    def lives(self) -> bool:
        return self.process.returncode is None

    def takes_another(self, most: int) -> bool:
        """Whether it lives and has had fewer than `most` requests."""
        return self._asked < most and self.lives and self._control.fileno() >= 0

    async def ask(self, request: messages.Request, pdf: Path) -> Outcome:
        """What a child answered. Raises Unreadable when it took too long or the file cannot be opened."""
        self._asked += 1
        ours, theirs = socket.socketpair()
        ending_ours, ending_theirs = socket.socketpair()
        with ours, ending_ours:
            with theirs, ending_theirs:
                if not self._send(request, pdf, theirs, ending_theirs):
                    return Outcome(b"", b"", None)
            try:
                async with asyncio.timeout(request.seconds):
                    kind, payload = await _answer(ours)
            except TimeoutError:
                raise Unreadable(f"it took longer than {request.seconds:g} s to read") from None
            return Outcome(kind, payload, await self._ending(ending_ours))

    def _send(self, request: messages.Request, pdf: Path, *sockets: socket.socket) -> bool:
        """Whether the zygote has the request. Raises Unreadable when the PDF cannot be opened."""
        try:
            file = os.open(pdf, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
        except OSError as exc:
            raise Unreadable(f"the file {pdf.name} cannot be opened: {exc.strerror}") from exc
        try:
            socket.send_fds(self._control, [request.pack()], [file, *(s.fileno() for s in sockets)])
        except OSError:
            return False
        finally:
            os.close(file)
        return True

    async def _ending(self, ours: socket.socket) -> messages.Ending | None:
        ours.setblocking(False)
        try:
            async with asyncio.timeout(ENDING_SECONDS):
                message = await asyncio.get_running_loop().sock_recv(ours, messages.ENDING_BYTES)
        except (TimeoutError, OSError):
            return None
        return messages.Ending.unpack(message) if message else None

    def retire(self) -> None:
        """Takes no more requests; ends by itself when its last child is gone."""
        self._control.close()

    def kill(self) -> None:
        self._control.close()
        if self.lives:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)

    async def gone(self) -> None:
        await self.process.wait()


async def _answer(ours: socket.socket) -> tuple[bytes, bytes]:
    """Kind and payload of the child's answer; empty when it ended without a whole one."""
    reader, writer = await asyncio.open_unix_connection(sock=ours)
    try:
        return await receive(reader)
    finally:
        writer.close()


async def receive(reader: asyncio.StreamReader) -> tuple[bytes, bytes]:
    """Kind and payload of an answer; empty when the other side ended without a whole one."""
    try:
        kind, length = messages.ANSWER_HEAD.unpack(await reader.readexactly(messages.ANSWER_HEAD.size))
        if length > MOST_ANSWER_BYTES:
            return messages.REFUSED, f"its text or picture is larger than {MOST_ANSWER_BYTES >> 20} MiB".encode()
        return kind, await reader.readexactly(length)
    except (asyncio.IncompleteReadError, ConnectionError):
        return b"", b""


def payload(outcome: Outcome, request: messages.Request) -> bytes:
    """What the child answered. Raises Unreadable where it is not what was asked for."""
    if outcome.kind == messages.ANSWERED:
        return outcome.payload
    if outcome.kind == messages.SCANNED:
        raise Scanned(_pictures(outcome.payload))
    if outcome.kind == messages.REFUSED:
        raise Unreadable(outcome.payload.decode(errors="replace"))
    if outcome.ending and outcome.ending.status == -signal.SIGXCPU:
        raise Unreadable(f"it took longer than {request.seconds:g} s to read")
    if outcome.ending and outcome.ending.status < 0:
        raise Unreadable(f"the PDF reader crashed on it ({signal.Signals(-outcome.ending.status).name})")
    raise Unreadable("the PDF reader could not finish it within its limits")


def _pictures(payload: bytes) -> Pictures:
    try:
        return from_json(Pictures, payload)
    except ValidationError as exc:
        raise Unreadable("the PDF reader answered something that is not a list of pages") from exc


async def _start() -> _Zygote:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
    ours.setblocking(False)
    number = theirs.fileno()
    command = (sys.executable, "-P", "-m", "radio.documents.sandbox.zygote", str(number), str(os.getpid()))
    try:
        with theirs:
            process = await asyncio.create_subprocess_exec(
                *command, pass_fds=(number,), env=ENVIRONMENT, stdin=DEVNULL, stdout=DEVNULL, start_new_session=True
            )
    except OSError as exc:
        ours.close()
        raise Unreachable(f"the PDF reader cannot start: {exc.strerror}") from exc
    zygote = _Zygote(process, ours)
    try:
        async with asyncio.timeout(START_SECONDS):
            if await asyncio.get_running_loop().sock_recv(ours, len(messages.READY)) == messages.READY:
                return zygote
    except (TimeoutError, OSError):
        pass
    zygote.kill()
    await zygote.gone()
    raise Unreachable("the PDF reader cannot start; `paper-radio doctor` tells why")
