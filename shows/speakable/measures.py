"""A number and what it counts → words: percent, units, scales, ordinals, figures of a name.

In: text, and where a number begins in it.  Out: where the expression ends and its words.
"""

from __future__ import annotations

import re

from radio.rules import any_word
from shows.speakable.numbers import DASH, NUMBER, ending, number, ordinal, plural, year
from shows.words.tables import CODES, LARGE, NEED_SPACE, ONLY_BELOW, UNITS

_UNIT = "(?:" + "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True)) + ")"
_CODE = "(?:" + "|".join(CODES) + ")"
_ORDINAL = re.compile(r"(\d{1,3}(?:,\d{3})+|\d+)(st|nd|rd|th)\b", re.I)
PLAIN = re.compile(NUMBER)
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
_NO_PLURALS = any_word("is was has as this its us across plus versus minus times always thus yields")
_PLURAL_NOUN = re.compile(rf"\s(?!(?:{_NO_PLURALS})\b)[A-Za-z]{{2,}}s\b")
_LETTERS = re.compile(r"([A-Za-z]{1,3})(?![a-z])(?=\b|\d|_)")
_NAME_BEFORE = re.compile(r"(?:[A-Za-z]-|[A-Z]{2,}[A-Za-z]*\s)$")
_DETERMINED = re.compile(r"\b(?:an?|the|each|per|single)\s(?:\w+\s)?$", re.I)
_BILLIONS = re.compile(
    any_word(
        "param(?:eter)?s? tokens? total activated active trainable images? samples? words? pairs? people users?",
        "documents? events? examples? tweets? posts? records? edges nodes queries weights points interactions rows",
        "characters",
    )
)
NAME = re.compile(r"[A-Za-z][\w.]*(?:-[\w.]+)*-$")
"""What ties figures to the name before them: `GPT-`."""
_TIED = frozenset("-'’(_=")
"""A single letter before one of these is no unit."""


def measured(text: str, at: int, before: str) -> tuple[int, str]:
    """A number with its percent sign, unit, scale or ordinal ending."""
    if match := _ORDINAL.match(text, at):
        figures = match.group(1).replace(",", "")
        if ending(figures) == match.group(2).lower():
            return match.end(), ordinal(figures)
    match = PLAIN.match(text, at)
    assert match, "it is called where figures stand"
    figures, end = match.group(), match.end()
    said = number(figures)
    if match := _PERCENT.match(text, end):
        return match.end(), f"{said} percent"
    if match := _TIMES.match(text, end):
        return match.end(), f"{said} times"
    if found := _scaled(text, end, figures, before):
        return found
    if found := with_unit(text, end, figures, before):
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
    name = bool(NAME.search(before))
    billions = letter != "B" or code or (not name and _BILLIONS.fullmatch(word))
    if name or not billions or (letter in "kK" and word.startswith("context")) or letter == "G":
        said = letter.upper()
    else:
        said = LARGE[letter]
    return match.end(), f"{number(figures)} {said}{' plus' if more else ''}"


def with_unit(text: str, end: int, figures: str, before: str) -> tuple[int, str] | None:
    """These figures with the unit that stands after them; None where no unit does."""
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
    name = bool(NAME.search(before))
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
