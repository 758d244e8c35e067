"""What a heading is: a block → its words without their number; and the title of the paper."""

from __future__ import annotations

import re

from radio.documents.layout import Block

LARGER_POINTS = 0.7
_STOP = re.compile(r"[.:,;]$|[a-z]\. |https?:|\b(?:19|20)\d\d\b")
SMALLER_POINTS = 0.3
MOST_HEADING = 110
MOST_HEADING_ROWS = 3
MOST_HEADING_FILL = 0.85
MOST_HEADING_MATHS = 0.3
MOST_TITLE = 300
NUMBERED = re.compile(
    r"(?P<number>(?:\d{1,2}(?:\.\d{1,2}){0,3}\.?|[IVX]{1,5}\.|[A-H]\.(?:\d{1,2}\.?)*|§\s?\d+))\s+(?=[^\W\d_])"
)
ABSTRACT = re.compile(r"(?:a\s?b\s?s\s?t\s?r\s?a\s?c\s?t|summary|zusammenfassung)\s*[.:—–-]*\s*", re.IGNORECASE)
SILENT = re.compile(
    r"(?:references|bibliography|literature(?: cited)?|works cited|notes and references|"
    r"literatur(?:verzeichnis)?|acknowledge?ments?|danksagung(?:en)?|funding|"
    r"author contributions?|competing interests?|conflicts? of interest|declarations?|data availability|"
    r"code availability|"
    r"keywords?|key words|index terms|ccs concepts|categories and subject|general terms|"
    r"acm reference format|contents|table of contents|"
    r"inhaltsverzeichnis|ethics statement|reproducibility statement|additional information|"
    r"about the authors?|author information)\b",
    re.IGNORECASE,
)
KNOWN = re.compile(
    r"(?:introduction|background|related works?|methods?|methodology|experiments?|results?|discussion|"
    r"conclusions?|evaluation|limitations?|"
    r"results and discussion|conclusions? and future work|discussion and conclusions?|"
    r"materials and methods|experimental setup|future work)\W*$",
    re.IGNORECASE,
)
_FIGURES = re.compile(r"\d+(?:\.\d+)?%?")
_LETTERED = re.compile(r"[^\W\d_]{3,}")


def title(blocks: list[Block]) -> str:
    """The largest print on the upper part of the first page."""
    first = [b for b in blocks if b.page == blocks[0].page and len(_LETTERED.findall(b.text)) >= 2] if blocks else []
    if not first:
        return ""
    bottom = max(row.box.y1 for block in first for row in block.rows)
    upper = [b for b in first if b.rows[0].box.y0 < 0.55 * bottom] or first
    size = max(block.size for block in upper)
    start = next(i for i, block in enumerate(upper) if block.size == size)
    words = []
    for block in upper[start:]:
        if abs(block.size - size) > 0.5:
            break
        words.append(block.text)
    return " ".join(words)[:MOST_TITLE]


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
    bold = all(line.bold for row in block.rows for line in row.lines if line.maths < 0.5)
    capitals = block.text.isupper() and len(block.text) > 4
    italic = all(line.italic for row in block.rows for line in row.lines)
    larger = block.size > body + LARGER_POINTS
    alone = (
        numbered and len(block.rows) == 1 and block.rows[0].fill < MOST_HEADING_FILL and not _STOP.search(block.text)
    )
    return bold or larger or alone or capitals or (italic and numbered)
