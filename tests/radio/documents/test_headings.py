"""The title of a paper, and what is no title."""

from __future__ import annotations

import pymupdf
from printed import paragraph, put


def first_page(*heads: tuple[str, float, str]):
    """Lines at the head of a page, each with its size and font, over an introduction."""

    def draw(document: pymupdf.Document) -> None:
        page = document.new_page()
        y = 60.0
        for text, size, font in heads:
            y = put(page, y + size, [text], size, font)
        put(page, y + 40, ["1 Introduction"], 12, "tibo")
        paragraph(page, y + 60, 8)

    return draw


async def test_a_short_name_as_large_as_the_title_is_not_part_of_it(read):
    draw = first_page(("Research Article", 18, "tiro"), ("Listening to Papers at Breakfast", 18, "tibo"))
    assert (await read(draw)).title == "Listening to Papers at Breakfast"


async def test_a_title_on_two_lines_is_one(read):
    draw = first_page(("Listening to Papers at Breakfast and on", 18, "tibo"), ("Trains", 18, "tibo"))
    assert (await read(draw)).title == "Listening to Papers at Breakfast and on Trains"


async def test_a_bold_subtitle_belongs_to_the_title_and_the_authors_do_not(read):
    draw = first_page(
        ("Breakfast Radio", 18, "tibo"),
        ("Listening to Papers While Eating", 14, "tibo"),
        ("Ada Lovelace and Charles Babbage", 11, "tibo"),
    )
    assert (await read(draw)).title == "Breakfast Radio Listening to Papers While Eating"


async def test_a_page_from_the_middle_of_a_paper_has_no_title(read):
    def draw(document: pymupdf.Document) -> None:
        page = document.new_page()
        y = paragraph(page, 80)
        put(page, y, ["5.1 Which parameters were chosen"], 10, "tibo")
        paragraph(page, y + 20, 8)

    assert (await read(draw)).title == ""
