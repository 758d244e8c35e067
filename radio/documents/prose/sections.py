"""Zones: blocks in reading order → the prose blocks that are spoken, each with the heading it stands under.

Front matter, keywords, acknowledgements, references and appendices are recognised by their headings and left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest

from radio.documents.layout import Block
from radio.documents.prose.headings import ABSTRACT, KNOWN, NUMBERED, SILENT, STATEMENT, heading, weight
from radio.documents.prose.kinds import is_formula
from radio.rules import either

LEAST_ABSTRACT_WORDS = 40
LEAST_TEXT_WORDS = 6
"""A shorter line under a bold one is an address or a cell."""
LEAST_NUMBERED = 3
"""After so many numbered headings, one with a letter alone begins an appendix."""
MOST_RUN_ON_FILL = 0.6
"""Share of the next line's width that a heading on a line of its own takes at most."""
_APPENDIX = re.compile(r"appendi(?:x|ces)|supplement|supporting information", re.IGNORECASE)
_LETTERED = re.compile(r"[A-H](?:\.\d+)*\s+[A-Z]")
_RUN_IN_NAME = re.compile(r"[A-Z][^.]{3,100}\.\s+(?=[A-Z])")
_SUBSECTION = re.compile(r"\d{1,2}(?:\.\d{1,2})+\.?\s+(?=[^\W\d_])")
_INTRODUCTION = re.compile(r"introduction|einleitung|motivation|background", re.IGNORECASE)
_ENDING = re.compile(
    r"(?:references|bibliography|literature(?: cited)?|works cited|notes and references|"
    r"literatur(?:verzeichnis)?)\W*$",
    re.IGNORECASE,
)
_AFTER_THE_END = re.compile(r"(?:online |materials and )?methods?\W*$", re.IGNORECASE)
_RUN_IN_WORDS = either(
    "key ?words(?: and phrases)?", "index terms", "ccs concepts", "categories and subject descriptors", "general terms",
    "acm reference format", "pacs(?: numbers)?", "acknowledge?ments?", "correspondence(?: to)?", "msc",
)  # fmt: skip
_RUN_IN_SILENT = re.compile(rf"(?:{_RUN_IN_WORDS})\s*[.:—–-]", re.IGNORECASE)
_REFERENCE = re.compile(r"\[\d{1,3}\]\s+\S|\[[A-Z][A-Za-z+]{1,8}\d{2}[a-z]?\]\s")


@dataclass(slots=True)
class Spoken:
    """A block of prose and the heading it stands under."""

    section: str
    block: Block
    after_display: bool = False
    """Maths on lines of its own, or the label of a theorem, stands between it and the prose before."""


def spoken(blocks: list[Block], body: float) -> list[Spoken]:
    """The prose blocks from the abstract to the conclusion, each with its section."""
    zone = _Zones(body)
    found: list[Spoken] = []
    blocks = [part for block in blocks for part in _parted(block)]
    for block, following in zip_longest(blocks, blocks[1:]):
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


def _parted(block: Block) -> list[Block]:
    """A numbered heading set as close to its text as a line of it becomes a block of its own."""
    if len(block.rows) < 2 or block.kind != "prose":
        return [block]
    first, second = block.rows[0], block.rows[1]
    number = _SUBSECTION.match(first.text)
    short = first.box.x1 - first.left < MOST_RUN_ON_FILL * (second.box.x1 - first.left)
    if number and short and first.text[-1:].isalnum() and second.text[:1].isupper():
        return [Block([first], block.kind), Block(block.rows[1:], block.kind)]
    return [block]


def _cut_start(block: Block, characters: int) -> None:
    """Takes so many characters from the start of a block's lines."""
    for line in (line for row in block.rows for line in row.lines):
        if characters <= 0:
            return
        cut = min(characters, len(line.text))
        line.x0 += (line.x1 - line.x0) * cut / max(1, len(line.text))
        characters -= len(line.text) + 1
        line.text = line.text[cut:].lstrip()
        line.lead = ""


