"""One span for what looks alike on a line."""

from __future__ import annotations

import pymupdf
import pytest

from radio.documents.printed.spans import merged

WIDTH = 400


@pytest.fixture
def line(tmp_path):
    """The first line that PyMuPDF finds on a page drawn by a function."""

    def _line(draw) -> dict:
        document = pymupdf.open()
        draw(document.new_page(width=WIDTH, height=100))
        return document[0].get_text("dict")["blocks"][0]["lines"][0]

    return _line


def texts(line: dict) -> list[str]:
    return [span["text"] for span in merged(line, WIDTH)]


def piece(text: str, x0: float, x1: float, **looks) -> dict:
    plain = {"font": "Times", "size": 10.0, "flags": 4, "color": 0, "alpha": 255, "char_flags": 16}
    return {"text": text, "bbox": (x0, 40.0, x1, 50.0), **plain, **looks}


def test_words_with_an_inferred_space_between_them_come_in_one_piece():
    spans = [piece("several", 20, 50), piece(" ", 50, 53, char_flags=528), piece("words", 53, 80)]
    [span] = merged({"spans": spans, "bbox": (20, 40, 80, 50)}, WIDTH)
    assert (span["text"], span["bbox"]) == ("several words", (20, 40, 80, 50))


def test_a_raised_piece_of_the_same_size_stays_apart():
    raised = {**piece("2", 50, 55), "bbox": (50.0, 36.0, 55.0, 46.0)}
    assert len(merged({"spans": [piece("x", 45, 50), raised], "bbox": (45, 36, 55, 50)}, WIDTH)) == 2


def test_another_font_or_colour_stays_a_span_of_its_own(line):
    def draw(page: pymupdf.Page) -> None:
        page.insert_text((20, 50), "plain ", fontsize=10)
        page.insert_text(
            (20 + pymupdf.get_text_length("plain ", fontsize=10), 50), "bold", fontsize=10, fontname="hebo"
        )

    assert texts(line(draw)) == ["plain ", "bold"]


def test_what_runs_over_the_edge_of_the_page_stays_in_pieces(line):
    def draw(page: pymupdf.Page) -> None:
        page.insert_text((WIDTH - 30, 50), "seen", fontsize=10)
        page.insert_text((WIDTH - 5, 50), "and unseen", fontsize=10)

    found = line(draw)
    assert texts(found) == [span["text"] for span in found["spans"]]
