"""What a block is by its looks: prose, caption, display (maths, table cells, figure labels), or small print.

Captions name figures, tables and algorithms, each with the box of the thing itself; the text on it is a `float`.
Knows nothing of sections.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from dataclasses import dataclass
from typing import Literal

from radio.documents.boxes import hull, inside
from radio.documents.figures import crops
from radio.documents.printed.ink import is_rule
from radio.documents.printed.layout import Block, Line, Row, ScannedPage
from radio.documents.prose.blocks import BULLET, CAPTION
from radio.documents.prose.headings import NUMBERED, heading
from radio.model import Box

SMALL_POINTS = 0.75
"""So much smaller than the body is a footnote, a caption or a table."""
MOST_MATHS = 0.35
LEAST_WORD_SHARE = 0.55
LEAST_FILL = 0.55
LEAST_STATEMENT_WORDS = 3
LEAST_STATEMENT_MATHS = 0.15
LEAST_STATEMENT_SHARE = 0.3
"""Of its ink in words."""
MOST_LABEL_ROWS = 3
SAME_START_POINTS = 12.0
HEAD_RULE_POINTS = 12.0
"""Between a running head or foot and its rule."""
_WORD = re.compile(r"[^\W\d_]{2,}")
_MIXED_WORD = re.compile(r"\b[^\W\d_][^\W\d_A-Z]{2,}\b")
_PLAIN_WORD = re.compile(r"\b[^\W\d_A-Z]{3,}\b")
_EQUATION_NUMBER = re.compile(r"\(\s*[A-Z]?\.?\d+(?:\.\d+)?[a-z]?\s*\)$")
_CODE = re.compile(r"^\s*\d{1,3}:\s|[{};]\s*$|^(?:def|return|for|if|while|import|class)\b.*[:;)]\s*$")
_STOPS = re.compile(r"[.:][\"'”’)\]]*$")
_CONTINUED = re.compile(r"\W*(?:continued|cont[’']?d)\b", re.IGNORECASE)
_PART = re.compile(r"\([a-h]\)\s*[A-Z]")
_ENDS_SENTENCE = re.compile(r"[.!?][\"'”’)\]]*$")
_ENDS = re.compile(r"[.!?:;,][\"'”’)\]]*$")


def mark_by_looks(blocks: list[Block], body: float) -> None:
    """Sets the kind of every block to `caption`, `display`, `small` or `prose`; takes captions side by side apart."""
    blocks[:] = [part for block in blocks for part in _side_by_side(block)]
    for block in blocks:
        block.kind = _kind(block, body)
    _extend_captions(blocks)


def _kind(block: Block, body: float) -> str:
    return "caption" if is_caption(block, body) else _kind_of_text(block, body)


def _kind_of_text(block: Block, body: float) -> str:
    if is_display(block):
        return "display"
    if block.size < body - SMALL_POINTS:
        return "small"
    return "prose"


def is_caption(block: Block, body: float) -> bool:
    match = CAPTION.match(block.text)
    if not match:
        return False
    if not match["mark"] and _cells(block.rows[0]) > 1:
        return False
    if _figure_kind(match["kind"]) == "algorithm" and len(block.rows) == 1 and not _ENDS.search(block.text):
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
    return block.kind == "display" and (maths_share(block) > MOST_MATHS or bool(_EQUATION_NUMBER.search(block.text)))


def maths_share(block: Block) -> float:
    lines = [line for row in block.rows for line in row.lines]
    return sum([line.maths * len(line.text) for line in lines]) / max(1, sum([len(line.text) for line in lines]))


def is_display(block: Block) -> bool:
    """Maths on lines of its own, rows of cells, labels of a figure, code."""
    text = block.text
    letters = sum(map(len, _WORD.findall(text)))
    plain = len(_PLAIN_WORD.findall(text))
    maths = maths_share(block)
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


@dataclass(slots=True)
class Float:
    """A figure, table or algorithm: the blocks of its caption, and the box of the thing itself where it is found."""

    kind: Literal["figure", "table", "algorithm"]
    caption: list[Block]
    crop: Box | None = None

    @property
    def page(self) -> int:
        return self.caption[0].page

    @property
    def rows(self) -> list[Row]:
        """Of the caption, on the float's own page and where it goes on."""
        return [row for block in self.caption for row in block.rows]

    @property
    def box(self) -> Box:
        """Of the caption."""
        return hull(row.box for row in self.rows if row.page == self.page)


def set_apart(blocks: list[Block], body: float, pages: list[ScannedPage], kept: list[list[Line]]) -> list[Float]:
    """The floats in reading order, with their places; blocks that stand on one become `float`.

    `kept` are the lines of each page without its furniture.
    """
    _end_captions_at_rules(blocks, pages)
    found = _captions(blocks, body)
    named: dict[int, list[Float]] = {}
    for one in found:
        named.setdefault(one.page, []).append(one)
    on_page: dict[int, list[Block]] = {number: [] for number in named}
    for block in blocks:
        if block.page in on_page:
            on_page[block.page].append(block)
    with_floats = [page for page in zip(pages, kept, strict=True) if page[0].number in named]
    views = [_view(page, lines, on_page[page.number], body, found) for page, lines in with_floats]
    for (page, _), boxes in zip(with_floats, crops.place(views), strict=True):
        for one, crop in zip(named[page.number], boxes, strict=True):
            one.crop = crop
            _claim(on_page[page.number], crop)
    return found