class _Zones:
    """Where in the paper the walk has come to."""

    def __init__(self, body: float):
        self._body = body
        self._section = ""
        self._state = "front"
        self._numbers = 0
        """Headings with an Arabic number so far."""
        self._silenced_by: tuple[float, bool, bool] | None = None
        """The weight of the heading over the part that is not spoken; lighter ones stand inside it."""
        self.display_since = False

    def section_of(self, block: Block, following: Block | None) -> str | None:
        """The section of a block that is spoken; None for any other, headings included."""
        if block.kind in ("caption", "float") or (block.kind == "display" and not heading(block, self._body)):
            return None
        if self._run_in(block):
            return self._section if self._state == "abstract" and block.rows else None
        words = heading(block, self._body)
        if words and STATEMENT.fullmatch(words):
            self.display_since = True
            return None
        if words and self._heads(words, block, following):
            self._enter(words, block)
            return None
        self._begin_run_in(block)
        return self._section if self._is_spoken(block) else None

    def _heads(self, words: str, block: Block, following: Block | None) -> bool:
        """Whether a block that looks like a heading stands over text, not in a figure, a table or the front matter."""
        if self._state == "front":
            over_prose = following is not None and following.kind == "prose"
            return self._opens(words, block) or (self._section == "Abstract" and over_prose)
        if NUMBERED.match(block.text) or KNOWN.match(words) or SILENT.match(words):
            return True
        if following is None or heading(following, self._body):
            return True
        fragment = following.text[:1].islower() or len(following.text.split()) < LEAST_TEXT_WORDS
        return following.kind == "prose" and not fragment

    def _begin_run_in(self, block: Block) -> None:
        """A numbered heading that its text follows on the same line begins a section; the text remains."""
        first = block.rows[0].first
        number = _SUBSECTION.match(block.text)
        if not number or block.kind != "prose":
            return
        named = _RUN_IN_NAME.match(block.text, number.end())
        if first.lead_is_bold and len(first.lead) > number.end() and first.text.startswith(first.lead):
            name = first.lead[number.end() :]
        elif named:
            name = named.group()
        else:
            return
        self._enter(name.strip(" .:—–-"), block)
        _cut_start(block, number.end() + len(name))

    def _opens(self, words: str, block: Block) -> bool:
        """Whether a heading in the front matter begins the paper proper; a title or a name does not."""
        named = ABSTRACT.fullmatch(words) or _INTRODUCTION.match(words) or SILENT.match(words)
        number = NUMBERED.match(block.text)
        return bool(named or (number and number["number"][0] in "123IV"))  # `A. Turing` is an author

    def _enter(self, words: str, block: Block) -> None:
        self.display_since = False
        self._numbers += block.text[:1].isdigit()
        if ABSTRACT.fullmatch(words) and self._state == "front":
            self._state, self._section = "abstract", "Abstract"
        elif _ENDING.match(words) and self._state != "front":
            self._state = "end"
        elif self._state == "end":
            if _AFTER_THE_END.match(words):
                self._state, self._section = "body", words
        elif SILENT.match(words):
            self._silence(block)
        elif self._is_appendix(words, block):
            self._state = "end"
        elif not self._stays_silent(words, block):
            self._state, self._section, self._silenced_by = "body", words, None

    def _silence(self, block: Block) -> None:
        if self._state != "front":
            self._state = "silent"
            self._silenced_by = max(weight(block), self._silenced_by or weight(block))

    def _stays_silent(self, words: str, block: Block) -> bool:
        """Whether a heading is a lighter one under that of a part that is not spoken."""
        if self._state != "silent" or self._silenced_by is None or NUMBERED.match(block.text) or KNOWN.match(words):
            return False
        return weight(block) < self._silenced_by

    def _is_appendix(self, words: str, block: Block) -> bool:
        if self._state not in ("body", "silent") or _INTRODUCTION.match(words):
            return False
        lettered = _LETTERED.match(block.text) and self._numbers >= LEAST_NUMBERED
        return bool(_APPENDIX.match(block.text) or lettered)

    def _run_in(self, block: Block) -> bool:
        """An abstract or keywords that begin on the line of their own name."""
        first = block.rows[0].first
        if _RUN_IN_SILENT.match(block.text) or SILENT.fullmatch(first.lead.strip(" .:—–-")):
            self._state = "front" if self._state == "front" else "silent" if self._state != "end" else "end"
            return True
        name = ABSTRACT.match(first.text)
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
            and (block.text.rstrip().endswith(".") or self._section == "Abstract")
        ):
            self._section = "Abstract"
            return True
        return False
