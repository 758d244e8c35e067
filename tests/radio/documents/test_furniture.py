"""What is printed on every page is read from none, and what only looks like it is kept."""

from __future__ import annotations

import pymupdf
from printed import SENTENCE, paragraph, put


def words(document) -> str:
    return " ".join(p.text for p in document.passages)


async def test_heads_feet_and_page_numbers_are_not_read(read):
    def draw(document: pymupdf.Document) -> None:
        for number in range(1, 6):
            page = document.new_page()
            put(page, 40, [f"Lovelace and Babbage on the analytical engine {number}"], 8)
            if number == 1:
                put(page, 110, ["1 Introduction"], 12, "tibo")
            paragraph(page, 130, 12)
            put(page, 800, [f"Preprint of {number} May, not for sale"], 8)

    read_aloud = words(await read(draw))
    assert "engine" not in read_aloud
    assert "not for sale" not in read_aloud
    assert read_aloud.count(SENTENCE[:40]) == 55


async def test_line_numbers_of_a_manuscript_are_not_read(read):
    def draw(document: pymupdf.Document) -> None:
        page = document.new_page()
        put(page, 60, ["1 Introduction"], 12, "tibo")
        paragraph(page, 90, 30)
        for number in range(30):
            page.insert_text((40, 90 + 12 * number), str(number + 1), fontsize=7)

    assert not any(character.isdigit() for character in words(await read(draw)))


async def test_a_column_of_numbers_in_a_wide_table_is_not_taken_for_line_numbers(read):
    def draw(document: pymupdf.Document) -> None:
        page = document.new_page()
        put(page, 60, ["1 Introduction"], 12, "tibo")
        y = put(page, paragraph(page, 80) + 10, ["Table 1: Sizes of the batches."], 9)
        for row in range(10):
            page.insert_text((80, y + 14 * row), f"Model {row} of the family", fontsize=8)
            page.insert_text((560, y + 14 * row), str(2 ** (row % 5 + 3)), fontsize=8)
        for height in (y - 10, y + 130):
            page.draw_line((72, height), (580, height))

    assert (await read(draw)).figures[0].crop.x1 > 575


async def test_the_head_of_a_table_on_page_after_page_belongs_to_the_table(read):
    def draw(document: pymupdf.Document) -> None:
        for number, cell in enumerate(("first", "second", "third", "fourth"), start=1):
            page = document.new_page()
            for column, name in enumerate(("Step", "Pattern", "Reason")):
                page.insert_text((80 + 150 * column, 62), name, fontsize=10, fontname="tibo")
                page.insert_text((80 + 150 * column, 76), f"the {cell} {name.lower()}", fontsize=10, fontname="tiro")
            for height in (52, 66, 84):
                page.draw_line((72, height), (540, height))
            y = put(page, 110, [f"Table {number}: The steps of workload {number}."], 10)
            y = put(page, y + 20, [f"{number} Workload"], 12, "tibo")
            paragraph(page, y + 10, 10)

    document = await read(draw)
    assert all(figure.crop.y0 < 54 for figure in document.figures)
    assert len(document.figures) == 4
