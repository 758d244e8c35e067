"""Paragraphs → passages: groups of two to five sentences with their page and one box a line of print.

A group that is mostly maths, numbers or broken words is dropped: nothing true can be said from it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from radio.documents.prose.paragraphs import Paragraph, Piece
from radio.ids import PaperId, passage_id
from radio.model import Box, Passage
from radio.rules import any_word, either

MOST_SENTENCES = 5
MOST_CHARACTERS = 600
"""Of a passage, unless its first sentence is longer."""
LEAST_WORDS = 4
LEAST_WORD_SHARE = 0.4
MOST_MATHS_SHARE = 0.25
"""Of a passage's ink, as is the share of words."""
MOST_STRAYS = 1.0
"""One-letter pieces to a word: a statement about named things has some, text whose words came apart has more."""
_END = re.compile(r"[.!?…][\"'”’)\]]*\s+(?=[\"'“‘(\[]?[^\Wa-zà-ÿ_])")
_ABBREVIATIONS = either(
    "et al",
    any_word(r"e\.g i\.e cf vs resp approx ca Figs? Eqs? Eqns? Secs? Sects? Tabs? Refs? Chap App Thm Lem Prop Def Cor"),
    any_word(r"Alg No Nos vol pp Dr Mr Mrs Ms Prof St Jr Sr Inc Ltd Co Univ Dept w\.r\.t s\.t a\.k\.a i\.i\.d"),
    any_word(r"z\.B d\.h bzw vgl Abb Nr [A-Z]"),
)
_ABBREVIATION = re.compile(rf"(?:\b(?:{_ABBREVIATIONS}))\.$")
_WORD = re.compile(r"[^\W\d_]{2,}")
_STRAY = re.compile(r"(?<![^\W_])[^\W\d_aAIioeyuO](?![^\W_])")
_MATHS = re.compile("[=<>+∑∏∫√∂∇∞≤≥≠≈∈∉⊂⊆∪∩→←⇒∀∃×·⟨⟩\u0391-\u03c9|^{}\\\\]")


def passages(paragraphs: list[Paragraph], paper: PaperId) -> tuple[Passage, ...]:
    """Ids count from 1 in reading order."""
    found: list[Passage] = []
    for paragraph in paragraphs:
        for start, end in _groups(paragraph):
            text = paragraph.text[start:end].strip()
            if is_prose(text):
                page, boxes = _place(paragraph, start, end)
                found.append(
                    Passage(
                        id=passage_id(paper, len(found) + 1),
                        section=paragraph.section,
                        text=text,
                        page=page,
                        boxes=boxes,
                    )
                )
    return tuple(found)


def is_prose(text: str) -> bool:
    """Whether a text is words that can be said."""
    words = _WORD.findall(text)
    ink, letters = len(text.replace(" ", "")), sum(map(len, words))
    if min(len(words), len(text.split())) < LEAST_WORDS or letters < LEAST_WORD_SHARE * ink:
        return False
    others = ink - letters  # no fewer than the strays, and in plain ASCII than the signs of maths
    if not (text.isascii() and others < MOST_MATHS_SHARE * ink) and len(_MATHS.findall(text)) >= MOST_MATHS_SHARE * ink:
        return False
    return others < MOST_STRAYS * len(words) or len(_STRAY.findall(text)) < MOST_STRAYS * len(words)


def sentences(text: str) -> Iterator[tuple[int, int]]:
    """Start and end of each sentence."""
    start = 0
    for match in _END.finditer(text):
        stop = match.start() + 1
        if text[match.start()] == "." and _ABBREVIATION.search(text[max(0, stop - 16) : stop]):
            continue
        yield start, match.end()
        start = match.end()
    if start < len(text):
        yield start, len(text)


def _groups(paragraph: Paragraph) -> Iterator[tuple[int, int]]:
    """Sentences put together until there are enough, or the next one begins on another page."""
    group: list[tuple[int, int]] = []
    for start, end in sentences(paragraph.text):
        if group and (
            len(group) == MOST_SENTENCES or end - group[0][0] > MOST_CHARACTERS or _turns(paragraph, group[0][0], start)
        ):
            yield group[0][0], group[-1][1]
            group = []
        group.append((start, end))
    if group:
        yield group[0][0], group[-1][1]


def _turns(paragraph: Paragraph, first: int, second: int) -> bool:
    return _page_at(paragraph, first) != _page_at(paragraph, second)


def _page_at(paragraph: Paragraph, place: int) -> int:
    return next((p.page for p in paragraph.pieces if p.end > place), paragraph.pieces[-1].page)


def _place(paragraph: Paragraph, start: int, end: int) -> tuple[int, tuple[Box, ...]]:
    """The page that most of the text stands on, and its boxes there."""
    touched = [p for p in paragraph.pieces if p.start < end and p.end > start]
    weight: Counter[int] = Counter()
    for piece in touched:
        weight[piece.page] += min(end, piece.end) - max(start, piece.start)
    page = weight.most_common(1)[0][0]
    return page, tuple(_boxes(touched, page, start, end))


def _boxes(pieces: list[Piece], page: int, start: int, end: int) -> Iterator[Box]:
    for piece in pieces:
        if piece.page == page:
            box = piece.part(start, end)
            if box.x1 - box.x0 > 1:
                yield box
