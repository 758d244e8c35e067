"""Figures in running text → words, by what they are: a date, a time, money, a range, a measure, a plain number.

In: text whose formulas are words already.  Out: the text with no figure left that stands by itself; figures glued to
letters are a name's and are left to `words`.
"""

from __future__ import annotations

import re

from shows.speakable.dates import dated, timed
from shows.speakable.money import paid
from shows.speakable.numbers import (
    DASH,
    NUMBER,
    ending,
    fraction,
    number,
    ordinal,
    plural,
    power_of_ten,
    year,
)
from shows.speakable.tables import (
    CODES,
    CURRENCIES,
    LARGE,
    MONTHS,
    NEED_SPACE,
    ONLY_BELOW,
    UNITS,
)

_UNIT = "(?:" + "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True)) + ")"
_CURRENCY = "[" + "".join(CURRENCIES) + "]"
_CODE = "(?:" + "|".join(CODES) + ")"

_HEAD = re.compile(rf"\d+|{_CURRENCY}(?=\s?\.?\d)")
_SCIENTIFIC = re.compile(
    rf"(?:({NUMBER})\s?(?:[×x*·∙⋅]|\\times)\s?)?10\s?\^\s?(?:\{{\s?([-−+]?\d{{1,4}})\s?\}}|([-−+]?\d{{1,4}}))(?!\w)"
)
_EXPONENT = re.compile(r"(\d+(?:\.\d+)?)[eE]([-−+]?\d{1,3})(?!\w)")
_SIZES = re.compile(rf"{NUMBER}(?:\s?[×x]\s?(?={NUMBER})|\s?×\s?(?=\d))")
_DOTTED = re.compile(r"\d+(?:\.\d+){2,}(?!\w)")
_TAIL = r"\s?%|\s?[×x](?![\w×])|\s?(?:" + r"pp|percent)\b|[kKMBT](?![\w])"
_RANGE = re.compile(rf"({NUMBER})({_TAIL})?{DASH}({NUMBER})(?![\d]|[-–=]\d|\s?=)")
_MIXED = re.compile(r"(\d+)\s(\d+)\s?/\s?(\d+)(?!\w|[./]\d)")
_FRACTION = re.compile(r"(\d{1,7})\s?/\s?(\d{1,7})(th)?(?![\w/]|\.\d)", re.I)
_RATIO = re.compile(r"\d+(?:\.\d+)?(?::\d+(?:\.\d+)?)+(?![\w:])")
_ORDINAL = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(st|nd|rd|th)\b", re.I)
_PLAIN = re.compile(NUMBER)
_PERCENT = re.compile(r"\s?%")
_TIMES = re.compile(r"\s?[×✕](?!\w)|\s?x(?![\w×'\"-])|x(?=-|[A-Z])")
_SCALED = re.compile(
    rf"([kKMBTG])(?![A-Za-z0-9])(\+)?(?=(?:(?:\s(?:and|to|or)\s(?:about\s)?|{DASH}|,\s){NUMBER}[kKMBT](?!\w)){{0,4}}[\s-]?([A-Za-z]*))"
)
_MEASURE = re.compile(
    rf"([\s-]?)({_UNIT})(\^\{{?[23]\}}?)?(?![A-Za-z0-9µμ°])(?:\s?/\s?({_UNIT})(\^\{{?[23]\}}?)?(?![A-Za-z]))?"
)
_RATE = re.compile(rf"([\s-]?)([a-z]{{3,}})\s?/\s?({_UNIT})(?![\w/])")
_PER_UNIT = re.compile(rf"/\s?({_UNIT}(?<=\w\w)|[sh])(?![\w/])")
_ACROSS = re.compile(r"\s?[×x]\s?(?=\d)")
_PLURAL_NOUN = re.compile(
    r"\s(?!is\b|was\b|has\b|as\b|this\b|its\b|us\b|across\b|plus\b|versus\b|minus\b|times\b|always\b|thus\b|yields\b)[A-Za-z]{2,}s\b"
)
_LETTERS = re.compile(r"([A-Za-z]{1,3})(?![a-z])(?=\b|\d|_)")
_NAME_BEFORE = re.compile(r"(?:[A-Za-z]-|[A-Z]{2,}[A-Za-z]*\s)$")
_DETERMINED = re.compile(r"\b(?:an?|the|each|per|single)\s(?:\w+\s)?$", re.I)
_BILLIONS = re.compile(
    r"(?:param(?:eter)?s?|tokens?|total|activated|active|trainable|images?|samples?|words?|pairs?|people|users?|documents?"
    r"|events?|examples?|tweets?|posts?|records?|edges|nodes|queries|weights|points|interactions|rows|characters)"
)
_PREFIX = re.compile(rf"\b(?:mid|pre|post|early|late|non|sub|ex|{'|'.join(MONTHS)})-$")
_NAME = re.compile(r"[A-Za-z][\w.]*(?:-[\w.]+)*-$")
_SEEN = 24
"""Characters before a figure that tell what it is."""
_TIED = frozenset("-'’(_=")
"""A single letter before one of these is no unit."""
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
    return glued[-1:] == "-" and bool(_NAME.search(glued)) and not _PREFIX.search(before)


def _said(text: str, at: int, before: str, glued: str) -> tuple[int, str]:
    """Where the expression that begins here ends, and its words."""
    if not text[at].isdecimal() and text[at] != "." and (found := paid(text, at)):
        return found
    if _in_a_name(glued, before):
        return _measured(text, at, before)
    for rule in (dated, timed, _powered, _related):
        found = rule(text, at, before)
        if found:
            return found
    return _measured(text, at, before)


