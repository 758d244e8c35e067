"""Pages whose order is hard to see: what is printed where, and what a person reads first."""

from __future__ import annotations

import json
from pathlib import Path

import pymupdf
import pytest
from papers_truth import words

from radio.documents.reader import SandboxedReader

LINE = "and the radio reads every line of it with the same care as"
TRAP = "multi_column_miss.pdf"


@pytest.fixture
def said(reader: SandboxedReader, save):
    """Everything that is read from a drawn page, in order."""

    async def _said(draw) -> str:
        document = await reader.read(save(draw), "sample-1")
        return " ".join(passage.text for passage in document.passages)

    return _said


def column(page: pymupdf.Page, x: float, y: float, first: str, rows: int, chars: int = 58) -> float:
    """Lines of prose of `chars` characters, the first of them `first`; gives where the next would stand."""
    texts = [first, *[f"{LINE} {LINE}"] * (rows - 2), "a person who reads a paper aloud to friends."]
    for text in texts:
        page.insert_text((x, y), text[:chars], fontsize=9, fontname="tiro")
        y += 11
    return y


def in_order(text: str, *marks: str) -> bool:
    places = [text.find(mark) for mark in marks]
    return -1 not in places and places == sorted(places)


async def test_three_columns_are_read_one_after_the_other(said):
    def draw(document: pymupdf.Document) -> None:
        page = document.new_page(width=842, height=595)
        page.insert_text((40, 50), "Abstract", fontsize=11, fontname="tibo")
        for at, name in enumerate(("first", "second", "third")):
            column(page, 40 + 270 * at, 70, f"The {name} column is told in these lines with a lot of care", 20)

    assert in_order(await said(draw), "The first column", "The second column", "The third column")


async def test_a_page_whose_halves_have_columns_of_different_widths_is_read_half_by_half(said):
    def draw(document: pymupdf.Document) -> None:
        page = document.new_page(width=612, height=792)
        page.insert_text((60, 50), "Abstract", fontsize=11, fontname="tibo")
        column(page, 60, 70, "Above, the left is told in these lines with a lot of care", 15, 55)
        column(page, 310, 70, "Above, the right is told in these lines with a lot of care", 15, 55)
        column(page, 60, 300, "Below, the left is told in wide lines that are longer than those above it", 20, 74)
        column(page, 365, 300, "Below, the right is told in short lines", 20, 42)

    text = await said(draw)
    assert in_order(text, "Above, the left", "Above, the right", "Below, the left", "Below, the right")


async def test_a_large_first_letter_begins_the_first_line_of_its_paragraph(said):
    def draw(document: pymupdf.Document) -> None:
        page = document.new_page(width=612, height=792)
        page.insert_text((60, 50), "Abstract", fontsize=11, fontname="tibo")
        page.insert_text((60, 92), "O", fontsize=34, fontname="tiro")
        width = pymupdf.get_text_length("O", fontsize=34, fontname="tiro")
        page.insert_text((60 + width, 72), "ver the years the radio reads every paper that comes", fontsize=9)
        page.insert_text((64 + width, 83), "in with the same care as a person who reads a paper", fontsize=9)
        page.insert_text((64 + width, 94), "aloud to friends who have never seen it and who want", fontsize=9)
        column(page, 60, 105, "to know what is in it, what was found and how it was", 8)

    assert "Over the years the radio reads every paper that comes in with the same care" in await said(draw)


@pytest.mark.parametrize("kind", ["present", "absent", "order"])
async def test_the_cases_that_olmocr_keeps_for_a_page_with_shifting_columns_hold(
    kind: str, shared: Path, reader: SandboxedReader
):
    lines = (shared / "papers" / "olmocr-tests" / "dataset.jsonl").read_text().splitlines()
    cases = [case for line in lines if (case := json.loads(line))["pdf"] == TRAP and case["type"] == kind]
    document = await reader.read(shared / "papers" / f"olmocr-{TRAP}", "sample-1")
    read = plain(" ".join([document.title, *(passage.text for passage in document.passages)]))
    assert len(cases) >= 1
    for case in cases:
        if kind == "order":
            assert read.find(plain(case["before"])) < read.find(plain(case["after"])), case["id"]
            assert plain(case["before"]) in read
        else:
            assert (plain(case["text"]) in read) == (kind == "present"), case["id"]


def plain(text: str) -> str:
    return " ".join(words(text))
