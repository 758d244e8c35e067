"""The licence that a paper prints about itself → its Creative Commons URL, or nothing.

It gates what may be shown, so it errs towards nothing: a licence of a data set, of code or of somebody else's picture
is not the paper's, and two different licences are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from radio.documents.layout import Line
from radio.rules import Rule, Rules, any_word, either

_URL = re.compile(
    r"creativecommons\.\s?org/\s?(?:licen[sc]es/\s?(by(?:-nc)?(?:-sa|-nd)?)\b(?:/\s?([1-4]\.0))?|publicdomain/\s?(zero))",
    re.IGNORECASE,
)
_NON_COMMERCIAL = r"(?:non-?\s?commercial|nicht-?\s?kommerziell|NC\b)"
_NO_DERIVATIVES = r"(?:no-?\s?deriv\w*|keine\sbearbeitung\w*|ND)\b"
_SHARE_ALIKE = r"(?:share-?\s?alike|weitergabe\sunter\sgleichen\sbedingungen|SA)\b"
_BY = r"(?:creative\s+commons|\bCC)[\s-]*(?:licen[sc]e\s+)?(?:attribution|namensnennung|BY)\b"
_WORDING = re.compile(
    rf"{_BY}(?P<nc>[\s,/-]*{_NON_COMMERCIAL})?"
    rf"(?:[\s,/-]*(?:(?P<sa>{_SHARE_ALIKE})|(?P<nd>{_NO_DERIVATIVES})))?"
    r"(?:[^.;\d]{0,30}(?P<version>[1-4]\.0)\b)?",
    re.IGNORECASE,
)
_CC0 = re.compile(r"\bCC[\s-]?(?:0|zero)\b|creative\s+commons\s+(?:zero|public\sdomain\sdedication)", re.IGNORECASE)
_MAY_NAME = re.compile(r"cc[\s\-‐-―−0abnlz]|commons")
"""In lower case: stands in every address and wording."""
_RESTRICTS = re.compile(r"non-?\s?comm|nicht-?\s?komm|no-?\s?deriv|keine\sbearb|\bN[CD]\b", re.IGNORECASE)

_NAMED = (
    r"(?<!of )(?<!in )(?<!for )(?<!with )(?<!to )(?<!from )(?<!by )"
    r"(?:this (?:paper|article|manuscript|preprint|chapter)"
    r"|diese[rs]? (?:artikel|beitrag|aufsatz|arbeit|publikation|veröffentlichung))"
)
_IS_GIVEN = (
    r" (?:is|was|has been|ist|steht|wird|wurde|unterliegt)\b(?: \w+){0,3}? ?"
    r"(?:licen[sc]ed|released|distributed|published|available|open[- ]access|under|lizenziert|veröffentlicht|unter)\b"
)
_SAYS_ITSELF = re.compile(rf"{_NAMED}{_IS_GIVEN}|this is an open[- ]access (?:article|paper)", re.IGNORECASE)
_SAYS_ITSELF_IN_FRONT = Rules(
    (
        Rule(
            "this work is licensed",
            rf"(?<!of )(?<!in )(?<!from )(?:th(?:is|e) (?:work|document|text)|dieses (?:werk|dokument)){_IS_GIVEN}",
            "This work is licensed under it.",
        ),
        Rule("copyright", r"copyright|©|\(c\)\s(?:19|20)\d\d", "Copyright 2026 by A. Bell"),
        Rule("open access", r"open[- ]access (?:article|paper)", "An open-access article"),
        Rule("given away", r"dedicated to the public domain", "It is dedicated to the public domain."),
        Rule("a line for the licence", r"^licen[sc]e:", "License: see below", "A license: see below"),
    ),
    flags=re.IGNORECASE,
).pattern
_GOES_ON = re.compile(r"^(?:use permitted|licen[sc]ed|distributed|published|released|made available)\b", re.IGNORECASE)
_COPYRIGHT = re.compile(r"copyright|©", re.IGNORECASE)
_OTHERS = either(
    any_word(r"data data-?sets? corpus corpora benchmarks? code software weights models? checkpoints? images?"),
    any_word(r"photos?\w* icons? pictures? videos? recordings? maps? figures? fig tables? fonts? templates?"),
    any_word(r"annotations transcripts packages? repository wikipedia supplement\w* daten\w* bild\w* abbildung\w*"),
    "adapted from", "reproduced from", "taken from", "courtesy", "third[- ]party",
)  # fmt: skip
_ABOUT_OTHERS = re.compile(rf"\b(?:{_OTHERS})\b", re.IGNORECASE)
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+(?=[\"'(©]*[A-ZÄÖÜ©])")
_DASHES = re.compile(r"[‐-―−]")
NEXT_LINE = 1.9
"""Line heights from one line of a stretch to the next."""
SAME_SIZE_POINTS = 0.6
MOST_BEFORE = 300
"""Characters of a sentence before a licence's name in which it is said what is licensed."""


