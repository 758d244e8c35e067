"""What a heading is: a block → its words without their number; and the title of the paper."""

from __future__ import annotations

import re
from itertools import pairwise

from radio.documents.layout import Block
from radio.rules import either

LARGER_POINTS = 0.7
_STOP = re.compile(r"[.:,;]$|[a-z]\. |https?:|\b(?:19|20)\d\d\b")
SMALLER_POINTS = 0.3
MOST_HEADING = 110
"""Characters."""
MOST_HEADING_ROWS = 3
MOST_HEADING_FILL = 0.85
"""Share of its column's width."""
MOST_HEADING_MATHS = 0.3
"""Share of a line."""
MOST_TITLE = 300
"""Characters."""
TITLE_SHARE = 0.55
"""Of the first page, from its top: where the title stands."""
SAME_SIZE_POINTS = 0.5
TITLE_GAP_EMS = 0.9
SUBTITLE_SHARE = 1.25
"""Of the body's size; a subtitle is larger."""
MOST_PLAIN_MATHS = 0.5
"""Share of a line in maths, from which on its weight says nothing."""
LEAST_CAPITALS = 4
"""A block in capitals that is no longer may be an acronym."""
NUMBERED = re.compile(
    r"(?P<number>(?:\d{1,2}(?:\.\d{1,2}){0,3}\.?|[IVX]{1,5}\.|[A-H]\.(?:\d{1,2}\.?)*|§\s?\d+))\s+(?=[^\W\d_])"
)
ABSTRACT = re.compile(r"(?:a\s?b\s?s\s?t\s?r\s?a\s?c\s?t|summary|zusammenfassung)\s*[.:—–-]*\s*", re.IGNORECASE)
_NOT_SPOKEN = either(
    "references", "bibliography", "literature(?: cited)?", "works cited", "notes and references",
    "literatur(?:verzeichnis)?", "acknowledge?ments?", "danksagung(?:en)?", "funding", "author contributions?",
    "competing interests?", "conflicts? of interest", "declarations?", "data availability", "code availability",
    "keywords?", "key words", "index terms", "ccs concepts", "categories and subject", "general terms",
    "acm reference format", "contents", "table of contents", "inhaltsverzeichnis", "ethics statement",
    "reproducibility statement", "additional information", "about the authors?", "author information",
)  # fmt: skip
SILENT = re.compile(rf"(?:{_NOT_SPOKEN})\b", re.IGNORECASE)
_SECTIONS = either(
    "introduction", "background", "related works?", "methods?", "methodology", "experiments?", "results?", "discussion",
    "conclusions?", "evaluation", "limitations?", "results and discussion", "conclusions? and future work",
    "discussion and conclusions?", "materials and methods", "experimental setup", "future work",
)  # fmt: skip
KNOWN = re.compile(rf"(?:{_SECTIONS})\W*$", re.IGNORECASE)
_STATEMENTS = either(
    "theorem", "lemma", "corollary", "proposition", "definition", "remark", "example", "proof", "claim", "conjecture",
    "assumption", "axiom", "exercise", "satz", "folgerung", "korollar", "bemerkung", "beispiel", "beweis", "aufgabe",
    "teilaufgabe", "l[öo]sung(?: zu aufgabe)?",
)  # fmt: skip
STATEMENT = re.compile(rf"(?:{_STATEMENTS})\b(?:\s+\d+(?:\.\d+)*)?(?:\s*\([^)]*\)|\s+[a-z]\))?\s*[.:]?", re.IGNORECASE)
"""The label over a theorem or its like, with its number and name."""
_FIGURES = re.compile(r"\d+(?:\.\d+)?%?")
_LETTERED = re.compile(r"[^\W\d_]{3,}")


