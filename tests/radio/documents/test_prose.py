"""What the station reads from a page: sections in order, whole words, nothing that is not prose."""

from __future__ import annotations

import pymupdf
import pytest

LEFT, RIGHT = 54, 318
NAMES = ("", "first", "second", "third")
FULL = "Every line of this page is as wide as the page itself because it belongs to the abstract of the paper"


def write(page: pymupdf.Page, x: float, y: float, lines: list[str], size: float = 9, font: str = "tiro") -> float:
    for line in lines:
        page.insert_text((x, y), line, fontsize=size, fontname=font)
        y += 1.2 * size
    return y


def prose(where: str, count: int) -> list[str]:
    """Lines that fill a column; the first names the place, the last ends the sentence."""
    middle = ["and the radio reads every line of it with the same care as"] * (count - 2)
    return [
        f"The {where} is told in these lines with a lot of care",
        *middle,
        "a person who reads a paper aloud to friends.",
    ]


def two_columns(document: pymupdf.Document) -> None:
    for number in range(1, 4):
        page = document.new_page(width=612, height=792)
        write(page, LEFT, 30, ["A paper about reading papers aloud"], 8)
        write(page, 300, 770, [str(number)], 8)
        y = 60.0
        if number == 1:
            write(page, 150, 80, ["Reading Papers Aloud"], 17, "tibo")
            write(page, 250, 110, ["Ada Lovelace"], 10)
            write(page, LEFT, 135, ["Abstract"], 10, "tibo")
            y = write(page, LEFT, 150, [FULL, FULL, FULL + "."], 9) + 20
            y = write(page, LEFT, y, ["1 Introduction"], 11, "tibo") + 6
        write(page, LEFT, y, prose(f"left of the {NAMES[number]} page", 20))
        write(page, RIGHT, y, prose(f"right of the {NAMES[number]} page", 20))
        write(page, RIGHT, y + 300, [f"Figure {number}: A caption that nobody should hear in the middle of prose."], 8)


async def test_columns_are_read_one_after_the_other(read):
    document = await read(two_columns)
    text = " ".join(p.text for p in document.passages)
    places = [text.index(f"The {side} of the {NAMES[n]} page") for n in (1, 2, 3) for side in ("left", "right")]
    assert places == sorted(places)


async def test_heads_page_numbers_and_captions_are_not_prose(read):
    document = await read(two_columns)
    text = " ".join(p.text for p in document.passages)
    assert "A paper about reading papers aloud" not in text
    assert "caption" not in text
    assert "Ada" not in text


async def test_the_title_the_abstract_and_the_sections_are_named(read):
    document = await read(two_columns)
    assert document.title == "Reading Papers Aloud"
    assert document.passages[0].section == "Abstract"
    assert {p.section for p in document.passages} == {"Abstract", "Introduction"}


async def test_captions_become_figures_with_their_page(read):
    document = await read(two_columns)
    assert [(f.kind, f.page) for f in document.figures] == [("figure", 1), ("figure", 2), ("figure", 3)]


async def test_each_passage_has_boxes_inside_its_page(read):
    document = await read(two_columns)
    assert [p.id for p in document.passages] == [f"sample-1#p{n + 1}" for n in range(len(document.passages))]
    for passage in document.passages:
        size = document.pages[passage.page - 1]
        assert passage.boxes
        assert all(0 <= b.x0 < b.x1 <= size.width and 0 <= b.y0 < b.y1 <= size.height for b in passage.boxes)


def one_column(lines: list[str]):
    def draw(document: pymupdf.Document) -> None:
        page = document.new_page()
        write(page, 72, 80, ["1 Introduction"], 13, "tibo")
        write(page, 72, 105, lines, 10)

    return draw


WIDE = "The words of this line are here so that the page has a body of text as wide as any other paper,"


async def test_a_word_broken_at_the_end_of_a_line_is_whole_again(read):
    lines = [
        WIDE,
        "which is wide enough for a reader who is interested in the art of a careful pronun-",
        "ciation of words, and in a state-",
        "of-the-art voice that speaks them to the world. The end comes after this line.",
    ]
    document = await read(one_column([*lines, WIDE, WIDE + " as said before."]))
    text = document.passages[0].text
    assert "careful pronunciation of words" in text
    assert "a state-of-the-art voice" in text


async def test_an_exponent_stays_an_exponent_and_a_footnote_mark_goes(read):
    def draw(document: pymupdf.Document) -> None:
        one_column([WIDE, WIDE])(document)
        page = document[0]
        html = "The learning rate of it was 10<sup>-4</sup> for each of the models<sup>2</sup> that we trained."
        page.insert_htmlbox((72, 126, 520, 160), f'<p style="font-family:serif;font-size:10pt">{html}</p>')

    text = " ".join(p.text for p in (await read(draw)).passages)
    assert "10^-4" in text
    assert "models that" in text


async def test_references_acknowledgements_and_what_follows_are_left_out(read):
    def draw(document: pymupdf.Document) -> None:
        page = document.new_page()
        y = 80.0
        for number, heading in enumerate(
            ["1 Introduction", "2 Conclusion", "Acknowledgements", "References", "A Appendix"]
        ):
            y = write(page, 72, y, [heading], 13, "tibo") + 5
            y = (
                write(
                    page,
                    72,
                    y,
                    [WIDE, f"and this is the part of the paper that has the number {number} in its order."],
                    10,
                )
                + 15
            )

    document = await read(draw)
    assert [p.section for p in document.passages] == ["Introduction", "Conclusion"]


@pytest.mark.parametrize(
    ("words", "licence"),
    [
        (
            "This work is licensed under a Creative Commons Attribution 4.0 International License.",
            "http://creativecommons.org/licenses/by/4.0/",
        ),
        (
            "Copyright held by the authors, https://creativecommons.org/licenses/by-nc-sa/4.0/ applies.",
            "http://creativecommons.org/licenses/by-nc-sa/4.0/",
        ),
        ("The dataset is released under CC BY 4.0 and the code is open to everyone.", ""),
        ("All rights reserved by the publisher.", ""),
    ],
)
async def test_only_a_licence_of_the_paper_itself_counts(read, words: str, licence: str):
    def draw(document: pymupdf.Document) -> None:
        one_column([WIDE, WIDE, WIDE + " and so on."])(document)
        document[0].insert_text((72, 760), words, fontsize=7)

    assert (await read(draw)).licence == licence
