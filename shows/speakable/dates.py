"""Dates, years and times of day → words.

In: text, and where figures begin in it.  Out: where the expression ends and its words, or None where it is no date.
"""

from __future__ import annotations

import re

from radio.rules import any_word, either
from shows.speakable.numbers import decade, number, ordinal, plural, year
from shows.words.tables import MONTHS

_MONTH = "(?:" + "|".join(rf"{m[:3]}(?:{m[3:]}\b|\b\.?)" if len(m) > 3 else m + r"\b" for m in MONTHS) + r"|Sept\b\.?)"
_ISO = re.compile(r"((?:1[0-9]|20)\d\d)-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?!\d)(?:T(?=\d))?")
_SLASHED = re.compile(r"(0?[1-9]|1[0-2])/(0?[1-9]|[12]\d|3[01])/((?:19|20)?\d\d)(?![\d/])")
_DAY_FIRST = re.compile(rf"([12]?\d|3[01])(?:st|nd|rd|th)?\s(?:of\s)?({_MONTH})(?:,?\s((?:1[0-9]|20)\d\d)\b)?", re.I)
_DAY = re.compile(
    r"([12]?\d|3[01])(?:st|nd|rd|th)?(?![\w.:/%]|,\d|-(?!\d{4}))(?:(?:,?\s|-)((?:1[0-9]|20)\d\d)(?![\w%]|[.,]\d))?"
)
_AFTER_MONTH = re.compile(rf"\b({_MONTH})[\s-]$", re.I)
_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)(?::([0-5]\d))?(?![\d:])(?:\s?([aApP])\.?\s?[mM]\b\.?)?")
_HOUR = re.compile(r"(1[0-2]|0?\d)\s?([aApP])\.?[mM]\b\.?(?!\w)")
_ZONE = re.compile(r"\s?(?:UTC|GMT|CET|EST|PST|EDT|PDT)\b")
_BEFORE_CLOCK = re.compile(r"(?:\b(?:at|by|until|around|before|after|from|to)|\d\d|(?:st|nd|rd|th))[,\s]\s*$")
_YEARS = re.compile(r"((?:1[5-9]|20)\d\d)\s?[-–—]{1,2}\s?((?:1[5-9]|20)?\d\d)(?![\w-]|[.,]\d|\s?%)")
_DECADE = re.compile(r"((?:1\d|20)\d0|[2-9]0)'?s\b")
_YEAR = re.compile(r"(?:1[1-9]|20)\d\d(?![\w%×]|[.,]\d|-\w*(?:token|bit|dim|class|example|sample|word|step))")
_YEAR_WORDS = either(
    any_word("[Ii]n [Ss]ince [Bb]y [Uu]ntil [Bb]efore [Aa]fter [Dd]uring [Ff]rom early late mid pre post"),
    any_word("[Yy]ear years [Ss]ummer [Ww]inter [Ss]pring [Aa]utumn fall through"),
    "end of",
    any_word("circa of copyright through and to"),
    *MONTHS,
    any_word("[A-Z][A-Za-z]*[A-Z] Eval Challenge Workshop Conference"),
)
_BEFORE_YEAR = re.compile(rf"(?:\b(?:{_YEAR_WORDS})[\s~-]|\(|©\s?)$")
_WEAK_BEFORE = re.compile(r"\b(?:by|of|and|to|from|before|after|through|during)\s$")
"""Before a count as often as before a year: then only what looks like no count is a year."""
_COUNTED = re.compile(
    r"\s(?:[a-z-]+\s)?(?!was|is|has|this|across|versus|as|his|its|plus|towards|always|thus)[a-z-]*(?:s|people|data)\b"
)
_EVENT = re.compile(r"\s(?:workshop|edition|conference|challenge|competition|election|survey|report|season|campaign)\b")


def dated(text: str, at: int, before: str) -> tuple[int, str] | None:
    """A date, a year, a decade or years from and to; `before` is the text just before."""
    if match := _ISO.match(text, at):
        said = _day(match.group(3), MONTHS[int(match.group(2)) - 1], match.group(1))
        return match.end(), said + (" " if match.group().endswith("T") else "")
    if match := _SLASHED.match(text, at):
        month, day, last = match.groups()
        last = year(last) if len(last) == 4 else number(last)
        return match.end(), f"{MONTHS[int(month) - 1]} {ordinal(day)} {last}"
    if match := _DAY_FIRST.match(text, at):
        said = _day(match.group(1), _month_name(match.group(2)), match.group(3))
        return match.end(), said.removeprefix("the ") if before.lower().endswith("the ") else said
    if _AFTER_MONTH.search(before) and (match := _DAY.match(text, at)):
        return match.end(), ordinal(match.group(1)) + (f", {year(match.group(2))}" if match.group(2) else "")
    if match := _DECADE.match(text, at):
        return match.end(), decade(match.group(1))
    if match := _YEARS.match(text, at):
        first, last = match.groups()
        if len(last) == 4 or _BEFORE_YEAR.search(before) or not before.strip():
            return match.end(), f"{year(first)} to {year(last) if len(last) == 4 else number(last)}"
    if (match := _YEAR.match(text, at)) and _is_year(text, match, before):
        return match.end(), year(match.group())
    return None


def _month_name(written: str) -> str:
    return next(month for month in MONTHS if month.lower().startswith(written[:3].lower()))


def _day(day: str, month: str, year_figures: str | None) -> str:
    said = f"the {ordinal(day.lstrip('0'))} of {month}"
    return f"{said} {year(year_figures)}" if year_figures else said


def _is_year(text: str, match: re.Match[str], before: str) -> bool:
    alone = not before.strip() and not text[match.end() :].strip(" .") and not match.group().endswith("000")
    if alone or _EVENT.match(text, match.end()) or _AFTER_MONTH.search(before):
        return True
    if _COUNTED.match(text, match.end()):
        return False
    if not _BEFORE_YEAR.search(before):
        return 2010 <= int(match.group()) <= 2039
    doubtful = match.group() in {"2000", "2048"} or match.group() < "1500"
    return not (doubtful and _WEAK_BEFORE.search(before))


def timed(text: str, at: int, before: str) -> tuple[int, str] | None:
    """A time of day; hours and minutes alone only where something says that they are a time."""
    if match := _HOUR.match(text, at):
        return match.end(), f"{number(match.group(1).lstrip('0') or '0')} {match.group(2).upper()}-M"
    match = _CLOCK.match(text, at)
    if not match:
        return None
    hours, minutes, seconds, half = match.groups()
    if not (half or seconds or _BEFORE_CLOCK.search(before) or _ZONE.match(text, match.end())):
        return None
    hour = number(hours.lstrip("0") or "0")
    said = f"{hour} {'' if minutes == '00' else ('oh ' if minutes[0] == '0' else '') + number(minutes.lstrip('0'))}"
    if seconds:
        spans = [(hours, "hour"), (minutes, "minute"), (seconds, "second")]
        parts = [f"{number(n.lstrip('0') or '0')} {plural(unit, n.lstrip('0'))}" for n, unit in spans]
        said = f"{parts[0]} {parts[1]} and {parts[2]}"
    return match.end(), f"{said.strip()} {half.upper()}-M" if half else said.strip() or hour
