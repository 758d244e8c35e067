"""PDFs made on the spot; one reader for all tests of a file, and readers whose processes end with the test."""

from __future__ import annotations

from collections.abc import AsyncIterator, Awaitable, Callable
from pathlib import Path

import pymupdf
import pytest
import pytest_asyncio

from radio.documents.reader import SandboxedReader
from radio.ids import PaperId
from radio.model import Document


@pytest.fixture
async def open_reader() -> AsyncIterator[Callable[..., SandboxedReader]]:
    """Makes readers with limits of the test's own."""
    readers: list[SandboxedReader] = []

    def _open(**limits: float) -> SandboxedReader:
        readers.append(SandboxedReader(**limits))
        return readers[-1]

    yield _open
    for reader in readers:
        await reader.close()


@pytest_asyncio.fixture(scope="module", loop_scope="module")
async def reader() -> AsyncIterator[SandboxedReader]:
    """With its own limits. It starts once for the file; each document still has a child of its own."""
    opened = SandboxedReader()
    yield opened
    await opened.close()


@pytest.fixture
def save(tmp_path: Path) -> Callable[..., Path]:
    """Saves a document that was drawn by a function, and returns its path."""

    def _save(draw: Callable[[pymupdf.Document], None], name: str = "paper.pdf", **options: object) -> Path:
        path = tmp_path / name
        with pymupdf.open() as document:
            draw(document)
            document.save(path, **options)
        return path

    return _save


@pytest.fixture
def read(reader: SandboxedReader, save: Callable[..., Path]) -> Callable[..., Awaitable[Document]]:
    """Reads a document that was drawn by a function."""

    async def _read(draw: Callable[[pymupdf.Document], None], **options: object) -> Document:
        return await reader.read(save(draw, **options), PaperId("sample-1"))

    return _read
