"""The composition root: opens the store and the doors that the line works with. Read this first, then `line.py`.

`open_station(config)` is the only place that knows which adapter stands behind which door. A step gets the station
and an id; it reads records from the store, uses the doors, writes records back, and returns an id.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable, Mapping
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import date, datetime

from radio import licence
from radio.config import Config, HostConfig
from radio.documents.reader import SandboxedReader
from radio.doors import Continuing, Embedding, Llm, Papers, Reader
from radio.embedding import HashingEmbedding, Vectors
from radio.ids import PaperId, source_of
from radio.llm import KeptReplies, LatentServer, OpenAiServer
from radio.media import Media
from radio.model import Document, Paper, Speaker
from radio.papers import open_sources
from radio.speech.cast import Cast
from radio.speech.engines.registry import cast, engines
from radio.store import Store
from radio.utc import utc_now
from workers.studio.pronunciation import Pronunciation

DRAWING_THREADS = 2


@dataclass(slots=True)
class Station:
    """Everything a step may use. Fields are doors and records; nothing here decides anything."""

    config: Config
    store: Store
    media: Media
    sources: Mapping[str, Papers]
    """Where papers come from, by name. `arxiv` is missing while it is turned off or no contact is configured."""
    reader: Reader
    embedding: Embedding
    vectors: Vectors
    llm: Llm | None
    latent: Continuing | None
    """None while `[writer.latent] url` is empty."""
    cast: Cast
    pronunciation: Pronunciation
    drawing: Executor
    """The threads that draw pictures: few, because each needs tens of MiB."""
    now: Callable[[], datetime]
    closing: bool = False

    def today(self) -> date:
        """The date in the station's time zone."""
        return self.now().astimezone(self.config.zone).date()

    @property
    def hosts(self) -> Mapping[Speaker, HostConfig]:
        host, guest = self.config.speech.hosts
        return {"host": host, "guest": guest}

    @property
    def host_names(self) -> tuple[str, str]:
        host, guest = self.config.speech.hosts
        return host.name, guest.name

    def find_source(self, paper: PaperId) -> Papers | None:
        """The source that knows the paper; None where it is turned off."""
        return self.sources.get(source_of(paper))

    def is_open(self, paper: Paper, document: Document | None) -> bool:
        """Whether its pages may be shown and its body read out."""
        return licence.is_open(paper, document, self.config.licence)


@asynccontextmanager
async def open_station(config: Config, now: Callable[[], datetime] = utc_now) -> AsyncIterator[Station]:
    """The station with every door open; closes them in reverse order."""
    paths = config.paths
    async with AsyncExitStack() as stack:
        store = stack.enter_context(Store.open(paths.store))
        limits = config.limits
        reader = SandboxedReader(pages=limits.pdf_pages, seconds=limits.pdf_seconds, memory_mib=limits.pdf_memory_mib)
        stack.push_async_callback(reader.close)
        speaking = engines(config.speech, config.paths.voices)
        for engine in speaking.values():
            stack.push_async_callback(engine.close)
        embedding = HashingEmbedding()
        vectors = stack.enter_context(Vectors(paths.vectors, embedding.name))
        media = Media(paths.media)
        yield Station(
            config=config,
            store=store,
            media=media,
            sources=_sources(config, store, stack, now),
            reader=reader,
            embedding=embedding,
            vectors=vectors,
            llm=_llm(config, store, stack),
            latent=_latent(config, stack),
            cast=cast(config.speech, speaking, media),
            pronunciation=Pronunciation(config.speech.lexicon),
            drawing=stack.enter_context(ThreadPoolExecutor(DRAWING_THREADS, "drawing")),
            now=now,
        )


def _sources(config: Config, store: Store, stack: AsyncExitStack, now: Callable[[], datetime]) -> dict[str, Papers]:
    sources = open_sources(config, lambda name: store.gate(name, config.arxiv.seconds_between_requests), now)
    for source in sources.values():
        stack.push_async_callback(source.close)
    return sources


def _llm(config: Config, store: Store, stack: AsyncExitStack) -> Llm | None:
    writer = config.writer
    if not writer.base_url:
        return None
    server = OpenAiServer(writer.base_url, writer.model, writer.key.get_secret_value(), writer.timeout_seconds)
    stack.push_async_callback(server.close)
    return KeptReplies(server, store.replies.find_reply, store.replies.save_reply, writer.model)


def _latent(config: Config, stack: AsyncExitStack) -> Continuing | None:
    if not config.writer.latent.url:
        return None
    server = LatentServer(config.writer.latent)
    stack.push_async_callback(server.close)
    return server
