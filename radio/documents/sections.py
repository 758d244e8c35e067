"""Zones: blocks in reading order → the prose blocks that are spoken, each with the heading it stands under.

Front matter, keywords, acknowledgements, references and appendices are recognised by their headings and left out.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import zip_longest

from radio.documents.floats import is_formula
from radio.documents.headings import ABSTRACT, KNOWN, NUMBERED, SILENT, heading
from radio.documents.layout import Block

LEAST_ABSTRACT_WORDS = 40
_APPENDIX = re.compile(
    r"(?:appendix|appendices|supplement|supporting information|[A-H](?:\.\d)*\s+[A-Z])", re.IGNORECASE
)
_INTRODUCTION = re.compile(r"introduction|einleitung|motivation|background", re.IGNORECASE)
_ENDING = re.compile(
    r"(?:references|bibliography|literature(?: cited)?|works cited|notes and references|"
    r"literatur(?:verzeichnis)?)\W*$",
    re.IGNORECASE,
)
_AFTER_THE_END = re.compile(r"(?:online |materials and )?methods?\W*$", re.IGNORECASE)
_RUN_IN_SILENT = re.compile(
    r"(?:key ?words(?: and phrases)?|index terms|ccs concepts|categories and subject descriptors|"
    r"general terms|acm reference format|pacs(?: numbers)?|"
    r"acknowledge?ments?|correspondence(?: to)?|msc)\s*[.:—–-]",
    re.IGNORECASE,
)
_REFERENCE = re.compile(r"\[\d{1,3}\]\s+\S|\[[A-Z][A-Za-z+]{1,8}\d{2}[a-z]?\]\s")


@dataclass(slots=True)
class Spoken:
    """A block of prose and the heading it stands under."""

    section: str
    block: Block
    after_display: bool = False
    """Maths on lines of its own, or a figure in the way, stands between it and the prose before."""


def spoken(blocks: list[Block], body: float) -> list[Spoken]:
    """The prose blocks from the abstract to the conclusion, each with its section."""
    zone = _Zones(body)
    found: list[Spoken] = []
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


class _Zones:
    """Where in the paper the walk has come to."""

    def __init__(self, body: float):
        self._body = body
        self._section = ""
        self._state = "front"
        self.display_since = False

    def section_of(self, block: Block, following: Block | None) -> str | None:
        """The section of a block that is spoken; None for any other, headings included."""
        if block.kind == "caption" or (block.kind == "display" and not heading(block, self._body)):
            return None
        if self._run_in(block):
            return self._section if self._state == "abstract" and block.rows else None
        words = heading(block, self._body)
        if words and self._heads(words, block, following):
            self._enter(words, block)
            return None
        return self._section if self._is_spoken(block) else None

    def _heads(self, words: str, block: Block, following: Block | None) -> bool:
        """Whether a block that looks like a heading stands over text, not in a figure, a table or the front matter."""
        if self._state == "front":
            return self._opens(words, block)
        if NUMBERED.match(block.text) or KNOWN.match(words) or SILENT.match(words):
            return True
        return following is None or following.kind == "prose" or bool(heading(following, self._body))

    def _opens(self, words: str, block: Block) -> bool:
        """Whether a heading in the front matter begins the paper proper; a title or a name does not."""
        named = ABSTRACT.fullmatch(words) or _INTRODUCTION.match(words) or SILENT.match(words)
        number = NUMBERED.match(block.text)
        return bool(named or (number and number["number"][0] in "123IV"))  # `A. Turing` is an author

    def _enter(self, words: str, block: Block) -> None:
        self.display_since = False
        if ABSTRACT.fullmatch(words) and self._state == "front":
            self._state, self._section = "abstract", "Abstract"
        elif _ENDING.match(words) and self._state != "front":
            self._state = "end"
        elif self._state == "end":
            if _AFTER_THE_END.match(words):
                self._state, self._section = "body", words
        elif SILENT.match(words):
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
            and block.text.rstrip().endswith(".")
        ):
            self._section = "Abstract"
            return True
        return False


def _is_appendix(block: Block) -> bool:
    return bool(re.match(r"(?i)appendi|supplement|supporting", block.text))
