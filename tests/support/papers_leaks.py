"""Print that nobody would read aloud, found on the raw pages, and the passages it leaked into.

Knows nothing of how the reader removes it: a running head is a line in the margin whose words come back on other pages,
a page number is a line of digits there, a reference is a line below the references' heading or an entry by its form.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pymupdf
from papers_truth import words

from radio.model import Document, Passage

MARGIN = 0.1
"""Share of the page's height at its top and its bottom."""
LEAST_PAGES = 3
LEAST_HEAD_WORDS = 3
"""Fewer are searched for by their place alone."""
LEAST_DATED = 0.1
"""Share of the lines with a year in a list of references; fewer is a page that only has the word on it."""
_NUMBER = re.compile(r"\W*(?:(?:page|p\.)\s*)?(?:\d{1,4}|[ivxlc]{1,6})(?:\s*(?:of|/)\s*\d{1,4})?\W*", re.IGNORECASE)
_REFERENCES = re.compile(
    r"[\d.\s]*(?:references(?: and notes)?|bibliography|literature cited|literatur)\W*", re.IGNORECASE
)
_APPENDIX = re.compile(r"(?:appendi(?:x|ces)|supplement\w*|supporting|[A-H](?:\.|\s))", re.IGNORECASE)
_ENTRY = re.compile(r"^(?:\[[\w+]{1,8}\]|\d{1,3}\.)\s+[^\W\d_].*\b(?:19|20)\d\d\b")
_YEAR = re.compile(r"\b(?:19|20)\d\d")
_CITED = re.compile(r"\b(?:pp?\.\s?\d|arXiv preprint|[Ii]n Proc|doi:|https?://doi|vol\. \d|\d+\(\d+\):\s?\d)")


@dataclass(frozen=True, slots=True)
class Raw:
    """One line of a page as PyMuPDF gives it."""

    page: int
    text: str
    x: float
    """Its middle, points."""
    y: float
    size: float
    bold: bool
    marginal: bool


def raw_lines(path: Path) -> list[Raw]:
    with pymupdf.open(path) as document:
        return [line for number, page in enumerate(document, 1) for line in _lines(page, number)]


def _lines(page: pymupdf.Page, number: int) -> Iterable[Raw]:
    layout = page.get_text("dict", flags=0)
    for block in layout["blocks"]:
        for line in block.get("lines", ()):
            text = "".join(span["text"] for span in line["spans"]).strip()
            if text:
                x0, y0, x1, y1 = line["bbox"]
                height = layout["height"]
                marginal = y1 < MARGIN * height or y0 > (1 - MARGIN) * height
                bold = all(span["flags"] & pymupdf.TEXT_FONT_BOLD for span in line["spans"])
                yield Raw(number, text, (x0 + x1) / 2, (y0 + y1) / 2, line["spans"][0]["size"], bold, marginal)


def heads(lines: list[Raw]) -> list[Raw]:
    """Lines in the margin whose words, digits aside, stand there on three pages or more."""
    key = {line: re.sub(r"[\d\s]+", "", line.text).casefold() for line in lines if line.marginal}
    pages = Counter(k for k, _ in {(k, line.page) for line, k in key.items()} if len(k) > 1)
    return [line for line, k in key.items() if pages[k] >= LEAST_PAGES]


def numbers(lines: list[Raw]) -> list[Raw]:
    return [line for line in lines if line.marginal and _NUMBER.fullmatch(line.text)]


def references(lines: list[Raw]) -> list[Raw]:
    """What is printed from the last heading of references to an appendix, or to the end."""
    starts = [i for i, line in enumerate(lines) if _REFERENCES.fullmatch(line.text) and not line.marginal]
    if not starts:
        return []
    heading = lines[starts[-1]]
    listed: list[Raw] = []
    for line in lines[starts[-1] + 1 :]:
        stands_out = line.bold or line.size > heading.size - 0.1
        if stands_out and _APPENDIX.match(line.text) and len(line.text) < 90:
            break
        listed.append(line)
    dated = sum(bool(_YEAR.search(line.text)) for line in listed)
    return listed if dated > LEAST_DATED * len(listed) else []


def leaked(document: Document, found: list[Raw], everything: list[Raw]) -> list[tuple[Passage, Raw]]:
    """The lines found that stand in a passage's boxes, or whose words stand in it and nowhere else on their page."""
    by_page: dict[int, list[Passage]] = {}
    for passage in document.passages:
        by_page.setdefault(passage.page, []).append(passage)
    elsewhere: dict[int, str] = {}
    for line in everything:
        if not line.marginal:
            elsewhere[line.page] = elsewhere.get(line.page, " ") + " ".join(words(line.text)) + " "
    return [
        (passage, line)
        for line in found
        for passage in by_page.get(line.page, ())
        if _stands_in(line, passage) or (line.marginal and _said_in(line, passage, elsewhere.get(line.page, "")))
    ]


def _stands_in(line: Raw, passage: Passage) -> bool:
    return any(box.x0 < line.x < box.x1 and box.y0 < line.y < box.y1 for box in passage.boxes)


def _said_in(line: Raw, passage: Passage, body: str) -> bool:
    said = words(line.text)
    wording = f" {' '.join(said)} "
    return len(said) >= LEAST_HEAD_WORDS and wording not in body and wording in f" {' '.join(words(passage.text))} "


def entries(document: Document) -> list[Passage]:
    """Passages that are entries of a list of references by their form, wherever they stand."""
    return [p for p in document.passages if _ENTRY.match(p.text) or len(_CITED.findall(p.text)) >= 3]
