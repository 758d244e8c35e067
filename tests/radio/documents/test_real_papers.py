"""Every real paper, read once for all that is asked of them together."""

from __future__ import annotations

from pathlib import Path

import pytest
import pytest_asyncio

from radio.documents.reader import SandboxedReader
from radio.errors import Unreadable
from radio.model import Document

pytestmark = pytest.mark.slow


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def papers_read(reader: SandboxedReader, shared: Path) -> dict[str, Document | Unreadable]:
    """By the name of the file: the document, or why there is none."""
    read: dict[str, Document | Unreadable] = {}
    for pdf in sorted((shared / "papers").glob("*.pdf")):
        try:
            read[pdf.stem] = await reader.read(pdf, "p")
        except Unreadable as exc:
            read[pdf.stem] = exc
    return read


@pytest.fixture
def documents(papers_read: dict[str, Document | Unreadable]) -> dict[str, Document]:
    return {name: found for name, found in papers_read.items() if isinstance(found, Document)}


async def test_every_real_paper_gives_passages_or_a_clear_reason(papers_read, documents):
    for name, document in documents.items():
        assert document.passages, name
        assert not [p for p in document.passages if "arXiv:" in p.text and "v1 [" in p.text], name
    assert set(papers_read) - set(documents) == {"ZFN-A-054-scan", "hep-ph-9412269"}


async def test_nearly_every_caption_of_real_papers_has_its_figure(documents):
    found = [figure for document in documents.values() for figure in document.figures]
    assert len(found) > 300
    assert sum(figure.crop != figure.box for figure in found) / len(found) > 0.96


async def test_the_prose_of_a_real_paper_is_that_of_its_hand_made_text(documents, shared: Path):
    hand = set((shared / "papers/1601.03642v1.hand.txt").read_text().lower().split())
    words = " ".join(p.text for p in documents["1601.03642v1"].passages).lower().split()
    assert sum(word in hand for word in words) / len(words) > 0.98
