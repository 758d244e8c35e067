"""What a block is by its looks: prose, caption, display (maths, table cells, figure labels), or small print.

Captions become figures, tables and algorithms with a box. Knows nothing of sections.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable
from typing import Literal

from radio.documents.blocks import BULLET, CAPTION
from radio.documents.layout import Block, Row
from radio.model import Box, Figure, PaperId

SMALL_POINTS = 0.75
"""So much smaller than the body is a footnote, a caption or a table."""
MOST_MATHS = 0.35
LEAST_WORD_SHARE = 0.55
LEAST_FILL = 0.55
LEAST_STATEMENT_WORDS = 3
LEAST_STATEMENT_SHARE = 0.3
"""Of its ink in words."""
NEAR_POINTS = 30.0
"""Between a caption and the nearest part of its figure."""
MOST_CAPTION = 1500
_WORD = re.compile(r"[^\W\d_]{2,}")
_PLAIN_WORD = re.compile(r"\b[^\W\d_A-Z]{3,}\b")
_EQUATION_NUMBER = re.compile(r"\(\s*[A-Z]?\.?\d+(?:\.\d+)?[a-z]?\s*\)$")
_CODE = re.compile(r"^\s*\d{1,3}:\s|[{};]\s*$|^(?:def|return|for|if|while|import|class)\b.*[:;)]\s*$")
_STOPS = re.compile(r"[.:][\"'”’)\]]*$")
_ENDS = re.compile(r"[.!?:;,][\"'”’)\]]*$")


def mark_by_looks(blocks: list[Block], body: float) -> None:
    """Sets the kind of every block to `caption`, `display`, `small` or `prose`."""
    for block in blocks:
        block.kind = _kind(block, body)
    _extend_captions(blocks)


def _kind(block: Block, body: float) -> str:
    if is_caption(block, body):
        return "caption"
    if is_display(block):
        return "display"
    if block.size < body - SMALL_POINTS:
        return "small"
    return "prose"


def is_caption(block: Block, body: float) -> bool:
    match = CAPTION.match(block.text)
    if not match:
        return False
    return bool(match["mark"]) or block.size < body - 0.4 or block.rows[0].first.bold or bool(block.rows[0].first.lead)


def is_formula(block: Block) -> bool:
    """A display that is maths, so that a sentence may run through it."""
    return block.kind == "display" and (maths_share(block) > MOST_MATHS or bool(_EQUATION_NUMBER.search(block.text)))


def maths_share(block: Block) -> float:
    lines = [line for row in block.rows for line in row.lines]
    return sum(line.maths * len(line.text) for line in lines) / max(1, sum(len(line.text) for line in lines))


def is_display(block: Block) -> bool:
    """Maths on lines of its own, rows of cells, labels of a figure, code."""
    text = block.text
    words = sum(map(len, _WORD.findall(text)))
    plain = len(_PLAIN_WORD.findall(text))
    if maths_share(block) > MOST_MATHS or words < LEAST_WORD_SHARE * len(text.replace(" ", "")):
        return not _is_statement(text, words, plain, maths_share(block) > MOST_MATHS)
    if (_EQUATION_NUMBER.search(text) and plain < 4) or plain < 2:
        return True
    return _is_tabular(block.rows) or _is_code(block.rows)


def _is_statement(text: str, letters: int, plain: int, symbols: bool) -> bool:
    """A sentence about things that have symbols for names: `Let (X, T) be a space with x ∈ X.`"""
    begins = BULLET.sub("", text.strip(), count=1).lstrip('„“"⇒ ')[:1]
    return (
        begins.isupper()
        and (symbols or bool(_STOPS.search(text)))
        and plain >= LEAST_STATEMENT_WORDS
        and letters > LEAST_STATEMENT_SHARE * len(text.replace(" ", ""))
    )


def _is_tabular(rows: list[Row]) -> bool:
    """Most rows have cells, or most rows leave their column half empty."""
    if len(rows) == 1:
        return _cells(rows[0]) >= 3
    if sum(_cells(row) >= 2 for row in rows) > 0.5 * len(rows):
        return True
    short = sum(row.fill < LEAST_FILL for row in rows[:-1])
    return len(rows) > 2 and short > 0.5 * (len(rows) - 1)


def _cells(row: Row) -> int:
    """Stretches of a row that are set apart; a bullet or a number in the margin is none."""
    inked = [line for line in row.lines if not BULLET.fullmatch(line.text + " x") and len(line.text) > 1]
    return sum(b.x0 - a.x1 > 1.2 * a.size for a, b in itertools.pairwise(inked)) + 1


def _is_code(rows: list[Row]) -> bool:
    return len(rows) > 1 and sum(bool(_CODE.search(row.text)) for row in rows) > 0.4 * len(rows)


def _extend_captions(blocks: list[Block]) -> None:
    """Later paragraphs of a caption: same small size, right below, never a sentence of the text's own size."""
    for before, block in itertools.pairwise(blocks):
        if before.kind != "caption" or block.kind not in ("small", "prose") or block.page != before.page:
            continue
        gap = block.rows[0].box.y0 - before.rows[-1].box.y1
        unfinished = not _ENDS.search(before.text) and block.text[:1].islower()
        same = abs(block.size - before.size) < 0.3 and abs(block.rows[0].left - before.rows[0].left) < 15
        if same and 0 <= gap < 0.5 * before.size and (block.kind == "small" or unfinished):
            block.kind = "caption"


def figures(blocks: list[Block], paper: PaperId) -> tuple[Figure, ...]:
    """A record for each caption, with the box of the caption and of the display rows next to it."""
    found: list[Figure] = []
    for index, block in enumerate(blocks):
        match = CAPTION.match(block.text) if block.kind == "caption" else None
        if match:
            box = _around(block, _neighbours(blocks, index))
            caption = block.text[:MOST_CAPTION]
            found.append(
                Figure(
                    id=f"{paper}#f{len(found) + 1}",
                    kind=_figure_kind(match["kind"]),
                    caption=caption,
                    page=block.page,
                    box=box,
                )
            )
    return tuple(found)


def _figure_kind(word: str) -> Literal["figure", "table", "algorithm"]:
    if word.lower().startswith(("tab", "tbl")):
        return "table"
    return "algorithm" if word in ("Algorithm", "Listing") else "figure"


def _neighbours(blocks: list[Block], index: int) -> Iterable[Block]:
    """Display and small blocks that touch the caption's block in reading order, on either side."""
    for step in (-1, 1):
        place = index + step
        while (
            0 <= place < len(blocks)
            and blocks[place].kind in ("display", "small")
            and blocks[place].page == blocks[index].page
        ):
            yield blocks[place]
            place += step


def _around(caption: Block, neighbours: Iterable[Block]) -> Box:
    box = _hull([row.box for row in caption.rows])
    for block in neighbours:
        other = _hull([row.box for row in block.rows])
        distance = max(other.y0 - box.y1, box.y0 - other.y1)
        if distance < NEAR_POINTS:
            box = _hull([box, other])
    return box


def _hull(boxes: list[Box]) -> Box:
    return Box(min(b.x0 for b in boxes), min(b.y0 for b in boxes), max(b.x1 for b in boxes), max(b.y1 for b in boxes))
