"""Money → words, the currency after the amount and cents by name."""

from __future__ import annotations

import re

from shows.speakable.numbers import DASH, NUMBER, number
from shows.words.tables import CURRENCIES, LARGE, UNCHANGED_MONEY, UNITS

_CURRENCY = "[" + "".join(CURRENCIES) + "]"
_SCALE = r"(?:\s?(?:thousand|million|billion|trillion)\b|\s?[kKMBTb](?![\w]))"
_MONEY = re.compile(
    rf"(US)?({_CURRENCY})\s?({NUMBER})({_SCALE})?(?:{DASH}({_CURRENCY})?\s?({NUMBER})({_SCALE})?(?!\w))?"
)
_PER = re.compile(r"/\s?(mo|yr|month|year|d|day|hr|h|hour|query|token|user|GPU|week)\b")


def paid(text: str, at: int) -> tuple[int, str] | None:
    """An amount, or two from and to, with what it is paid for; None where no currency stands here."""
    match = _MONEY.match(text, at)
    if not match:
        return None
    american, sign, figures, scale, _, other, other_scale = match.groups()
    end = match.end()
    if other:
        said = f"{_amount(sign, figures, scale, american)} to {_amount(sign, other, other_scale, american)}"
    else:
        said = _amount(sign, figures, scale, american)
    per = _PER.match(text, end)
    if per:
        return per.end(), f"{said} per {UNITS.get(per.group(1), per.group(1))}"
    return end, said


def _amount(sign: str, figures: str, scale: str | None, american: str | None) -> str:
    whole, part = CURRENCIES[sign]
    whole = f"U-S {whole}" if american else whole
    many = whole if whole in UNCHANGED_MONEY else whole + "s"
    if scale:
        return f"{number(figures)} {LARGE.get(scale.strip(), scale.strip())} {many}"
    units, _, cents = figures.replace(",", "").partition(".")
    cents = cents.rstrip("0")
    if not part or len(cents) > 2:
        return f"{number(figures)} {many}"
    cents = cents.ljust(2, "0").lstrip("0") if cents else ""
    said = [f"{number(units or '0')} {whole if units == '1' else many}"] if int(units or "0") or not cents else []
    if cents:
        coins = {"penny": "pence", "paisa": "paise"}.get(part, part + "s")
        said.append(f"{number(cents)} {part if cents == '1' else coins}")
    return " and ".join(said)
