"""arXiv on loopback: daily feeds, API, OAI-PMH and PDFs of given papers, which can also misbehave.

In tests: `async with LocalArxiv(papers, day) as server: … server.url`. As a program, for trying a station offline:
`python tests/support/local_arxiv.py --port 8900 --papers 40` prints its address and serves until it is stopped.
"""

from __future__ import annotations

import argparse
import asyncio
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Literal
from urllib.parse import parse_qsl, unquote, urlsplit

import local_arxiv_answers as answers
from local_arxiv_papers import from_shared

from radio.model import Paper
from radio.papers.arxiv.calendar import NEW_YORK, announced_day

STALL_SECONDS = 5.0
"""How long a stalling answer says nothing, unless the client leaves sooner."""
START_SECONDS = 60.0
Kind = Literal["429", "503", "500", "403", "empty", "half", "stall", "html", "nonsense"]
STATUS_ONLY = ("429", "503", "500", "403")


@dataclass(frozen=True, slots=True)
class Fault:
    """One bad answer."""

    kind: Kind
    retry_after: str = ""


@dataclass(frozen=True, slots=True)
class Asked:
    """One request as the server saw it."""

    at: float
    """Seconds of the monotonic clock."""
    path: str
    query: dict[str, str]
    agent: str


@dataclass(frozen=True, slots=True)
class Reply:
    status: int
    content_type: str
    body: bytes


def newest_feed() -> date:
    """The newest day whose feed is made."""
    return announced_day(datetime.now(NEW_YORK).date())


class LocalArxiv:
    """Serves the papers; each one's `pdf` is the path of its file, and its `announced` the day of its record."""

    def __init__(self, papers: Sequence[Paper], day: date | None = None, *, port: int = 0, page_papers: int = 100):
        self.papers = tuple(papers)
        self.day = day or newest_feed()
        self.asked: list[Asked] = []
        self.recorded: dict[str, bytes] = {}
        """Bodies that are sent as they are, by the start of the path."""
        self._faults: dict[str, list[Fault]] = defaultdict(list)
        self._port = port
        self._page_papers = page_papers
        self._server: asyncio.Server | None = None

    def misbehave(self, path: str, *faults: Kind | Fault, times: int = 1) -> None:
        """The next answers under this path are these, one after another; afterwards all is well again."""
        self._faults[path] += [f if isinstance(f, Fault) else Fault(f) for f in faults] * times

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    @property
    def gaps(self) -> list[float]:
        """Seconds between each request and the one before it."""
        return [b.at - a.at for a, b in zip(self.asked, self.asked[1:], strict=False)]

    async def __aenter__(self) -> LocalArxiv:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self._port)
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()

    async def forever(self) -> None:
        await self._server.serve_forever()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One request a connection."""
        try:
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1")
            await self._answer(self._note(head), reader, writer)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass
        finally:
            writer.close()

    def _note(self, head: str) -> Asked:
        request, *lines = head.split("\r\n")
        address = urlsplit(request.split(" ")[1])
        headers = dict(line.lower().split(": ", 1) for line in lines if ": " in line)
        asked = Asked(
            time.monotonic(), unquote(address.path), dict(parse_qsl(address.query)), headers.get("user-agent", "")
        )
        self.asked.append(asked)
        return asked

    async def _answer(self, asked: Asked, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        fault = self._fault(asked.path)
        if fault and fault.kind == "stall":
            await _until_left(reader)
            return
        reply = _bad(fault) or self._good(asked, () if fault and fault.kind == "empty" else self.papers)
        later = f"Retry-After: {fault.retry_after}\r\n" if fault and fault.retry_after else ""
        head = f"HTTP/1.1 {reply.status} -\r\nContent-Type: {reply.content_type}\r\n{later}Connection: close\r\n"
        half = fault and fault.kind == "half"
        writer.write(f"{head}Content-Length: {len(reply.body)}\r\n\r\n".encode())
        writer.write(reply.body[: len(reply.body) // 2] if half else reply.body)

    def _fault(self, path: str) -> Fault | None:
        waiting = next((faults for start, faults in self._faults.items() if path.startswith(start) and faults), None)
        return waiting.pop(0) if waiting else None

    def _good(self, asked: Asked, papers: Sequence[Paper]) -> Reply:
        for start, body in self.recorded.items():
            if asked.path.startswith(start):
                return Reply(200, "text/xml", body)
        _, place, *rest = asked.path.split("/")
        name = "/".join(rest)
        match place:
            case "atom" | "rss":
                today = [p for p in papers if p.announced == self.day and set(name.split("+")) & set(p.categories)]
                return Reply(200, "application/xml", answers.feed(place, name, today, self.day))
            case "api":
                return Reply(200, "application/atom+xml", answers.api(asked.query, papers))
            case "oai":
                return Reply(200, "text/xml", answers.oai(asked.query, papers, self._page_papers))
            case "pdf":
                return self._pdf(name.removesuffix(".pdf"))
        return Reply(404, "text/html", answers.HTML)

    def _pdf(self, name: str) -> Reply:
        found = next((p for p in self.papers if name in (p.id, answers.base(p.id)) and (p.pdf or p.withdrawn)), None)
        if found is not None and found.withdrawn:
            return Reply(404, "text/html", answers.WITHDRAWN)
        if found is None:
            return Reply(404, "text/html", answers.HTML)
        return Reply(200, "application/pdf", Path(found.pdf).read_bytes())


def _bad(fault: Fault | None) -> Reply | None:
    if fault and fault.kind in STATUS_ONLY:
        return Reply(int(fault.kind), "text/plain", b"Rate exceeded.")
    if fault and fault.kind == "html":
        return Reply(200, "text/html", answers.HTML)
    if fault and fault.kind == "nonsense":
        return Reply(200, "text/xml", b"\x00\x01 this was never XML <<<")
    return None


async def _until_left(reader: asyncio.StreamReader) -> None:
    with suppress(TimeoutError):
        async with asyncio.timeout(STALL_SECONDS):
            await reader.read()


@contextmanager
def program(shared: Path, papers: int) -> Iterator[str]:
    """This file as a program of its own, so that it serves while the caller does not wait for it: its address."""
    command = [sys.executable, __file__, "--port", "0", "--papers", str(papers), "--data", str(shared)]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
    try:
        yield process.stdout.readline().strip()
    finally:
        process.terminate()
        process.wait(START_SECONDS)
        process.stdout.close()


async def _main(options: argparse.Namespace) -> None:
    day = options.day or newest_feed()
    papers = await asyncio.to_thread(from_shared, options.data, options.papers, day)
    async with LocalArxiv(papers, day, port=options.port) as server:
        print(server.url, flush=True)
        await server.forever()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description="arXiv on loopback, for trying a station offline")
    parser.add_argument("--port", type=int, default=0, help="0 takes a free one")
    parser.add_argument("--day", type=date.fromisoformat, help="the day of the feed; by default the newest")
    parser.add_argument("--papers", type=int, default=40, help="more than there are PDFs gives some PDFs several ids")
    shared = Path(__file__).parents[2].parent / "shared/data"
    parser.add_argument("--data", type=Path, default=shared, help="folder with papers/files.tsv; else our own samples")
    return parser.parse_args()


if __name__ == "__main__":
    with suppress(KeyboardInterrupt):
        asyncio.run(_main(_options()))