def title(blocks: list[Block], body: float) -> str:
    """The largest print on the upper part of the first page, with its subtitle; nothing where none stands out.

    Of several stretches of that size the longest counts: a journal's name or the kind of article is short.
    """
    first = [b for b in blocks if b.page == blocks[0].page and not _is_named(b.text)] if blocks else []
    worded = [b for b in first if len(_LETTERED.findall(b.text)) >= 2]
    if not worded:
        return ""
    bottom = max(row.box.y1 for block in first for row in block.rows)
    upper = [b for b in worded if b.rows[0].box.y0 < TITLE_SHARE * bottom] or worded
    size = max(block.size for block in upper)
    large = [b for b in first if abs(b.size - size) < SAME_SIZE_POINTS and _is_larger(b, body)]
    if not large:
        return ""
    stretch = max(_stretches(large), key=lambda s: sum(len(b.text) for b in s))
    below = next((b for b in first if _is_subtitle(b, stretch[-1], body)), None)
    return " ".join(b.text for b in [*stretch, *([below] if below else [])])[:MOST_TITLE]


def _is_named(text: str) -> bool:
    return bool(NUMBERED.match(text) or KNOWN.match(text) or SILENT.match(text) or ABSTRACT.fullmatch(text))


def _is_larger(block: Block, body: float) -> bool:
    return block.size > body + LARGER_POINTS or (
        block.size > body - SMALLER_POINTS and (_bold(block) or _capitals(block))
    )


def _stretches(blocks: list[Block]) -> list[list[Block]]:
    """Blocks that follow closely, in one weight."""
    found = [[blocks[0]]]
    for above, below in pairwise(blocks):
        if _close(above, below) and _bold(above) == _bold(below):
            found[-1].append(below)
        else:
            found.append([below])
    return found


def _is_subtitle(block: Block, above: Block, body: float) -> bool:
    """Whether a block right below a title is as bold and far larger than the text; authors are not."""
    smaller = SUBTITLE_SHARE * body < block.size < above.size and len(_LETTERED.findall(block.text)) > 2
    return smaller and _bold(block) == _bold(above) and _close(above, block)


def _close(above: Block, below: Block) -> bool:
    gap = below.rows[0].box.y0 - above.rows[-1].box.y1
    return -above.size < gap < TITLE_GAP_EMS * above.size


def _bold(block: Block) -> bool:
    return all(line.bold for row in block.rows for line in row.lines if line.maths < MOST_PLAIN_MATHS)


def _capitals(block: Block) -> bool:
    return block.text.isupper() and len(block.text) > LEAST_CAPITALS


def weight(block: Block) -> tuple[float, bool, bool]:
    """How much a heading weighs: by size, then capitals, then boldness."""
    return round(block.size), _capitals(block), _bold(block)


def heading(block: Block, body: float) -> str:
    """The heading's words without their number, or nothing when the block is no heading."""
    text = block.text.strip()
    if not text or len(text) > MOST_HEADING or len(block.rows) > MOST_HEADING_ROWS or not _LETTERED.search(text):
        return ""
    if max(line.maths for row in block.rows for line in row.lines) > MOST_HEADING_MATHS:
        return ""
    number = NUMBERED.match(text)
    words = text[number.end() :] if number else text
    if (SILENT.match(words) and len(words) < 45) or KNOWN.match(words) or (ABSTRACT.fullmatch(words) and not number):
        return words.strip(" .:—–-")
    if not (words[:1].isupper() or words.startswith(("3D", "2D"))) or any(len(row.lines) > 1 for row in block.rows):
        return ""
    if not number and (block.size < body - SMALLER_POINTS or len(_FIGURES.findall(words)) > 1):
        return ""
    if text.endswith((",", ";")) or (text.endswith((".", ":")) and not number and len(words.split()) > 6):
        return ""
    return words.strip(" .:") if _stands_out(block, body, bool(number)) else ""


def _stands_out(block: Block, body: float, numbered: bool) -> bool:
    bold, capitals = _bold(block), _capitals(block)
    italic = all(line.italic for row in block.rows for line in row.lines)
    larger = block.size > body + LARGER_POINTS
    alone = (
        numbered and len(block.rows) == 1 and block.rows[0].fill < MOST_HEADING_FILL and not _STOP.search(block.text)
    )
    return bold or larger or alone or capitals or (italic and numbered)
