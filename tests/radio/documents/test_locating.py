"""A quote's boxes hold its words and no others, wherever lines, columns and pages break them."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path

import pymupdf
import pytest

from radio.documents import scan
from radio.documents.document import assembled
from radio.documents.prose.passages import sentences
from radio.documents.quotes.locating import locate
from radio.errors import Unreadable
from radio.model import Place, Quote

LINE = "Many other words stand before and behind the ones asked for"


def write(page: pymupdf.Page, x: float, y: float, *lines: str, size: float = 9) -> None:
    for line in lines:
        page.insert_text((x, y), line, fontsize=size)
        y += 1.2 * size


def letters(text: str) -> str:
    return "".join(c for c in unicodedata.normalize("NFKD", text).casefold() if c.isalnum())


@lru_cache(maxsize=500)
def traced(document: pymupdf.Document, page: int) -> list[tuple]:
    return [glyph for span in document[page - 1].get_texttrace() for glyph in span["chars"]]


def lit(document: pymupdf.Document, places: Sequence[Place]) -> str:
    """What is printed in the boxes, glyph by glyph: those whose foot and middle lie inside."""
    found = []
    for place in places:
        glyphs = traced(document, place.page)
        for box in place.boxes:
            for code, _, (_, foot), (x0, _, x1, _) in glyphs:
                if box.x0 - 0.1 <= (x0 + x1) / 2 <= box.x1 + 0.1 and box.y0 <= foot <= box.y1 + 1.5:
                    found.append(chr(code))
    return letters("".join(found))


@pytest.fixture
def find(reader, save):
    """Where the quotes stand in a document that a function draws, and what is lit there."""

    async def _find(draw: Callable, *quotes: Quote) -> tuple[list[tuple[Place, ...]], list[str]]:
        path = save(draw)
        found = await reader.locate(path, quotes)
        with pymupdf.open(path) as document:
            return list(found), [lit(document, places) for places in found]

    return _find


def broken_everywhere(document: pymupdf.Document) -> None:
    first = document.new_page(width=612, height=792)
    write(first, 54, 60, *[LINE] * 3, "Every voice of the station is syn-", "thetic and says so. Other words follow.")
    write(first, 54, 700, "The first column ends in the middle of a sen-")
    write(first, 318, 400, "tence that goes on in the second one. And here the page")
    write(first, 300, 780, "1")
    second = document.new_page(width=612, height=792)
    write(second, 54, 30, "A paper about papers")
    write(second, 54, 60, "ends before its last sentence does.", LINE)


@pytest.mark.parametrize(
    ("quote", "pages"),
    [
        ("Every voice of the station is synthetic and says so.", [(1, 2)]),
        ("The first column ends in the middle of a sentence that goes on in the second one.", [(1, 2)]),
        ("And here the page ends before its last sentence does.", [(1, 1), (2, 1)]),
    ],
)
async def test_a_quote_is_lit_over_the_breaks_of_print(find, quote, pages):
    (places,), (text,) = await find(broken_everywhere, Quote(quote, 1))
    assert [(p.page, len(p.boxes)) for p in places] == pages
    assert text == letters(quote)


async def test_a_box_ends_where_the_words_do(find):
    def draw(document: pymupdf.Document) -> None:
        write(document.new_page(), 72, 100, "Before it stands this. Only these five words count. After it stands that.")

    (places,), _ = await find(draw, Quote("Only these five words count.", 1))
    ((box,),) = [p.boxes for p in places]
    font = pymupdf.Font("helv")
    left = 72 + font.text_length("Before it stands this. ", 9)
    assert box.x0 == pytest.approx(left, abs=0.3)
    assert box.x1 == pytest.approx(left + font.text_length("Only these five words count.", 9), abs=0.3)
    assert box.y0 < 100 - 0.7 * 9 < 100 < box.y1 < 100 + 0.3 * 9


async def test_words_left_out_of_a_quote_stay_unlit(find):
    def draw(document: pymupdf.Document) -> None:
        write(
            document.new_page(),
            72,
            100,
            "Attention is used in many models [12, 13, 14] and",
            "also in ours (Some et al., 2020) today.",
        )

    quote = "Attention is used in many models and also in ours today."
    (places,), (text,) = await find(draw, Quote(quote, 1))
    assert text == letters(quote)
    assert len(places[0].boxes) == 4


async def test_accents_and_case_of_the_print_do_not_matter(find):
    def draw(document: pymupdf.Document) -> None:
        write(
            document.new_page(),
            72,
            100,
            "It stands here. The na\u00a8ive SCHR\u00a8ODINGER bridge. It stands here too.",
        )

    quote = "The naïve Schrödinger bridge."
    (places,), (text,) = await find(draw, Quote(quote, 1))
    assert [len(p.boxes) for p in places] == [1]
    assert text == letters(quote)


async def test_of_two_places_the_one_on_the_named_page_is_lit(find):
    def draw(document: pymupdf.Document) -> None:
        for _ in range(5):
            write(document.new_page(), 72, 100, "The same sentence stands on every page.")

    found, _ = await find(draw, *(Quote("The same sentence stands on every page.", n) for n in (1, 3, 5)))
    assert [[p.page for p in places] for places in found] == [[1], [3], [5]]


async def test_a_quote_far_from_the_named_page_is_found(find):
    def draw(document: pymupdf.Document) -> None:
        for number in range(9):
            write(document.new_page(), 72, 100, f"This is what page number {number + 1} of the paper says.")

    found, _ = await find(
        draw, Quote("This is what page number 8 of the paper says.", 2), Quote("page number 9 of the", None)
    )
    assert [places[0].page for places in found] == [8, 9]


@pytest.mark.parametrize("quote", ["", "…", "Bananas ripen faster in a warm dark kitchen cupboard.", "x" * 50_000])
async def test_what_is_not_printed_has_no_place(find, quote):
    found, _ = await find(broken_everywhere, Quote(quote, 1), Quote("Other words follow.", 1))
    assert found[0] == ()
    assert found[1]


async def test_more_quotes_than_fit_into_a_message_are_all_answered(find):
    quotes = [Quote(LINE * 4, 1), Quote("Other words follow.", 1)] * 60
    found, _ = await find(broken_everywhere, *quotes)
    assert len(found) == 120
    assert all(found[1::2])


@pytest.mark.slow
def test_every_sentence_of_every_paper_is_lit_to_the_letter(shared: Path):
    asked = found = exact = 0
    for path in sorted((shared / "papers").glob("*.pdf")):
        try:
            read = assembled("p", scan.scan(path.read_bytes(), 10))
        except Unreadable:
            continue
        quotes = [Quote(p.text[a:b].strip(), p.page) for p in read.passages for a, b in sentences(p.text)]
        quotes = [quote for quote in quotes if letters(quote.text)]
        with pymupdf.open(path) as document:
            for quote, places in zip(quotes, locate(path.read_bytes(), quotes, 10), strict=True):
                asked, found = asked + 1, found + bool(places)
                exact += lit(document, places) == letters(quote.text)
    assert found >= 0.995 * asked
    assert exact >= 0.975 * asked
