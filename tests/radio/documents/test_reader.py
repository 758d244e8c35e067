"""The door: every bad file ends in one clear sentence, and nothing a child does reaches the studio."""

from __future__ import annotations

import asyncio
import io
from pathlib import Path

import pymupdf
import pytest
from PIL import Image

from radio.documents.pictures.image import unpack
from radio.documents.reader import SandboxedReader
from radio.documents.sandbox.messages import Request
from radio.documents.sandbox.sandbox import Sandbox
from radio.errors import Unreadable
from radio.model import Box, PageImage

LINE = "This sentence is written so that a page has enough words to be read as prose by the station."


def page_of_prose(document: pymupdf.Document) -> None:
    page = document.new_page()
    page.insert_text((72, 72), ["Abstract", "", *[LINE] * 8], fontsize=10)


def scanned(document: pymupdf.Document) -> None:
    picture = io.BytesIO()
    Image.new("L", (200, 300), 128).save(picture, "PNG")
    document.new_page().insert_image((0, 0, 595, 842), stream=picture.getvalue())


def inked(drawn: PageImage) -> list[int]:
    """Left, top, right and bottom of what is drawn, in pixels."""
    image = Image.frombytes("RGB", (drawn.width, drawn.height), drawn.rgb).convert("L")
    return list(image.point(lambda level: 255 * (level < 128)).getbbox())


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
    drawn = await reader.render(save(page_of_prose), 1, 640)
    assert (drawn.width, len(drawn.rgb)) == (640, 640 * drawn.height * 3)


async def test_a_part_of_a_page_fills_the_picture(reader, save):
    def draw(document: pymupdf.Document) -> None:
        page = document.new_page(width=600, height=800)
        page.draw_rect((100, 200, 300, 270), color=None, fill=(1, 0, 0))

    part = await reader.render(save(draw), 1, 1200, Box(101, 201, 299, 269))
    assert (part.width, set(part.rgb[0::3]), set(part.rgb[1::3])) == (1200, {255}, {0})


async def test_poppler_draws_the_same_part(save):
    pdf, part = save(page_of_prose), Box(60, 50, 360, 155)
    sandbox = Sandbox()
    first, second = [
        unpack(await sandbox.run(Request(kind=kind, page=1, width=600, part=part), pdf))
        for kind in ("render", "render-poppler")
    ]
    await sandbox.close()
    assert (first.width, first.height) == (second.width, second.height) == (600, 210)
    assert inked(first) == pytest.approx(inked(second), abs=2)


async def test_what_a_reader_marked_in_his_copy_is_not_drawn(reader, save):
    def marked(document: pymupdf.Document) -> None:
        page_of_prose(document)
        page = document[0]
        page.add_highlight_annot(page.search_for("This sentence")[:2])
        page.add_text_annot((300, 300), "read this again")

    drawn = await reader.render(save(marked), 1, 300)
    red, green, blue = (drawn.rgb[channel::3] for channel in range(3))
    assert red == green == blue and min(red) < 128


async def test_a_part_off_the_page_cannot_be_drawn(reader, save):
    with pytest.raises(Unreadable, match="no such part"):
        await reader.render(save(page_of_prose), 1, 640, Box(900, 0, 990, 90))


async def test_a_page_that_is_drawn_blank_but_is_not_blank_is_not_shown(reader, save):
    with pytest.raises(Unreadable, match="looks so"):
        await reader.render(save(lambda d: d.new_page().insert_text((72, 72), "Not for you", color=(1, 1, 1))), 1, 640)


async def test_an_empty_page_is_drawn_empty(reader, save):
    drawn = await reader.render(save(lambda d: d.new_page()), 1, 640)
    assert set(drawn.rgb) == {255}


async def test_a_page_that_is_not_there_cannot_be_drawn(reader, save):
    with pytest.raises(Unreadable, match="there is no page 7"):
        await reader.render(save(page_of_prose), 7, 640)


async def test_two_pages_are_drawn_at_a_time(reader, save):
    pdf = save(page_of_prose)
    drawn = await asyncio.gather(*(reader.render(pdf, 1, 320) for _ in range(6)))
    assert len(set(drawn)) == 1


async def test_what_takes_too_long_is_parked_and_the_next_paper_is_read(open_reader, save, shared: Path):
    reader = open_reader(seconds=0.5)
    pdf = shared / "papers/GeoTopo-book.pdf"
    assert "longer than 0.5 s" in await reason(reader, pdf)
    assert (await reader.read(save(page_of_prose), "next")).passages


@pytest.mark.slow
async def test_every_hostile_file_is_read_or_parked(reader, shared: Path):
    for pdf in sorted((shared / "hostile").glob("*.pdf")):
        for ask in (reader.read(pdf, "p"), reader.render(pdf, 1, 320)):
            try:
                assert await ask
            except Unreadable as exc:
                assert 10 < len(str(exc)) < 200