def printed(pages: Iterable[Sequence[str]], links: Iterable[str]) -> str:
    """The one licence that a paper states for itself. `pages` are the stretches of print of each of its pages, running
    feet included; `links` are the web addresses behind the links of its first page."""
    found = {licence for number, page in enumerate(pages) for licence in _stated(page, in_front=number == 0)}
    if found:
        found |= {_of_url(match) for link in links if (match := _URL.search(link))}
    found = {licence for licence in found if not _is_told_nearer(licence, found)}
    return found.pop() if len(found) == 1 else ""


def _is_told_nearer(licence: str, found: set[str]) -> bool:
    """Whether the same licence was found with its version."""
    return any(other != licence and other.startswith(licence) for other in found)


def stretches(lines: Sequence[Line]) -> list[str]:
    """The lines of a page in the file's order, joined where one goes on below the other in print of the same size."""
    found: list[str] = []
    before: Line | None = None
    for line in lines:
        if before and _is_next_line(before, line):
            found[-1] = found[-1][:-1] + line.text if found[-1].endswith("-") else f"{found[-1]} {line.text}"
        else:
            found.append(line.text)
        before = line
    return found


def _is_next_line(before: Line, line: Line) -> bool:
    return 0 <= line.y0 - before.y0 <= NEXT_LINE * before.height and abs(line.size - before.size) < SAME_SIZE_POINTS


def _stated(page: Sequence[str], in_front: bool) -> Iterator[str]:
    """Addresses and wordings that stand in a statement about the paper itself."""
    if not _MAY_NAME.search("\n".join(page).lower()):
        return
    before = ""
    for sentence in _sentences(page):
        for pattern, licence in ((_URL, _of_url), (_WORDING, _of_wording), (_CC0, lambda _: _address("zero"))):
            for match in pattern.finditer(sentence):
                statement = sentence[max(0, match.start() - MOST_BEFORE) :]
                if _is_about_itself(statement, before, in_front) and not _hides_a_limit(statement, licence(match)):
                    yield licence(match)
        before = sentence


def _sentences(page: Sequence[str]) -> Iterator[str]:
    for stretch in page:
        for sentence in _SENTENCE_END.split(_DASHES.sub("-", stretch)):
            yield " ".join(sentence.split())


def _is_about_itself(statement: str, before: str, in_front: bool) -> bool:
    if _ABOUT_OTHERS.search(statement):
        return False
    if _SAYS_ITSELF.search(statement) or (in_front and _SAYS_ITSELF_IN_FRONT.search(statement)):
        return True
    goes_on = bool(_GOES_ON.search(statement) and _COPYRIGHT.search(before))
    return in_front and goes_on and not _ABOUT_OTHERS.search(before)


def _hides_a_limit(statement: str, licence: str) -> bool:
    """Whether the sentence speaks of a limit that was not read as a part of the licence."""
    return bool(_RESTRICTS.search(statement)) and "-nc" not in licence and "-nd" not in licence


def _of_url(match: re.Match[str]) -> str:
    return _address("zero" if match[3] else match[1], match[2] or "")


def _of_wording(match: re.Match[str]) -> str:
    kinds = (("nc", "-nc"), ("sa", "-sa"), ("nd", "-nd"))
    return _address("by" + "".join(mark for name, mark in kinds if match[name]), match["version"] or "")


def _address(kind: str, version: str = "") -> str:
    """Without a version the address that Creative Commons gives to all versions of the licence."""
    if kind == "zero":
        return "http://creativecommons.org/publicdomain/zero/1.0/"
    return f"http://creativecommons.org/licenses/{kind.lower()}/" + (f"{version}/" if version else "")
