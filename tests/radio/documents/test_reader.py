"""The door: every bad file ends in one clear sentence, and nothing a child does reaches the studio."""

from __future__ import annotations

import asyncio
import io
import os
import signal
from pathlib import Path

import pymupdf
import pytest
from PIL import Image

from radio.documents.reader import SandboxedReader
from radio.documents.sandbox import Sandbox
from radio.documents.wire import ANSWERED, Request
from radio.errors import Unreadable

LINE = "This sentence is written so that a page has enough words to be read as prose by the station."
CHILD_SECONDS = 5.0


def page_of_prose(document: pymupdf.Document) -> None:
    page = document.new_page()
    page.insert_text((72, 72), ["Abstract", "", *[LINE] * 8], fontsize=10)


def scanned(document: pymupdf.Document) -> None:
    picture = io.BytesIO()
    Image.new("L", (200, 300), 128).save(picture, "PNG")
    document.new_page().insert_image((0, 0, 595, 842), stream=picture.getvalue())


def many_pages(document: pymupdf.Document) -> None:
    for _ in range(501):
        document.new_page()


async def reason(reader: SandboxedReader, pdf: Path) -> str:
    with pytest.raises(Unreadable) as caught:
        await reader.read(pdf, "p")
    return str(caught.value)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "the file is empty"),
        (b"<html>not a paper</html>", "it is not a PDF"),
        (b"%PDF-1.4\n%%EOF", "the PDF is broken"),
    ],
)
async def test_a_file_that_is_no_paper_says_so(reader, tmp_path: Path, content: bytes, said: str):
    pdf = tmp_path / "paper.pdf"
    pdf.write_bytes(content)
    assert said in await reason(reader, pdf)


async def test_an_encrypted_file_asks_for_its_password(reader, save):
    pdf = save(page_of_prose, encryption=pymupdf.PDF_ENCRYPT_AES_256, user_pw="secret", owner_pw="secret")
    assert "password" in await reason(reader, pdf)


async def test_a_scan_is_recognised(reader, save):
    assert "scan" in await reason(reader, save(scanned))


async def test_a_book_is_too_long(reader, save):
    assert "501 pages" in await reason(reader, save(many_pages))


async def test_a_missing_file_is_named(reader, tmp_path: Path):
    assert "gone.pdf" in await reason(reader, tmp_path / "gone.pdf")


async def test_a_long_paper_is_read_as_far_as_the_limit(open_reader, save):
    reader = open_reader(pages=2)
    document = await reader.read(save(lambda d: [page_of_prose(d) for _ in range(5)]), "p")
    assert len(document.pages) == 2
    assert {p.page for p in document.passages} <= {1, 2}


async def test_a_page_is_drawn_as_wide_as_asked(reader, save):
    png = await reader.render(save(page_of_prose), 1, 640)
    assert Image.open(io.BytesIO(png)).size[0] == 640


async def test_a_page_that_is_not_there_cannot_be_drawn(reader, save):
    with pytest.raises(Unreadable, match="there is no page 7"):
        await reader.render(save(page_of_prose), 7, 640)


async def test_two_pages_are_drawn_at_a_time(reader, save):
    pdf = save(page_of_prose)
    pngs = await asyncio.gather(*(reader.render(pdf, 1, 320) for _ in range(6)))
    assert len({len(png) for png in pngs}) == 1


async def test_what_takes_too_long_is_parked_and_the_next_paper_is_read(open_reader, save, shared: Path):
    reader = open_reader(seconds=0.05)
    pdf = shared / "papers/GeoTopo-book.pdf"
    assert "longer than 0.05 s" in await reason(reader, pdf)
    assert (await reader.read(save(page_of_prose), "next")).passages


async def test_what_needs_too_much_memory_is_parked(open_reader, save):
    reader = open_reader(memory_mib=150)
    with pytest.raises(Unreadable, match="more than 150 MiB of memory"):
        await reader.render(save(page_of_prose), 1, 3700)


async def test_a_killed_child_parks_its_paper_only(reader, shared: Path, save):
    await reader.read(save(page_of_prose), "warm")
    slow = asyncio.ensure_future(reason(reader, shared / "papers/GeoTopo-book.pdf"))
    os.kill(await grandchild(), signal.SIGKILL)
    assert "SIGKILL" in await slow
    assert (await reader.read(save(page_of_prose), "next")).passages


async def test_a_killed_zygote_is_replaced(reader, save):
    pdf = save(page_of_prose)
    await reader.read(pdf, "p")
    (zygote,) = children(os.getpid())
    os.kill(zygote, signal.SIGKILL)
    assert (await reader.read(pdf, "p")).passages


async def test_a_cancelled_read_leaves_no_child(reader, shared: Path, save):
    await reader.read(save(page_of_prose), "warm")
    reading = asyncio.ensure_future(reader.read(shared / "papers/GeoTopo-book.pdf", "p"))
    child = await grandchild()
    reading.cancel()
    with pytest.raises(asyncio.CancelledError):
        await reading
    async with asyncio.timeout(CHILD_SECONDS):
        while Path(f"/proc/{child}").exists():  # noqa: ASYNC110 - nobody tells when a stranger's child is gone
            await asyncio.sleep(0.01)


async def test_closing_leaves_no_process(reader, save):
    await reader.read(save(page_of_prose), "p")
    await reader.close()
    assert children(os.getpid()) == []


async def test_poppler_draws_behind_the_same_walls(save):
    sandbox = Sandbox()
    outcome = await sandbox.outcome(Request(kind="render-poppler", page=1, width=300), save(page_of_prose))
    await sandbox.close()
    assert outcome.kind == ANSWERED
    assert Image.open(io.BytesIO(outcome.payload)).size[0] == 300


@pytest.mark.slow
async def test_every_hostile_file_is_read_or_parked(reader, shared: Path):
    for pdf in sorted((shared / "hostile").glob("*.pdf")):
        for ask in (reader.read(pdf, "p"), reader.render(pdf, 1, 320)):
            try:
                assert await ask
            except Unreadable as exc:
                assert 10 < len(str(exc)) < 200


def children(pid: int) -> list[int]:
    found = []
    for task in Path(f"/proc/{pid}/task").iterdir():
        found += map(int, (task / "children").read_text().split())
    return [child for child in found if b"zygote" in Path(f"/proc/{child}/cmdline").read_bytes()]


async def grandchild() -> int:
    """The process that reads a document now."""
    async with asyncio.timeout(CHILD_SECONDS):
        while True:
            for zygote in children(os.getpid()):
                if found := children(zygote):
                    return found[0]
            await asyncio.sleep(0.001)
