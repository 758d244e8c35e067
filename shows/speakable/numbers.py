"""Numbers as they are said: cardinals, decimals, ordinals, years, dates, money, powers, units.

In: text whose formulas are already words.  Out: the text without a figure. Never raises, however long the figure.
"""

from __future__ import annotations

import re
from functools import lru_cache

from num2words import num2words

from shows.speakable.tables import CURRENCIES, FRACTIONS, LARGE, MONTHS, UNCHANGED_UNITS, UNITS

LONGEST_CARDINAL = 15
"""More digits than this are read one by one."""

_NUM = r"\d+(?:,\d{3})*(?:\.\d+)?"
_MONTH = "|".join(MONTHS) + "|" + "|".join(m[:3] for m in MONTHS)
_UNIT = "|".join(sorted(map(re.escape, UNITS), key=len, reverse=True))
_SCALE = r"(?:\s?(?:thousand|million|billion|trillion)|[kKMBT](?![A-Za-z]))"

ISO_DATE = re.compile(r"\b((?:19|20)\d\d)-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])\b")
DAY_MONTH = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)? ({_MONTH})\.?(?:,? ((?:19|20)\d\d))?\b")
MONTH_DAY = re.compile(rf"\b({_MONTH})\.? (\d{{1,2}})(?:st|nd|rd|th)?(?:, ((?:19|20)\d\d))?\b(?![.,]\d)")
DECADE = re.compile(r"\b((?:19|20)\d)0s\b")
YEAR_RANGE = re.compile(r"\b((?:19|20)\d\d)\s?[-–—]\s?((?:19|20)\d\d)\b(?!-)")
YEAR = re.compile(r"\b(?:19|20)\d\d\b(?![.,]\d|[-%])")
BEFORE_YEAR = re.compile(
    rf"(?:\b(?:[Ii]n|[Ss]ince|since|by|until|before|after|during|from|early|late|mid|year|summer|winter|spring"
    rf"|autumn|fall|end of"
    rf"|{'|'.join(MONTHS)})|[A-Z][A-Za-z]*[A-Z])[ -]$"
)
AFTER_YEAR = re.compile(r"\s(?!was|is|has|this|across|versus)[a-z]+s\b")
"""A plural noun: what stands before it counts things, and is no year."""
ORDINAL = re.compile(r"\b(\d{1,6})(?:st|nd|rd|th)\b")
MONEY = re.compile(rf"(?:US)?([$€£¥])\s?({_NUM})({_SCALE})?")
PERCENT_RANGE = re.compile(rf"({_NUM})\s?%?\s?[-–—]\s?({_NUM})\s?%")
PERCENT = re.compile(rf"({_NUM})\s?%")
POWER_OF_TEN = re.compile(rf"\b(?:({_NUM})\s?(?:[×x*·]|times)\s?)?10\s?\^\s?\{{?\s?([-−+]?\d+)\s?\}}?")
EXPONENT = re.compile(r"\b(\d+(?:\.\d+)?)[eE]([-−+]?\d{1,3})\b")
BY = re.compile(rf"({_NUM})\s?[×x]\s?(?={_NUM})")
TIMES = re.compile(rf"({_NUM})\s?(?:[×✕]|x\b|[- ]?fold\b)")
WITH_UNIT = re.compile(rf"(?<![\w.])({_NUM})[\s-]?({_UNIT})(?![\w/²³])")
TIGHT_UNITS = frozenset({"s", "h", "m", "g", "V", "A", "N", "K", "W", "J", "us", "min", "sec"})
"""Too short to be read as units where the word after them, or a space before them, could make them letters."""
SCALED = re.compile(rf"(?<![\w.])({_NUM})([kKMBT])\b(?=([ -][a-z]+)?)")
RANGE = re.compile(rf"(?<![\w.,-])({_NUM})\s?[-–—]\s?({_NUM})(?![\w-]|\.\d)")
FRACTION = re.compile(r"(?<![\w./])(\d{1,4})/(\d{1,4})(?![\w/]|\.\d)")
RATIO = re.compile(r"(?<![\w.:])(\d{1,4}):(\d{1,4})(?![\w:])")
SIGNED = re.compile(rf"(?:(?<=^)|(?<=[\s(=,/\[]))([-−–+])\s?(?={_NUM})")
VERSION = re.compile(r"\b(?:v|ver\.?|version )\s?(\d+(?:\.\d+)+|\d+)\b")
DOTTED = re.compile(r"(?<![\w.])\d+(?:\.\d+){2,}")
PLAIN = re.compile(rf"(?<![\w]){_NUM}|\.\d+|\d+")


