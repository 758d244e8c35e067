"""Figures in running text → words, by what they are: a date, a time, money, a range, a measure, a plain number.

In: text whose formulas are words already.  Out: the text with no figure left that stands by itself; figures glued to
letters are a name's and are left to `words`.
"""

from __future__ import annotations

import re

from shows.speakable.dates import dated, timed
from shows.speakable.measures import NAME, measured, with_unit
from shows.speakable.money import paid
from shows.speakable.numbers import DASH, NUMBER, fraction, number, power_of_ten
from shows.words.tables import CURRENCIES, LARGE, MONTHS

_CURRENCY = "[" + "".join(CURRENCIES) + "]"
_HEAD = re.compile(rf"\d+|{_CURRENCY}(?=\s?\.?\d)")
_SCIENTIFIC = re.compile(
    rf"(?:({NUMBER})\s?(?:[×x*·∙⋅]|\\times)\s?)?10\s?\^\s?(?:\{{\s?([-−+]?\d{{1,4}})\s?\}}|([-−+]?\d{{1,4}}))(?!\w)"
)
_EXPONENT = re.compile(r"(\d+(?:\.\d+)?)[eE]([-−+]?\d{1,3})(?!\w)")
_SIZES = re.compile(rf"({NUMBER})(?:\s?[×x]\s?(?={NUMBER})|\s?×\s?(?=\d))")
_DOTTED = re.compile(r"\d+(?:\.\d+){2,}(?!\w)")
_TAIL = r"\s?%|\s?[×x](?![\w×])|\s?(?:" + r"pp|percent)\b|[kKMBT](?![\w])"
_RANGE = re.compile(rf"({NUMBER})({_TAIL})?{DASH}({NUMBER})(?![\d]|[-–=]\d|\s?=)")
_MIXED = re.compile(r"(\d+)\s(\d+)\s?/\s?(\d+)(?!\w|[./]\d)")
_FRACTION = re.compile(r"(\d{1,7})\s?/\s?(\d{1,7})(th)?(?![\w/]|\.\d)", re.I)
_RATIO = re.compile(r"\d+(?:\.\d+)?(?::\d+(?:\.\d+)?)+(?![\w:])")
_PREFIX = re.compile(rf"\b(?:mid|pre|post|early|late|non|sub|ex|{'|'.join(MONTHS)})-$")
_SEEN = 24
"""Characters before a figure that tell what it is."""
_DASHES = frozenset({"-", "–", "—", "--", "−"})
_SIGN = re.compile(r"(?:(?<=^)|(?<=[\s(=,/\[~<>:]))[-−–+]$")


def say_figures(text: str) -> str:
    """The text with every figure in words, but those that are part of a name such as `Qwen2.5`."""
    said: list[str] = []
    at = 0
    named = True
    for head in _HEAD.finditer(text):
        if head.start() < at:
            continue
        start = _start(text, head.start())
        before = text[max(0, start - _SEEN) : start]
        glued = text[max(at, start - _SEEN) : start]
        if glued[-1:].isalpha() or glued[-1:] == "_" or (glued[-1:] == "." and glued[-2:-1].isalnum()):
            continue
        end, words = _said(text, max(start, at), before, glued)
        between = text[at:start]
        joined = between and not named and between.strip() in _DASHES
        said.append(" to " if joined else _signed(between, before))
        named = _in_a_name(glued, before)
        said.append(_parted(words, glued, text[end : end + 1]))
        at = end
    said.append(text[at:])
    return "".join(said)


def _start(text: str, at: int) -> int:
    """Where a number begins whose first figure or currency stands here: `.05`, `US$3`."""
    if text[at].isdecimal():
        return at - (text[at - 1 : at] == "." and text[max(0, at - 2) : at - 1] in " (=<>~-")
    return at - 2 * text.startswith("US", max(0, at - 2))


def _signed(between: str, before: str) -> str:
    """What stands before a figure, with its own sign in words."""
    if between and between[-1] in "-−–+" and _SIGN.search(before):
        return between[:-1] + ("plus " if between[-1] == "+" else "minus ")
    return between


def _parted(words: str, before: str, after: str) -> str:
    left = " " if before[-1:] in "×xX" and before else ""
    return left + words + (" " if after.isalnum() else "")


def _in_a_name(glued: str, before: str) -> bool:
    """Whether a hyphen ties these figures to the letters before them: `GPT-4`, but not `mid-1980s` or `2pm-5pm`."""
    return glued[-1:] == "-" and bool(NAME.search(glued)) and not _PREFIX.search(before)


def _said(text: str, at: int, before: str, glued: str) -> tuple[int, str]:
    """Where the expression that begins here ends, and its words."""
    if not text[at].isdecimal() and text[at] != "." and (found := paid(text, at)):
        return found
    if _in_a_name(glued, before):
        return measured(text, at, before)
    for rule in (dated, timed, _powered, _related):
        found = rule(text, at, before)
        if found:
            return found
    return measured(text, at, before)


def _powered(text: str, at: int, before: str) -> tuple[int, str] | None:
    if match := _SCIENTIFIC.match(text, at):
        return match.end(), power_of_ten(match.group(1) or "", (match.group(2) or match.group(3)).replace("−", "-"))
    if match := _EXPONENT.match(text, at):
        return match.end(), power_of_ten(match.group(1), match.group(2).replace("−", "-"))
    return None


def _related(text: str, at: int, before: str) -> tuple[int, str] | None:
    """Two or more numbers that belong together."""
    if match := _DOTTED.match(text, at):
        return match.end(), " point ".join(number(part) for part in match.group().split("."))
    if match := _SIZES.match(text, at):
        return match.end(), f"{number(match.group(1))} by "
    if (match := _MIXED.match(text, at)) and int(match.group(3)):
        said = f"{number(match.group(1))} and {_fraction(*match.groups()[1:])}".replace("one half", "a half")
        of = with_unit(text, match.end(), "2", before)
        return (of[0], said + of[1].removeprefix("two")) if of else (match.end(), said)
    if (match := _FRACTION.match(text, at)) and before[-1:] != "/":
        return match.end(), _fraction(match.group(1), match.group(2))
    if match := _RATIO.match(text, at):
        return match.end(), " to ".join(number(part) for part in match.group().split(":"))
    if (match := _RANGE.match(text, at)) and not before.endswith(("-", "−", "–", "/")):
        return _range(text, match)
    return None


def _range(text: str, match: re.Match[str]) -> tuple[int, str]:
    first, tail, _ = match.groups()
    end, last = measured(text, match.start(3), "")
    tail = (tail or "").strip()
    unit = {"%": " percent", "percent": " percent", "x": " times", "×": " times"}.get(tail, "")
    said = number(first) + unit
    if tail and not unit:
        words = last.split()
        word = words[-1] if words[-1] in LARGE.values() or len(words[-1]) == 1 else LARGE.get(tail, tail)
        said = f"{said} {word}"
    elif unit and last.endswith(unit):
        said = number(first)
    return end, f"{said} to {last}"


def _fraction(above: str, below: str) -> str:
    if (above, below) == ("24", "7"):
        return "twenty-four seven"
    if int(below) > 9 and int(above) + int(below) == 100:
        return f"{number(above)} {number(below)}"
    if int(below) >= 10 and int(above) <= int(below):
        return f"{number(above)} out of {number(below)}"
    return fraction(above, below)
