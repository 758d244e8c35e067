"""Spans → lines of print: pieces on one line put together, raised marks resolved, accents and ligatures mended.

A footnote or citation mark is left out; an exponent keeps its caret (`10^-3`), because a number must stay what it is.
"""

from __future__ import annotations

import re
from functools import cache
from itertools import pairwise
from typing import Literal

from radio.documents.layout import Line, Span
from radio.documents.printed import accents
from radio.documents.printed.legible import UNKNOWN
from radio.rules import either

WHOLLY = 0.9
"""Share of a line in bold that makes it a bold line."""
MOST_SIZE = 1.5
"""Times the size of a line from which on a letter stands on several lines."""
GAP_EMS = 1.2
"""A wider gap on a line separates cells or columns."""
_MATHS_FONTS = either(
    "CM(?:MI|SY|EX|BSY|MIB)", "MSAM", "MSBM", "EU[FSR]", "RSFS", "rsfs", "MT(?:MI|SY|EX)", "Symbol", "stmary", "wasy",
    "bbm", "dsrom", "LMMath", "txsy", "txmi", "px(?:sy|mi)", "NewTX(?:MI|BMI)", "ntx(?:sy|mi|ex)", "txex",
    "tx(?:b)?mia", "STIX.*Math", ".*Math",
)  # fmt: skip
_MATHS_FONT = re.compile(rf"^(?:[A-Z]{{6}}\+)?(?:{_MATHS_FONTS})", re.IGNORECASE)
_MATHS_CHARACTER = re.compile("[\u2190-\u22ff\u27c0-\u27ef\u2980-\u2aff\U0001d400-\U0001d7ff\u0370-\u03ff=+<>|^∗]")
_ASCII_MATHS = "=+<>|^"
_FOOTNOTE_MARK = re.compile(r"[\d,;∗*†‡§¶♯#⋆a-h\s–-]{1,9}")
_ORDINAL = re.compile(r"(?:st|nd|rd|th)\s*")
_EXPONENT = re.compile(r"[−–-]?\s?\d+")
_LIGATURES = str.maketrans(
    {
        "ﬀ": "ff",
        "ﬁ": "fi",
        "ﬂ": "fl",
        "ﬃ": "ffi",
        "ﬄ": "ffl",
        "ﬅ": "ft",
        "ﬆ": "st",
        "\u00a0": " ",
        "\u2010": "-",
        "\u2011": "-",
    }
)
_SPLIT_EXPONENT = re.compile(r"[−–]\^(\d)")
_LOOSE_STOP = re.compile(r"(?<=[^\s.]) ([.,;])(?= |$)")
_CONTROL = re.compile(f"[{UNKNOWN}]")


@cache
def is_maths_font(name: str) -> bool:
    return bool(_MATHS_FONT.match(name))


def join(groups: list[list[Span]], page: int) -> list[Line]:
    """The lines of a page, in the file's order."""
    lines: list[Line] = []
    for spans in _pieces(groups):
        line = _line(spans, page)
        if line.text:
            lines.append(line)
    return lines


def _pieces(groups: list[list[Span]]) -> list[list[Span]]:
    """Groups that follow each other on one line without a gap become one: inline maths comes in several."""
    joined: list[list[Span]] = []
    for group in groups:
        spans = [s for s in group if s.text]
        if not spans or (spans[0].text.isspace() and all(s.text.isspace() for s in spans)):
            continue
        if joined and _continues(joined[-1], spans):
            joined[-1].extend(spans)
        else:
            joined.append(spans)
    return joined


def _continues(before: list[Span], after: list[Span]) -> bool:
    last, first = before[-1], after[0]
    overlap = min(last.y1, first.y1) - max(last.y0, first.y0)
    gap = first.x0 - last.x1
    em = max(last.size, first.size)
    return overlap > 0.4 * min(last.y1 - last.y0, first.y1 - first.y0) and -0.3 * em < gap < GAP_EMS * em


def _line(spans: list[Span], page: int) -> Line:
    inked = [s for s in spans if not s.text.isspace()]
    return _of_one(inked[0], spans, page) if len(inked) == 1 else _of_several(inked, spans, page)


def _of_one(span: Span, spans: list[Span], page: int) -> Line:
    """A line whose print looks the same from end to end."""
    return Line(
        mended(_text(spans)),
        span.x0,
        span.y0,
        span.x1,
        span.y1,
        round(span.size, 1),
        page,
        span.bold,
        span.italic,
        _maths_characters(span) / len(span.text),
        lead_is_bold=span.bold,
    )