def _captions(blocks: list[Block], body: float) -> list[Float]:
    found: list[Float] = []
    for block in blocks:
        if block.kind != "caption":
            continue
        match = CAPTION.match(block.text)
        if match and not _CONTINUED.match(block.text, match.end("number")):
            found.append(Float(_figure_kind(match["kind"]), [block]))
        elif found:
            found[-1].caption.append(block)
    for one in _impostors(found):
        found.remove(one)
        for block in one.caption:
            block.kind = _kind_of_text(block, body)
    return found


def _impostors(found: list[Float]) -> list[Float]:
    """Sentences that begin like a caption: another has their number, and the mark that most captions have after it."""
    starts = [(one, match) for one in found if (match := CAPTION.match(one.caption[0].text))]
    usual = {
        kind: Counter(m["mark"] for f, m in starts if f.kind == kind).most_common(1)[0][0] for kind in _kinds(found)
    }
    proper = {(one.kind, match["number"]) for one, match in starts if match["mark"] == usual[one.kind]}
    return [one for one, match in starts if match["mark"] != usual[one.kind] and (one.kind, match["number"]) in proper]


def _kinds(found: list[Float]) -> set[str]:
    return {one.kind for one in found}


def _end_captions_at_rules(blocks: list[Block], pages: list[ScannedPage]) -> None:
    """What stands below a rule is no caption any more but the table or algorithm itself."""
    rules = {page.number: [box for box in page.ink if is_rule(box)] for page in pages if page.ink}
    for block in [block for block in blocks if block.kind == "caption"]:
        for index, (above, below) in enumerate(itertools.pairwise(block.rows), start=1):
            if any(_divides(rule, above.box, below.box) for rule in rules.get(block.page, ())):
                blocks.insert(blocks.index(block) + 1, Block(block.rows[index:], "display"))
                del block.rows[index:]
                break


def _divides(rule: Box, above: Box, below: Box) -> bool:
    lies_between = (above.y0 + above.y1) / 2 < rule.y0 and rule.y1 < (below.y0 + below.y1) / 2
    return lies_between and rule.x0 < above.x0 + HEAD_RULE_POINTS and rule.x1 > above.x1 - HEAD_RULE_POINTS


def _view(page: ScannedPage, kept: list[Line], mine: list[Block], body: float, found: list[Float]) -> crops.Page:
    """`mine` are the page's blocks."""
    remaining = set(map(id, kept))
    furniture = [line.box for line in page.lines if id(line) not in remaining]
    view = crops.Page([box for box in page.ink if not _underlines(box, furniture)], furniture, [])
    for before, block, after in zip([None, *mine], mine, [*mine[1:], None], strict=False):
        if block.kind == "small" or (block.kind == "display" and not _is_text(before, block, after, body)):
            view.loose.extend(row.box for row in block.rows)
        elif block.kind == "prose" and _labels(block):
            view.loose.extend(line.box for row in block.rows for line in row.lines)
        else:
            view.prose.extend(line.box for row in block.rows for line in row.lines)
    for one in (f for f in found if f.page == page.number):
        rows = [row for row in one.rows if row.page == page.number]
        view.names.append(crops.Name(one.kind, one.box, min(row.left for row in rows), max(row.right for row in rows)))
    return view


def _labels(block: Block) -> bool:
    """Whether words that could be prose are the labels under the parts of a figure."""
    if len(block.rows) > MOST_LABEL_ROWS:
        return False
    return any(_PART.match(line.text) for row in block.rows for line in row.lines)


def _is_text(before: Block | None, block: Block, after: Block | None, body: float) -> bool:
    """Whether a display belongs to the running text: a heading over it, or maths in the middle of a sentence."""
    if heading(block, body) and (NUMBERED.match(block.text) or (after and after.kind == "prose")):
        return True
    return bool(before and before.kind == "prose" and not _ENDS_SENTENCE.search(before.text) and is_formula(block))


def _underlines(box: Box, furniture: list[Box]) -> bool:
    """Whether ink is the rule of a running head or foot."""
    return box.y1 - box.y0 < HEAD_RULE_POINTS and any(
        min(abs(box.y0 - line.y1), abs(box.y1 - line.y0)) < HEAD_RULE_POINTS for line in furniture
    )


def _claim(blocks: list[Block], crop: Box | None) -> None:
    for block in blocks if crop else ():
        if block.kind != "caption" and sum(inside(row.box, crop) for row in block.rows) > 0.5 * len(block.rows):
            block.kind = "float"


def _figure_kind(word: str) -> Literal["figure", "table", "algorithm"]:
    if word.lower().startswith(("tab", "tbl")):
        return "table"
    return "algorithm" if word in ("Algorithm", "Listing") else "figure"
