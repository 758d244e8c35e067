"""What a block is by its looks: prose, caption, display (maths, table cells, figure labels), or small print.

Knows nothing of sections, nor of what is drawn on the page.
"""

from __future__ import annotations

import re
from itertools import pairwise
from typing import Literal

from radio.documents.layout import Block, Row
from radio.documents.prose.blocks import BULLET, CAPTION

SMALL_POINTS = 0.75
"""So much smaller than the body is a footnote, a caption or a table."""
MOST_MATHS = 0.35
"""Share of a block's characters."""
LEAST_WORD_SHARE = 0.55
"""Of a block's ink."""
LEAST_FILL = 0.55
"""Share of its column that a row of text takes."""
LEAST_STATEMENT_WORDS = 3
LEAST_STATEMENT_MATHS = 0.15
LEAST_STATEMENT_SHARE = 0.3
"""Of its ink in words."""
SAME_START_POINTS = 12.0
_WORD = re.compile(r"[^\W\d_]{2,}")
_MIXED_WORD = re.compile(r"\b[^\W\d_][^\W\d_A-Z]{2,}\b")
_PLAIN_WORD = re.compile(r"\b[^\W\d_A-Z]{3,}\b")
_EQUATION_NUMBER = re.compile(r"\(\s*[A-Z]?\.?\d+(?:\.\d+)?[a-z]?\s*\)$")
_CODE = re.compile(r"^\s*\d{1,3}:\s|[{};]\s*$|^(?:def|return|for|if|while|import|class)\b.*[:;)]\s*$")
_STOPS = re.compile(r"[.:][\"'”’)\]]*$")
_ENDS = re.compile(r"[.!?:;,][\"'”’)\]]*$")


def mark_by_looks(blocks: list[Block], body: float) -> None:
    """Sets the kind of every block to `caption`, `display`, `small` or `prose`; takes captions side by side apart."""
    blocks[:] = [part for block in blocks for part in _side_by_side(block)]
    for block in blocks:
        block.kind = _kind(block, body)
    _extend_captions(blocks)


def _kind(block: Block, body: float) -> str:
    return "caption" if _is_caption(block, body) else kind_of_text(block, body)


def kind_of_text(block: Block, body: float) -> str:
    if _is_display(block):
        return "display"
    if block.size < body - SMALL_POINTS:
        return "small"
    return "prose"


def _is_caption(block: Block, body: float) -> bool:
    match = CAPTION.match(block.text)
    if not match:
        return False
    if not match["mark"] and _cells(block.rows[0]) > 1:
        return False
    if figure_kind(match["kind"]) == "algorithm" and len(block.rows) == 1 and not _ENDS.search(block.text):
        return True
    return bool(match["mark"]) or block.size < body - 0.4 or block.rows[0].first.bold or bool(block.rows[0].first.lead)


def _side_by_side(block: Block) -> list[Block]:
    """One block for each caption that begins on the block's first row."""
    starts = [line.x0 for line in block.rows[0].lines if (match := CAPTION.match(line.text)) and match["mark"]]
    if len(starts) < 2 or starts[0] > block.rows[0].lines[0].x0:
        return [block]
    ends = [*(start - SAME_START_POINTS for start in starts[1:]), block.rows[0].right]
    parts = []
    for index, (left, right) in enumerate(zip(starts, ends, strict=True)):
        rows = []
        for row in block.rows:
            lines = [line for line in row.lines if _nearest(line.x0, starts) == index]
            rows += [Row(lines, left, right)] if lines else []
        parts.append(Block(rows))
    return parts


def _nearest(x: float, starts: list[float]) -> int:
    """Which of the starts a line belongs to: the last that is not clearly to its right."""
    return max((i for i, start in enumerate(starts) if start < x + SAME_START_POINTS), default=0)


def is_formula(block: Block) -> bool:
    """A display that is maths, so that a sentence may run through it."""
    return block.kind == "display" and (_maths_share(block) > MOST_MATHS or bool(_EQUATION_NUMBER.search(block.text)))


def _maths_share(block: Block) -> float:
    lines = [line for row in block.rows for line in row.lines]
    return sum([line.maths * len(line.text) for line in lines]) / max(1, sum([len(line.text) for line in lines]))


def _is_display(block: Block) -> bool:
    """Maths on lines of its own, rows of cells, labels of a figure, code."""
    text = block.text
    letters = sum(map(len, _WORD.findall(text)))
    plain = len(_PLAIN_WORD.findall(text))
    maths = _maths_share(block)
    few_words = maths > MOST_MATHS or letters < LEAST_WORD_SHARE * len(text.replace(" ", "")) or plain < 2
    if (few_words and not _is_statement(text, letters, maths)) or (_EQUATION_NUMBER.search(text) and plain < 4):
        return True
    return _is_tabular(block.rows) or _is_code(block.rows)


def _is_statement(text: str, letters: int, maths: float) -> bool:
    """A sentence about things that have symbols for names: `Let (X, T) be a space with x ∈ X.`"""
    begins = BULLET.sub("", text.strip(), count=1).lstrip('„“"⇒ ')[:1]
    return (
        begins.isupper()
        and (maths > LEAST_STATEMENT_MATHS or bool(_STOPS.search(text)))
        and len(_MIXED_WORD.findall(text)) >= LEAST_STATEMENT_WORDS
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
    if len(row.lines) == 1:
        return 1
    inked = [line for line in row.lines if not BULLET.fullmatch(line.text + " x") and len(line.text) > 1]
    return sum(b.x0 - a.x1 > 1.2 * a.size for a, b in pairwise(inked)) + 1


def _is_code(rows: list[Row]) -> bool:
    return len(rows) > 1 and sum(bool(_CODE.search(row.text)) for row in rows) > 0.4 * len(rows)


def _extend_captions(blocks: list[Block]) -> None:
    """Later paragraphs of a caption: same small size, right below, never a sentence of the text's own size."""
    for before, block in pairwise(blocks):
        if before.kind != "caption" or block.kind not in ("small", "prose") or block.page != before.page:
            continue
        gap = block.rows[0].box.y0 - before.rows[-1].box.y1
        unfinished = not _ENDS.search(before.text) and block.text[:1].islower()
        same = abs(block.size - before.size) < 0.3 and abs(block.rows[0].left - before.rows[0].left) < 15
        if same and 0 <= gap < 0.5 * before.size and (block.kind == "small" or unfinished):
            block.kind = "caption"


def figure_kind(word: str) -> Literal["figure", "table", "algorithm"]:
    if word.lower().startswith(("tab", "tbl")):
        return "table"
    return "algorithm" if word in ("Algorithm", "Listing") else "figure"
