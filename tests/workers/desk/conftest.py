"""A data folder with two papers, a stream and an archive, and a desk before it."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from datetime import date
from pathlib import Path
from typing import Any

import httpx
import pytest

from radio.config import Config
from radio.ids import PaperId, ShowId
from radio.model import Box, Claim, Document, PageSize, Paper, Passage, Show, Summary
from radio.store import Store
from workers.desk.app import create_app

Visit = Callable[[Callable[[], Store | None] | None], AbstractAsyncContextManager[httpx.AsyncClient]]

OPEN, CLOSED = PaperId("2411.01234v2"), PaperId("2411.09999v1")
CC_BY = "http://creativecommons.org/licenses/by/4.0/"
BODY_SENTENCE = "In the body of the paper " + "word " * 30 + "ends this long sentence."
STATUS = {
    "utc": "2026-11-20T21:00:00.000+00:00",
    "show": f"{OPEN}-paper",
    "title": "A network of attention",
    "text": "They propose <b>attention</b> alone.",
    "speaker": "Ada",
    "engine": "espeak",
    "paper": OPEN,
    "page": 1,
    "source": "rundown",
    "next": "Primer: what is a token?",
    "runway_seconds": 312.5,
    "sinks": {"hls": {"state": "live", "lives": 1}, "rtmp1": {"state": "waiting", "lives": 4}},
    "encoder": {"live": True, "lives": 1},
    "dead_air_seconds": 0.0,
    "late_blocks": 2,
    "frame": 48_000,
    "flowing": True,
}


class SaidAir:
    """Air that says what it was made with."""

    def __init__(self, status: dict[str, Any] | None):
        self.said = status

    async def status(self) -> dict[str, Any] | None:
        return self.said


def claim(paper: PaperId, number: int, kind: str, quote: str, passage: str) -> Claim:
    return Claim(id=f"{paper}#c{number:02}", kind=kind, text=quote, quote=quote, passage=f"{paper}#{passage}")


def fill(store: Store, paper: PaperId, licence: str) -> None:
    body = Passage(id=f"{paper}#p5", section="3 Method", text=BODY_SENTENCE, page=4, boxes=(Box(72, 72, 300, 84),))
    store.library.save_paper(Paper(id=paper, title=f"Paper {paper}", authors=("Ada Lovelace",), licence=licence))
    store.library.save_document(Document(paper=paper, title="", passages=(body,), pages=(PageSize(612, 792),) * 4))
    claims = (
        claim(paper, 0, "idea", "We propose attention alone.", "abstract"),
        *(claim(paper, n, "method", BODY_SENTENCE.replace("word", f"word{n}", 1), "p5") for n in range(1, 5)),
    )
    store.library.save_summary(Summary(paper=paper, headline="Attention <alone> suffices", claims=claims))


@pytest.fixture
def config(tmp_path: Path) -> Config:
    config = Config.model_validate({"station": {"data": tmp_path}})
    config.paths.hls.mkdir()
    config.paths.archive.mkdir()
    (config.paths.hls / "live.m3u8").write_text("#EXTM3U\n#EXT-X-VERSION:3\n")
    (config.paths.hls / "s1763671234.ts").write_bytes(bytes(range(188)) * 10)
    (config.paths.archive / "2026-11-20-daily+2.mp3").write_bytes(b"ID3" + bytes(9_997))
    (tmp_path / "secret.mp3").write_bytes(b"secret")
    return config


@pytest.fixture
def store(config: Config) -> Iterator[Store]:
    store = Store.open(config.paths.store)
    fill(store, OPEN, CC_BY)
    fill(store, CLOSED, "http://arxiv.org/licenses/nonexclusive-distrib/1.0/")
    show = Show(
        id=ShowId("2026-11-20-daily+2"), format="daily", title="The daily of 20 November", day=date(2026, 11, 20)
    )
    store.programme.save_show(show)
    store.programme.save_archive(show.id, "2026-11-20-daily+2.mp3", 600.0, 10_000)
    yield store
    store.close()


@pytest.fixture
def air() -> SaidAir:
    return SaidAir(dict(STATUS))


@pytest.fixture
def visit(config: Config, air: SaidAir) -> Visit:
    """Opens a desk on a store of one's choice: `async with visit(open_store) as client`."""

    @asynccontextmanager
    async def opened(open_store: Callable[[], Store | None] | None) -> AsyncIterator[httpx.AsyncClient]:
        app = create_app(config, open_store, air)
        async with app.router.lifespan_context(app):
            async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://desk") as client:
                yield client

    return opened


@pytest.fixture
async def client(config: Config, store: Store, visit: Visit) -> AsyncIterator[httpx.AsyncClient]:
    async with visit(lambda: Store.open(config.paths.store)) as client:
        yield client