@lru_cache(maxsize=8192)
def number(written: str) -> str:
    """`1,234.50` → one thousand two hundred and thirty-four point five zero."""
    whole, _, part = written.replace(",", "").partition(".")
    said = _cardinal(whole or "0")
    return f"{said} point {digits(part)}" if part else said


def digits(written: str) -> str:
    """Figures one by one."""
    return " ".join(num2words(int(d)) for d in written if d.isdecimal())


@lru_cache(maxsize=256)
def year(written: str) -> str:
    """`2026` → twenty twenty-six; `2004` → two thousand and four."""
    return num2words(int(written), to="year")


@lru_cache(maxsize=512)
def ordinal(written: str) -> str:
    return num2words(int(written), to="ordinal")


def _cardinal(figures: str) -> str:
    if len(figures) > LONGEST_CARDINAL or (len(figures) > 1 and figures.startswith("0")):
        return digits(figures)
    return num2words(int(figures)).replace(",", "")


def month(written: str) -> str:
    return next(m for m in MONTHS if m.startswith(written[:3]))


def _day(day: str, month_name: str, year_figures: str | None) -> str:
    said = f"the {ordinal(day)} of {month(month_name)}"
    return f"{said} {year(year_figures)}" if year_figures else said


def _money(match: re.Match[str]) -> str:
    sign, figures, scale = match.groups()
    whole, part = CURRENCIES[sign]
    if scale:
        scale = scale.strip()
        return f"{number(figures)} {LARGE.get(scale, scale)} {whole}s"
    units, _, cents = figures.replace(",", "").partition(".")
    if len(cents) == 2 and part:
        said = [f"{number(units)} {plural(whole, units)}"] if int(units) else []
        return " and ".join([*said, f"{number(cents.lstrip('0') or '0')} {plural(part, cents.lstrip('0'))}"])
    return f"{number(figures)} {plural(whole, figures)}"


def plural(unit: str, figures: str) -> str:
    """The unit's form after this number: 1 metre, 1.5 metres, 2 metres per second."""
    if unit in UNCHANGED_UNITS or figures.replace(",", "") == "1":
        return unit
    if unit == "penny":
        return "pence"
    head, _, tail = unit.partition(" ")
    said = head if head == "percentage" else head + "s"
    return f"{said} {tail}{'s' if head == 'percentage' else ''}".strip()


def _unit(match: re.Match[str]) -> str:
    figures, unit = match.groups()
    tight = unit in TIGHT_UNITS
    follows = match.string[match.end() : match.end() + 1]
    before = match.string[match.start(2) - 1]
    if tight and (
        before == "-" or (unit in {"A", "K", "V", "N", "us", "J", "W", "g"} and before != " ") or follows == "-"
    ):
        return match.group()
    attributive = before == "-" or bool(re.match(r"-[a-z]", match.string[match.end() : match.end() + 2]))
    return f"{number(figures)} {UNITS[unit] if attributive else plural(UNITS[unit], figures)}"


