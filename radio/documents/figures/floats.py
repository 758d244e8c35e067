"""Captions → figures, tables and algorithms, each with the box of the thing itself; the text on it is a `float`."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from radio.documents.boxes import hull, inside
from radio.documents.figures import crops
from radio.documents.layout import Block, Line, Row, ScannedPage
from radio.documents.printed.ink import is_rule
from radio.documents.prose.blocks import CAPTION
from radio.documents.prose.headings import NUMBERED, heading
from radio.documents.prose.kinds import figure_kind, is_formula, kind_of_text
from radio.model import Box

MOST_LABEL_ROWS = 3
HEAD_RULE_POINTS = 12.0
"""Between a running head or foot and its rule."""
_CONTINUED = re.compile(r"\W*(?:continued|cont[’']?d)\b", re.IGNORECASE)
_PART = re.compile(r"\([a-h]\)\s*[A-Z]")
_ENDS_SENTENCE = re.compile(r"[.!?][\"'”’)\]]*$")


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
            found.append(Float(figure_kind(match["kind"]), [block]))
        elif found:
            found[-1].caption.append(block)
    for one in _impostors(found):
        found.remove(one)
        for block in one.caption:
            block.kind = kind_of_text(block, body)
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
        for index, (above, below) in enumerate(pairwise(block.rows), start=1):
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
    if crop is None:
        return
    for block in blocks:
        if block.kind != "caption" and sum(inside(row.box, crop) for row in block.rows) > 0.5 * len(block.rows):
            block.kind = "float"
