"""Headings and zones: blocks in reading order → the title, and the prose blocks that are spoken with their section.

Front matter, keywords, acknowledgements, references and appendices are recognised by their headings and left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from radio.documents.floats import is_formula
from radio.documents.layout import Block

LARGER_POINTS = 0.7
SMALLER_POINTS = 0.3
MOST_HEADING = 110
MOST_HEADING_ROWS = 3
MOST_HEADING_MATHS = 0.3
LEAST_ABSTRACT_WORDS = 40
MOST_TITLE = 300
_NUMBERED = re.compile(
    r"(?P<number>(?:\d{1,2}(?:\.\d{1,2}){0,3}\.?|[IVX]{1,5}\.|[A-H]\.(?:\d{1,2}\.?)*|§\s?\d+))\s+(?=[^\W\d_])"
)
_APPENDIX = re.compile(
    r"(?:appendix|appendices|supplement|supporting information|[A-H](?:\.\d)*\s+[A-Z])", re.IGNORECASE
)
_ABSTRACT = re.compile(r"(?:a\s?b\s?s\s?t\s?r\s?a\s?c\s?t|summary|zusammenfassung)\s*[.:—–-]*\s*", re.IGNORECASE)
_INTRODUCTION = re.compile(r"introduction|einleitung|motivation|background", re.IGNORECASE)
_SILENT = re.compile(
    r"(?:references|bibliography|literature(?: cited)?|works cited|notes and references|literatur(?:verzeichnis)?|acknowledge?ments?|danksagung|funding|"
    r"author contributions?|competing interests?|conflicts? of interest|declarations?|data availability|code availability|"
    r"keywords?|key words|index terms|ccs concepts|categories and subject|general terms|acm reference format|contents|table of contents|"
    r"inhaltsverzeichnis|ethics statement|reproducibility statement|additional information|about the authors?|author information)\b",
    re.IGNORECASE,
)
_ENDING = re.compile(
    r"(?:references|bibliography|literature(?: cited)?|works cited|notes and references|literatur(?:verzeichnis)?)\W*$",
    re.IGNORECASE,
)
_AFTER_THE_END = re.compile(r"(?:online |materials and )?methods?\W*$", re.IGNORECASE)
_RUN_IN_SILENT = re.compile(
    r"(?:key ?words(?: and phrases)?|index terms|ccs concepts|categories and subject descriptors|general terms|acm reference format|pacs(?: numbers)?|"
    r"acknowledge?ments?|correspondence(?: to)?|msc)\s*[.:—–-]",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"\[\d{1,3}\]\s+\S|\[[A-Z][A-Za-z+]{1,8}\d{2}[a-z]?\]\s")
_KNOWN = re.compile(
    r"(?:introduction|background|related works?|methods?|methodology|experiments?|results?|discussion|conclusions?|evaluation|limitations?|"
    r"results and discussion|conclusions? and future work|discussion and conclusions?|materials and methods|experimental setup|future work)\W*$",
    re.IGNORECASE,
)
_FIGURES = re.compile(r"\d+(?:\.\d+)?%?")
_LETTERED = re.compile(r"[^\W\d_]{3,}")


@dataclass(slots=True)
class Spoken:
    """A block of prose and the heading it stands under."""

    section: str
    block: Block
    after_display: bool = False
    """Maths on lines of its own, or a figure in the way, stands between it and the prose before."""


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
    number = _NUMBERED.match(text)
    words = text[number.end() :] if number else text
    if (_SILENT.match(words) and len(words) < 45) or _KNOWN.match(words) or (_ABSTRACT.fullmatch(words) and not number):
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
    return bold or larger or ((capitals or italic) and (numbered or capitals))


def spoken(blocks: list[Block], body: float) -> list[Spoken]:
    """The prose blocks from the abstract to the conclusion, each with its section."""
    zone = _Zones(body)
    found: list[Spoken] = []
    for block, following in zip(blocks, [*blocks[1:], None], strict=True):
        section = zone.section_of(block, following)
        if section is not None:
            found.append(Spoken(section, block, zone.display_since))
            zone.display_since = False
        elif is_formula(block):
            zone.display_since = True
    return found


def without_headings(blocks: list[Block], body: float) -> list[Spoken]:
    """For papers that have no heading at all: every prose block."""
    return [
        Spoken("", b) for b in blocks if b.kind == "prose" and not heading(b, body) and not _REFERENCE.match(b.text)
    ]


class _Zones:
    """Where in the paper the walk has come to."""

    def __init__(self, body: float):
        self._body = body
        self._section = ""
        self._state = "front"
        self.display_since = False

    def section_of(self, block: Block, following: Block | None) -> str | None:
        """The section of a block that is spoken; None for any other, headings included."""
        if block.kind in ("caption", "display") and not _ABSTRACT.fullmatch(block.text):
            if block.kind == "caption" or not self._is_heading_like(block):
                return None
        if self._run_in(block):
            return self._section if self._state == "abstract" and block.rows else None
        words = heading(block, self._body)
        if words and self._heads(words, block, following):
            self._enter(words, block)
            return None
        return self._section if self._is_spoken(block) else None

    def _is_heading_like(self, block: Block) -> bool:
        return len(block.rows) <= 2 and bool(heading(block, self._body))

    def _heads(self, words: str, block: Block, following: Block | None) -> bool:
        """Whether a block that looks like a heading stands over text, and not in a figure, a table or the front matter."""
        if self._state == "front":
            return self._opens(words, block)
        if _NUMBERED.match(block.text) or _KNOWN.match(words) or _SILENT.match(words):
            return True
        return following is None or following.kind == "prose" or bool(heading(following, self._body))

    def _opens(self, words: str, block: Block) -> bool:
        """Whether a heading in the front matter begins the paper proper; a title or a name does not."""
        return bool(
            _ABSTRACT.fullmatch(words)
            or _INTRODUCTION.match(words)
            or _SILENT.match(words)
            or _NUMBERED.match(block.text)
        )

    def _enter(self, words: str, block: Block) -> None:
        self.display_since = False
        if _ABSTRACT.fullmatch(words) and self._state == "front":
            self._state, self._section = "abstract", "Abstract"
        elif _ENDING.match(words) and self._state != "front":
            self._state = "end"
        elif self._state == "end":
            if _AFTER_THE_END.match(words):
                self._state, self._section = "body", words
        elif _SILENT.match(words):
            self._state = "silent" if self._state != "front" else "front"
        elif (
            _APPENDIX.match(block.text)
            and self._state in ("body", "silent")
            and not _INTRODUCTION.match(words)
            and _is_appendix(block)
        ):
            self._state = "end"
        else:
            self._state, self._section = "body", words

    def _run_in(self, block: Block) -> bool:
        """An abstract or keywords that begin on the line of their own name."""
        first = block.rows[0].first
        if _RUN_IN_SILENT.match(block.text) or _SILENT.fullmatch(first.lead.strip(" .:—–-")):
            self._state = "front" if self._state == "front" else "silent" if self._state != "end" else "end"
            return True
        name = _ABSTRACT.match(first.text)
        marked = name and (first.lead or name.group().rstrip()[-1:] in ".:—–-" or first.bold) and len(block.text) > 100
        if self._state == "front" and name and marked and block.kind in ("prose", "small"):
            first.text = first.text[name.end() :]
            self._state, self._section = "abstract", "Abstract"
            return True
        return False

    def _is_spoken(self, block: Block) -> bool:
        if _REFERENCE.match(block.text):
            return False
        if self._state == "abstract":
            return block.kind in ("prose", "small")
        if self._state == "front":
            return self._is_unnamed_abstract(block)
        return self._state == "body" and block.kind == "prose"

    def _is_unnamed_abstract(self, block: Block) -> bool:
        if (
            block.kind in ("prose", "small")
            and len(block.text.split()) >= LEAST_ABSTRACT_WORDS
            and block.text.rstrip().endswith(".")
        ):
            self._section = "Abstract"
            return True
        return False


def _is_appendix(block: Block) -> bool:
    return bool(re.match(r"(?i)appendi|supplement|supporting", block.text))