def _of_several(inked: list[Span], spans: list[Span], page: int) -> Line:
    size = _main_size(inked)
    level = [s for s in inked if _sets_height(s, size)] or inked
    letters = sum([len(s.text) for s in inked])
    return Line(
        mended(_text(spans)),
        min([s.x0 for s in inked]),
        min([s.y0 for s in level]),
        max([s.x1 for s in inked]),
        max([s.y1 for s in level]),
        round(size, 1),
        page,
        bold=_share(inked, "bold") > WHOLLY,
        italic=_share(inked, "italic") > WHOLLY,
        maths=sum(map(_maths_characters, inked)) / letters,
        lead=_lead(spans),
        lead_is_bold=inked[0].bold,
    )


def _sets_height(span: Span, size: float) -> bool:
    """Boxes of maths, raised marks and the large first letter of a chapter stick out of their line."""
    return not span.maths and not span.raised and 0.8 * size < span.size < MOST_SIZE * size


def _main_size(spans: list[Span]) -> float:
    """The size that most of the characters have."""
    weight: dict[float, int] = {}
    for span in spans:
        weight[span.size] = weight.get(span.size, 0) + len(span.text)
    return max(weight, key=weight.__getitem__)


def _share(spans: list[Span], style: Literal["bold", "italic"]) -> float:
    """Share of the words that are set in a style; maths has its own."""
    marked = [s for s in spans if getattr(s, style)]
    if not marked:
        return 0.0
    words = [s for s in spans if not s.maths] or spans
    return sum([len(s.text) for s in words if getattr(s, style)]) / sum([len(s.text) for s in words])


def _maths_characters(span: Span) -> int:
    text = span.text
    if span.maths:
        return len(text)
    return sum(map(text.count, _ASCII_MATHS)) if text.isascii() else len(_MATHS_CHARACTER.findall(text))


def _lead(spans: list[Span]) -> str:
    """The marked words at the start: bold or italic, followed by plain ones."""
    marked: list[str] = []
    for span in spans:
        if not span.text.isspace() and not (span.bold or (span.italic and not span.maths)):
            return mended("".join(marked)) if marked else ""
        marked.append(span.text)
    return ""


def _text(spans: list[Span]) -> str:
    if len(spans) == 1 and not spans[0].raised:
        return spans[0].text
    parts = [spans[0].text if not spans[0].raised else _raised("", None, spans[0], False)]
    exponent = False
    for before, span in pairwise(spans):
        if span.raised and not before.raised:
            exponent = False
        if span.raised:
            added = _raised("".join(parts[-2:]), before, span, exponent)
            exponent = exponent or added.startswith("^")
        else:
            added = span.text
        gap = span.x0 - before.x1
        if gap > 0.2 * span.size and added and not added[0].isspace() and parts[-1][-1:].strip():
            parts.append(" ")
        parts.append(added)
    return "".join(parts)


def _raised(sofar: str, before: Span | None, span: Span, exponent: bool) -> str:
    """What remains of raised text after `sofar`: nothing of a footnote mark, a caret before an exponent."""
    text = span.text
    if exponent or _ORDINAL.fullmatch(text):
        return text
    word = sofar.rstrip()
    after_quantity = sofar == word and (
        word[-1:].isdigit() or word[-1:] in ")]%" or (before is not None and before.maths)
    )
    lone_letter = len(word) > 0 and word[-1].isalpha() and not word[-2:-1].isalnum() and sofar == word
    if (after_quantity or lone_letter) and (_EXPONENT.fullmatch(text.strip()) or text.strip() in ("−", "–", "-")):
        return "^" + text.strip().replace("−", "-").replace("–", "-")
    if _FOOTNOTE_MARK.fullmatch(text.strip() or " ") and not (before is not None and before.maths and sofar == word):
        return " " if text.endswith(" ") else ""
    return text


def mended(text: str) -> str:
    """Ligatures spelled, loose accents put on their letters, spaces single, control characters gone."""
    if not text.isascii():
        text = text.translate(_LIGATURES)
    text = accents.placed(text)
    if not text.isprintable() or "\ufffd" in text:
        text = _CONTROL.sub("", text)
    if "^" in text:
        text = _SPLIT_EXPONENT.sub(r"^-\1", text)
    text = " ".join(text.split())
    return _LOOSE_STOP.sub(r"\1", text) if _has_loose_stop(text) else text


def _has_loose_stop(text: str) -> bool:
    return " ." in text or " ," in text or " ;" in text
