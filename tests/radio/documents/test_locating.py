"""A quote's boxes hold its words and no others, wherever lines, columns and pages break them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pymupdf
import pytest
from quotes_lit import EXACT, FOUND, count_lit, letters, lit
from sampled import sampled

from radio.model import Place, Quote

LINE = "Many other words stand before and behind the ones asked for"


def write(page: pymupdf.Page, x: float, y: float, *lines: str, size: float = 9) -> None:
    for line in lines:
        page.insert_text((x, y), line, fontsize=size)
        y += 1.2 * size


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
def test_every_sentence_of_a_paper_is_lit_to_the_letter(shared: Path):
    """In a third of the papers; `tests/bench/quoted.py` asks for all."""
    count = count_lit(sampled((shared / "papers").glob("*.pdf"), one_in=3))
    assert count.asked > 1000
    assert count.found >= FOUND * count.asked
    assert count.exact >= EXACT * count.asked