# ---- powers, ranges, fractions ---------------------------------------------------------------------------------------


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
        return match.end(), f"{number(_PLAIN.match(text, at).group())} by "
    if (match := _MIXED.match(text, at)) and int(match.group(3)):
        said = f"{number(match.group(1))} and {_fraction(*match.groups()[1:])}".replace("one half", "a half")
        unit = _unit(text, match.end(), "2", before)
        return (unit[0], said + unit[1].removeprefix("two")) if unit else (match.end(), said)
    if (match := _FRACTION.match(text, at)) and before[-1:] != "/":
        return match.end(), _fraction(match.group(1), match.group(2))
    if match := _RATIO.match(text, at):
        return match.end(), " to ".join(number(part) for part in match.group().split(":"))
    if (match := _RANGE.match(text, at)) and not before.endswith(("-", "−", "–", "/")):
        return _range(text, match)
    return None


def _range(text: str, match: re.Match[str]) -> tuple[int, str]:
    first, tail, _ = match.groups()
    end, last = _measured(text, match.start(3), "")
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


# ---- a number and what it counts -------------------------------------------------------------------------------------


def _measured(text: str, at: int, before: str) -> tuple[int, str]:
    """A number with its percent sign, unit, scale or ordinal ending."""
    if match := _ORDINAL.match(text, at):
        figures = match.group(1).replace(",", "")
        if ending(figures) == match.group(2).lower():
            return match.end(), ordinal(figures)
    match = _PLAIN.match(text, at)
    figures, end = match.group(), match.end()
    said = number(figures)
    if match := _PERCENT.match(text, end):
        return match.end(), f"{said} percent"
    if match := _TIMES.match(text, end):
        return match.end(), f"{said} times"
    if found := _scaled(text, end, figures, before):
        return found
    if found := _unit(text, end, figures, before):
        return found
    if match := _RATE.match(text, end):
        return match.end(), f"{said} {match.group(2)} per {UNITS[match.group(3)]}"
    if match := _PER_UNIT.match(text, end):
        return match.end(), f"{said} per {UNITS[match.group(1)]}"
    if match := _LETTERS.match(text, end):
        return match.end(), f"{said} {_letters(match.group(1))}"
    return end, _in_name(figures) if _NAME_BEFORE.search(before) else said


def _letters(letters: str) -> str:
    if letters.isupper() or (len(letters) == 1 and letters not in "vn"):
        return "-".join(letters.upper())
    return letters


def _in_name(figures: str) -> str:
    """Figures after a name: `RTX 4090` in pairs, a leading nought one by one, else as a number."""
    if len(figures) == 4 and figures.isdecimal() and figures[1:] != "000" and figures[2] != "0":
        return year(figures)
    return number(figures)


def _scaled(text: str, end: int, figures: str, before: str) -> tuple[int, str] | None:
    match = _SCALED.match(text, end)
    if not match:
        return None
    letter, more, word = match.groups()
    code = re.compile(rf"(?:{DASH}{NUMBER}[kKMBT])?\s({_CODE})\b").match(text, match.end())
    name = bool(_NAME.search(before))
    billions = letter != "B" or code or (not name and _BILLIONS.fullmatch(word))
    if name or not billions or (letter in "kK" and word.startswith("context")) or letter == "G":
        said = letter.upper()
    else:
        said = LARGE[letter]
    return match.end(), f"{number(figures)} {said}{' plus' if more else ''}"


def _unit(text: str, end: int, figures: str, before: str) -> tuple[int, str] | None:
    match = _MEASURE.match(text, end)
    if not match:
        return None
    gap, symbol, power, below, below_power = match.groups()
    if (
        (symbol in NEED_SPACE and gap != " ")
        or (symbol in {"in.", "T"} and gap != " ")
        or (symbol in ONLY_BELOW and not below)
        or (symbol == "s" and gap == "-")
    ):
        return None
    if len(symbol) == 1 and symbol.isalpha() and text[match.end() : match.end() + 1] in _TIED:
        return None
    if symbol == "K" and text[match.end() : match.end() + 2].strip().isalpha() and text[match.end()] == " ":
        word = text[match.end() + 1 :].split(" ", 1)[0]
        if word not in {"and", "to", "or", "in", "under", "for", "at"}:
            return None
    unit = _powered_unit(symbol, power)
    if below:
        unit = f"{unit} per {_powered_unit(below, below_power)}"
    name = bool(_NAME.search(before))
    across = _ACROSS.match(text, match.end())
    single = gap == "-" or name or (_DETERMINED.search(before) and (across or _noun(text, match.end())))
    single = (
        single
        or _PLURAL_NOUN.match(text, match.end())
        or (before.endswith(("× ", "x ", "×")) and _noun(text, match.end()))
    )
    end = across.end() if across else match.end()
    return end, f"{number(figures)} {unit if single else plural(unit, figures)}{' by ' if across else ''}"


def _powered_unit(symbol: str, power: str | None) -> str:
    """`m²` → square metre; `s²` → second squared."""
    name, exponent = UNITS[symbol], (power or "").strip("^{}")
    if exponent and name.endswith(("metre", "foot", "inch", "mile")):
        return f"{'square' if exponent == '2' else 'cubic'} {name}"
    return name + {"2": " squared", "3": " cubed"}.get(exponent, "")


def _noun(text: str, end: int) -> bool:
    """Whether a noun follows that the measure belongs to: a 45 GB corpus, but not 45 GB of text."""
    word = re.compile(r"[\s-]([A-Za-z]+)").match(text, end)
    return bool(word) and word.group(1) not in {"of", "and", "or", "to", "on", "in", "for", "at", "with", "per", "is"}