def _scaled(match: re.Match[str]) -> str:
    figures, letter, follows = match.groups()
    word = (follows or "").strip(" -")
    counted = (
        (word.endswith("s") and not word.startswith(("model", "variant")))
        or letter == "T"
        or word in {"parameter", "token", "image", "sample", "step"}
    )
    if letter in "kM" and not word.startswith("model"):
        counted = True
    return f"{number(figures)} {LARGE[letter] if counted else letter.upper()}"


def _exponent(match: re.Match[str]) -> str:
    return f"{number(match.group(1))} times ten to the {signed(match.group(2))}"


def _power_of_ten(match: re.Match[str]) -> str:
    before = f"{number(match.group(1))} times " if match.group(1) else ""
    return f"{before}ten to the {signed(match.group(2))}"


def signed(figures: str) -> str:
    sign = "minus " if figures[0] in "-−" else ""
    return sign + number(figures.lstrip("+-−") or "0")


def _fraction(match: re.Match[str]) -> str:
    above, below = int(match.group(1)), int(match.group(2))
    said = FRACTIONS.get((above, below))
    return said or f"{number(match.group(1))} {'out of' if above <= below else 'over'} {number(match.group(2))}"


def _dotted(figures: str) -> str:
    return " point ".join(number(part) for part in figures.split("."))


def _year(match: re.Match[str]) -> str:
    before = match.string[max(0, match.start() - 12) : match.start()]
    if BEFORE_YEAR.search(before) and not AFTER_YEAR.match(match.string, match.end()):
        return year(match.group())
    return match.group()


def _plain(match: re.Match[str]) -> str:
    said = number(match.group())
    start, end = match.span()
    before = match.string[start - 1 : start]
    after = match.string[end : end + 1]
    return (" " if before.isalpha() else "") + said + (" " if after.isalpha() else "")


YEAR_RULES = (
    (ISO_DATE, lambda m: _day(str(int(m.group(3))), MONTHS[int(m.group(2)) - 1], m.group(1))),
    (DAY_MONTH, lambda m: _day(m.group(1), m.group(2), m.group(3))),
    (MONTH_DAY, lambda m: _day(m.group(2), m.group(1), m.group(3))),
    (DECADE, lambda m: year(m.group(1) + "0").removesuffix("y") + "ies"),
    (YEAR_RANGE, lambda m: f"{year(m.group(1))} to {year(m.group(2))}"),
    (YEAR, _year),
)
RULES = (
    (MONEY, _money),
    (POWER_OF_TEN, _power_of_ten),
    (EXPONENT, _exponent),
    (PERCENT_RANGE, lambda m: f"{number(m.group(1))} to {number(m.group(2))} percent"),
    (PERCENT, lambda m: f"{number(m.group(1))} percent"),
    (VERSION, lambda m: f"version {_dotted(m.group(1))}"),
    (BY, lambda m: f"{number(m.group(1))} by "),
    (TIMES, lambda m: f"{number(m.group(1))} times"),
    (WITH_UNIT, _unit),
    (SCALED, _scaled),
    (DOTTED, lambda m: _dotted(m.group())),
    (RANGE, lambda m: f"{number(m.group(1))} to {number(m.group(2))}"),
    (FRACTION, _fraction),
    (RATIO, lambda m: f"{number(m.group(1))} to {number(m.group(2))}"),
    (ORDINAL, lambda m: ordinal(m.group(1))),
    (SIGNED, lambda m: "minus " if m.group(1) in "-−–" else "plus "),
    (PLAIN, _plain),
)
"""Each pattern with what is said for it, in the order they are tried."""


def say_years(text: str) -> str:
    """Years in words where the word before tells that they are years: `in 2024`, `CVPR 2026`, `May 2025`."""
    for pattern, said in YEAR_RULES:
        text = pattern.sub(said, text)
    return text


def say_numbers(text: str) -> str:
    """The text with every figure in words."""
    if not any(c.isdecimal() for c in text):
        return text
    for pattern, said in RULES:
        text = pattern.sub(said, text)
    return text
