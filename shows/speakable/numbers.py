"""Numbers → words: cardinals, decimals, ordinals, years, fractions, powers of ten.

In: figures as written.  Out: words. Never raises, however long the figure; too long a one is read figure by figure.
"""

from __future__ import annotations

from functools import lru_cache

from shows.words import counting

NUMBER = r"(?:\d{1,3}(?:,\d{3})+(?!\d)(?:\.\d+)?|\d+(?:\.\d+)?|\.\d+)"
"""A pattern: figures with or without commas and decimals."""

DASH = r"\s?(?:--|[-–—−])\s?"
"""A pattern: what stands between two numbers from and to."""

LONGEST_CARDINAL = 15
"""More figures than this, written without commas, are read one by one."""

LONGEST_GROUPED = 36
"""More figures than this are read one by one even where commas group them."""

LONGEST_READ = 60
"""Of a longer row of figures nobody remembers the end: it is cut there."""

_DIGITS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
_LARGEST_PART = 10
_LARGEST_COUNT = 30


@lru_cache(maxsize=16384)
def number(written: str) -> str:
    """`1,234.50` → one thousand two hundred and thirty-four point five zero; a leading sign is said."""
    sign, written = ("minus ", written[1:]) if written[:1] in "-−" and written[1:] else ("", written.lstrip("+"))
    whole, _, part = written.partition(".")
    longest = LONGEST_GROUPED if "," in whole else LONGEST_CARDINAL
    said = _cardinal(whole.replace(",", "") or "0", longest)
    return f"{sign}{said} point {digits(part)}" if part else sign + said


def digits(written: str) -> str:
    """Figures one by one."""
    return " ".join(_DIGITS[int(figure)] for figure in written[:LONGEST_READ] if figure.isdecimal())


def _cardinal(figures: str, longest: int) -> str:
    if len(figures) > longest or (len(figures) > 1 and figures.startswith("0")):
        return digits(figures)
    return counting.cardinal(int(figures)).replace(",", "")


@lru_cache(maxsize=512)
def year(written: str) -> str:
    """`2026` → twenty twenty-six; `2004` → two thousand and four; `1905` → nineteen oh five."""
    century, rest = int(written[:-2]), int(written[-2:])
    if len(written) != 4 or (century % 10 == 0 and rest < 10):
        return counting.cardinal(int(written))
    if not rest:
        return f"{counting.cardinal(century)} hundred"
    return f"{counting.cardinal(century)} {'oh ' if rest < 10 else ''}{counting.cardinal(rest)}"


@lru_cache(maxsize=512)
def decade(written: str) -> str:
    """`1990` → nineteen nineties; `80` → eighties."""
    said = number(written) if len(written) == 2 or written.endswith("000") else year(written)
    return said.removesuffix("y") + "ies" if said.endswith("y") else said + "s"


@lru_cache(maxsize=512)
def ordinal(written: str) -> str:
    """`21` → twenty-first."""
    figures = written.replace(",", "")
    return counting.ordinal(int(figures)).replace(",", "") if len(figures) <= LONGEST_CARDINAL else digits(figures)


def ending(figures: str) -> str:
    """The letters that make these figures an ordinal: `st`, `nd`, `rd` or `th`."""
    if figures[-2:] in {"11", "12", "13"}:
        return "th"
    return {"1": "st", "2": "nd", "3": "rd"}.get(figures[-1], "th")


@lru_cache(maxsize=1024)
def fraction(above: str, below: str) -> str:
    """`2`, `3` → two thirds; parts too small to have a familiar name are said with `over`."""
    whole = above.isdecimal() and below.isdecimal()
    if not whole or not 1 < int(below[:9]) <= _LARGEST_PART or int(above[:9]) > _LARGEST_COUNT:
        return f"{number(above)} over {number(below)}"
    part = {"2": "half", "4": "quarter"}.get(below.lstrip("0")) or ordinal(below)
    if int(above) == 1:
        return f"one {part}"
    return f"{number(above)} {'halves' if part == 'half' else part + 's'}"


def power_of_ten(mantissa: str, exponent: str) -> str:
    """`2.4`, `-8` → two point four times ten to the minus eight."""
    times = f"{number(mantissa)} times " if mantissa else ""
    return f"{times}ten to the {number(exponent)}"


def plural(unit: str, figures: str) -> str:
    """A unit's form after this number: 1 metre, 1.5 metres, 2 metres per second, 3 hertz."""
    if figures.replace(",", "") in {"1", "-1"}:
        return unit
    head, per, tail = unit.partition(" of " if " of " in unit else " per ")
    first, space, rest = head.partition(" Celsius")
    if not space:
        first, space, rest = head.partition(" Fahrenheit")
    return _many(first) + space + rest + per + tail


def _many(word: str) -> str:
    if word.endswith(("hertz", "kelvin", "siemens", "lux", "tesla", "percent")):
        return word
    return word[:-4] + "feet" if word.endswith("foot") else word + ("es" if word.endswith(("inch", "ss")) else "s")
