"""A local arXiv, and the door to it with short waits."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AsyncExitStack
from datetime import date, datetime
from pathlib import Path

import pytest
from local_arxiv import LocalArxiv
from local_gate import LocalGate

from radio.config import ArxivConfig
from radio.http import Manners
from radio.papers import Arxiv

GAP_SECONDS = 0.05
"""Between requests; a station has at least 3 s."""
QUICK = Manners(
    gap_seconds=GAP_SECONDS,
    tries=3,
    first_pause_seconds=0.1,
    longest_pause_seconds=0.4,
    patience_seconds=0.3,
    read_seconds=0.3,
    body_seconds=1.0,
)


@pytest.fixture
def pdf(tmp_path: Path) -> Path:
    path = tmp_path / "paper.pdf"
    path.write_bytes(b"%PDF-1.7\n" + b"% nothing to see\n" * 2000 + b"%%EOF\n")
    return path


@pytest.fixture
async def opened() -> AsyncIterator[Callable]:
    """Opens a local arXiv with these papers and the door to it, with the clock standing at `now`."""
    async with AsyncExitStack() as stack:

        async def open_both(
            papers, now: datetime, day: date | None = None, *, feed: str = "atom", **options
        ) -> tuple[LocalArxiv, Arxiv]:
            server = await stack.enter_async_context(LocalArxiv(papers, day, **options))
            config = ArxivConfig(
                feed_url=f"{server.url}/{feed}",
                api_url=f"{server.url}/api/query",
                oai_url=f"{server.url}/oai",
                pdf_url=f"{server.url}/pdf",
            )
            door = Arxiv(config, "me@example.org", LocalGate(GAP_SECONDS), lambda: now, QUICK)
            return server, await stack.enter_async_context(door)

        yield open_both
