"""Figures, tables and algorithms: their captions, where they stand, and that nobody reads them aloud."""

from __future__ import annotations

import pymupdf
from printed import SENTENCE, paragraph, put

from radio.model import Box, Figure

BLUE = (0.2, 0.3, 0.8)


def holds(figure: Figure, x0: float, y0: float, x1: float, y1: float) -> bool:
    """Whether the crop is this box, give or take a few points."""
    found = (figure.crop.x0, figure.crop.y0, figure.crop.x1, figure.crop.y1)
    return all(abs(a - b) < 12 for a, b in zip(found, (x0, y0, x1, y1), strict=True))


def opened(document: pymupdf.Document) -> tuple[pymupdf.Page, float]:
    """A page with a heading and a paragraph, and the height below them."""
    page = document.new_page()
    put(page, 80, ["1 Introduction"], 13, "tibo")
    return page, paragraph(page, 105)


def bars(page: pymupdf.Page, x0: float, y0: float, x1: float, y1: float) -> None:
    """A drawing of strokes and fills with words on it."""
    page.draw_line((x0, y0), (x0, y1))
    page.draw_line((x0, y1), (x1, y1))
    width = (x1 - x0) / 8
    for number in range(4):
        left = x0 + width * (2 * number + 1)
        page.draw_rect((left, y0 + 10 * number, left + width, y1), fill=BLUE)
    page.insert_text((x0 + 20, y0 + 12), "words on the drawing", fontsize=7)


async def test_a_drawing_over_its_caption_is_the_figure(read):
    def draw(document: pymupdf.Document) -> None:
        page, y = opened(document)
        bars(page, 150, y + 10, 400, y + 130)
        below = put(page, y + 150, ["Figure 1: How high the four bars are in the end."], 9)
        paragraph(page, below + 20)

    document = await read(draw)
    (figure,) = document.figures
    assert holds(figure, 150, 180, 400, 300)
    assert figure.caption == "Figure 1: How high the four bars are in the end."
    assert figure.crop.y1 < figure.box.y1
    assert "bars" not in " ".join(p.text for p in document.passages)


def table(page: pymupdf.Page, y: float, names: tuple[str, ...]) -> float:
    """Cells between three rules from x 150 to 450. Returns the height of the last rule."""
    page.draw_line((150, y), (450, y))
    page.draw_line((150, y + 16), (450, y + 16))
    for row, name in enumerate(names):
        for column in range(3):
            text = name if column == 0 else f"{row}.{column}5" if row else f"Score {column}"
            page.insert_text((155 + 100 * column, y + 12 + 15 * row), text, fontsize=9, fontname="tibo")
    bottom = y + 15 * len(names) + 3
    page.draw_line((150, bottom), (450, bottom))
    return bottom


async def test_a_table_lies_between_its_rules_below_its_caption(read):
    def draw(document: pymupdf.Document) -> None:
        page, y = opened(document)
        below = put(page, y + 10, ["Table 1: What each of the methods scored."], 9)
        bottom = table(page, below, ("Method", "Results", "Ours"))
        paragraph(page, bottom + 30)

    document = await read(draw)
    (found,) = document.figures
    assert found.kind == "table"
    assert holds(found, 150, 190, 450, 238)
    assert {p.section for p in document.passages} == {"Introduction"}


async def test_sentences_in_a_frame_belong_to_its_figure(read):
    def draw(document: pymupdf.Document) -> None:
        page, y = opened(document)
        page.draw_rect((72, y, 540, y + 60), color=(0, 0, 0))
        put(page, y + 20, ["You are a careful reader of papers, and you answer in one short sentence."], x=80)
        below = put(page, y + 80, ["Figure 1: The question that was put to each of the models."], 9)
        paragraph(page, below + 20)

    document = await read(draw)
    assert holds(document.figures[0], 72, 165, 540, 225)
    assert "careful reader" not in " ".join(p.text for p in document.passages)


async def test_captions_side_by_side_have_a_figure_each(read):
    def draw(document: pymupdf.Document) -> None:
        page, y = opened(document)
        bars(page, 90, y + 10, 270, y + 100)
        bars(page, 340, y + 10, 520, y + 100)
        page.insert_text((90, y + 120), "Figure 1: The bars on the left.", fontsize=9)
        page.insert_text((340, y + 120), "Figure 2: The bars on the right.", fontsize=9)
        paragraph(page, y + 150)

    left, right = (await read(draw)).figures
    assert (left.caption, right.caption) == ("Figure 1: The bars on the left.", "Figure 2: The bars on the right.")
    assert holds(left, 90, 180, 270, 270)
    assert holds(right, 340, 180, 520, 270)


async def test_a_broken_word_of_a_caption_is_whole_again(read):
    def draw(document: pymupdf.Document) -> None:
        page, y = opened(document)
        bars(page, 150, y + 10, 400, y + 100)
        lines = ["Figure 1: Of all the methods that were tried on the same papers, the careful pronun-", "ciation won."]
        paragraph(page, put(page, y + 120, lines, 9) + 20)

    assert (await read(draw)).figures[0].caption.endswith("the careful pronunciation won.")


async def test_a_sentence_about_a_figure_is_read_aloud(read):
    def draw(document: pymupdf.Document) -> None:
        page, y = opened(document)
        bars(page, 150, y + 10, 400, y + 100)
        below = put(page, y + 120, ["Figure 1: The four bars."], 9)
        put(
            page,
            below + 20,
            ["Figure 1 shows that the first of the bars is the highest, which is what was hoped for,", SENTENCE],
        )

    document = await read(draw)
    assert len(document.figures) == 1
    assert "shows that the first of the bars" in " ".join(p.text for p in document.passages)


async def test_a_ruled_algorithm_is_not_read_aloud(read):
    def draw(document: pymupdf.Document) -> None:
        page, y = opened(document)
        for height in (y, y + 16, y + 70):
            page.draw_line((72, height), (540, height))
        put(page, y + 12, ["Algorithm 1 Reading a page"], 10, "tibo")
        put(
            page, y + 30, ["1: take the first line of the page and say it", "2: go on until no line is left", "3: stop"]
        )
        paragraph(page, y + 100)

    document = await read(draw)
    (found,) = document.figures
    assert (found.kind, found.caption) == ("algorithm", "Algorithm 1 Reading a page")
    assert holds(found, 72, 181, 540, 235)
    assert "no line is left" not in " ".join(p.text for p in document.passages)


async def test_what_a_reader_has_highlighted_is_no_figure(read):
    def draw(document: pymupdf.Document) -> None:
        page, y = opened(document)
        bars(page, 150, y + 10, 400, y + 100)
        below = put(page, y + 120, ["Figure 1: The four bars."], 9)
        paragraph(page, below + 6)
        page.add_highlight_annot(pymupdf.Rect(72, below, 540, below + 30))

    assert holds((await read(draw)).figures[0], 150, 180, 400, 270)


async def test_a_drawing_that_runs_under_the_next_column_is_cut_at_its_own(read):
    def draw(document: pymupdf.Document) -> None:
        page = document.new_page()
        put(page, 60, ["1 Introduction"], 13, "tibo")
        narrow = ["and the radio reads each of these lines with the same"] * 45
        put(page, 80, narrow, 9, x=54)
        page.draw_rect((200, 80, 560, 240), color=None, fill=(0.9, 0.9, 0.9), overlay=False)
        put(page, 260, ["Figure 1: A drawing whose ground is wider."], 9, x=318)
        put(page, 300, narrow[:20], 9, x=318)

    crop: Box = (await read(draw)).figures[0].crop
    assert crop.x0 > 230
    assert crop.x1 > 550
