"""Formulas in running text → words: those between dollar signs, and small ones written without.

In: plain text.  Out: the text with formulas in words; a formula that is only a figure with its sign becomes text again,
so that `$31.0$-$42.4\\%$` is one range.
"""

from __future__ import annotations

import re

from radio.rules import Rule, Rules
from shows.speakable.maths import say_formula
from shows.speakable.maths.symbols import COMMANDS, IGNORED
from shows.words import latex
from shows.words.tables import UNITS

ON_SCREEN = "the formula on screen"

_FIGURES = re.compile(r"[\s\d.,%×±~<>≤≥≈+\-−–/→↑↓kKMB]*\d[\s\d.,%×±~<>≤≥≈+\-−–kKMB]*|[×±~<>≤≥≈→+\-%↑↓]+")
_COMMAND = re.compile(r"\\([A-Za-z]+)\s?|\\([%,;:! ])")
_COST = re.compile(r"[OΘΩÕ](?<![\w$\\].)\((?:[^()]|\([^()]*\)){1,40}\)")
_GROUP = re.compile(r"[SGUE](?<!\w.)[OEULp]?\([\dn]\)")
_SCRIPTED = re.compile(
    r"(?<![\w$.])([A-Za-zͰ-Ͽ]|\d+(?:\.\d+)?)'?(?:[\^_](?:\{[^{}]{0,60}\}|[-−+]?[A-Za-z0-9Ͱ-Ͽ]+|\*))+(?![\w])"
)
_GLUED = re.compile(r"(?<=[A-Za-z)\]])([\^_])(?:\{([^{}]{0,60})\}|([-−+]?[A-Za-z0-9]|\*)(?![a-z_]))")
_UNIT = re.compile(r"(?:\d\s?|/\s?)([A-Za-zμ]{1,3})$")
_INDEX = re.compile(r"\d+(?:\.\d+)?")
_BRACED = re.compile(r"([\^_])([-−+]?[A-Za-z0-9Ͱ-Ͽ]{2,})")
_SCRIPT_ONLY = re.compile(r"([\^_])\s?(\{[^{}]*\}|[A-Za-z0-9*])")
_STATISTIC = re.compile(r"[tFrzχ](?<!\w.)\(\d[\d, .]*\)(?=\s?[=<>])")
_GIVEN = re.compile(r"[pPqQπ](?<![\w$].)\([^()|]{1,24}\|[^()|]{1,24}\)")
_ARTICLES = re.compile(r"\b((?:the|an?|our|its|this|each|\w+ed)\s)\ue001the ")
_STAR = re.compile(r"\b([A-Z])\*(?![\w*])")
_SNAKE = re.compile(r"(?<=\w)_(?=\w)")
_STEP = r"(?:\s?[-+−*/]\s?[\w.()]{1,8})"
_EQUATION = Rules(
    (
        Rule(
            "a sum that equals",
            rf"(?<![\w.])[\w.()+*/−-]{{0,20}}{_STEP}{{1,6}}\s?=\s?[\w.()]{{1,12}}{_STEP}{{0,6}}(?![\w(-])",
            "so a + b = c here",
            "so a = b here",
        ),
        Rule(
            "a letter that equals a sum",
            rf"(?<![\w.])\d*[a-z]\s?=\s?\d*[a-z]?{_STEP}{{1,6}}(?![\w(-])",
            "so y = 2x + 1 here",
            "so y = 2x here",
        ),
    )
).pattern


def say_formulas(text: str) -> str:
    """Formulas between their marks in words."""
    return _ARTICLES.sub("\\1\ue001", latex.formulas(text, _formula))


def say_small_formulas(text: str) -> str:
    """Formulas without marks: costs, powers, indices, short equations; commands that are left over."""
    text = _bare(text) if "\\" in text else text
    if "(" in text:
        text = _GIVEN.sub(_said, _STATISTIC.sub(_said, text))
        text = _GROUP.sub(lambda m: m.group().replace("(", " ").rstrip(")"), _COST.sub(_said, text))
    if "=" in text:
        text = _EQUATION.sub(_equation, text)
    if "^" in text or "_" in text:
        text = _GLUED.sub(_glued, _SCRIPTED.sub(_scripted, text))
        text = _SNAKE.sub(" ", text)
    return _STAR.sub(r"\1 star", text) if "*" in text else text


def _formula(inside: str) -> str:
    plain = _COMMAND.sub(_character, inside).replace("{,}", ",").replace("{", "").replace("}", "")
    if _FIGURES.fullmatch(plain):
        return plain.strip()
    if script := _SCRIPT_ONLY.fullmatch(inside.strip()):
        return script.group(1) + "{" + script.group(2).strip("{}") + "}"
    said = say_formula(inside)
    return f" {ON_SCREEN} " if said is None else f"\ue001{said}\ue001"


def _character(match: re.Match[str]) -> str:
    name, sign = match.groups()
    if sign:
        return sign if sign == "%" else " "
    found = COMMANDS.get(name, match.group())
    return "~" if found == "∼" else found


def _bare(text: str) -> str:
    """Commands that stand outside any formula, by their character or name; those that only set type are dropped."""
    return _COMMAND.sub(_outside, text)


def _outside(match: re.Match[str]) -> str:
    name = match.group(1)
    if name and name not in COMMANDS:
        return " " if f"\\{name}" in IGNORED else f" {name} "
    return f" {_character(match)} "


def _said(match: re.Match[str]) -> str:
    return say_formula(match.group()) or ON_SCREEN


def _scripted(match: re.Match[str]) -> str:
    found = match.group()
    if found.startswith("10^"):
        return found
    if _is_unit(match.string, match.start() + 1, found[2:].strip("{}")):
        return found
    return say_formula(_BRACED.sub(r"\1{\2}", found)) or ON_SCREEN


def _is_unit(text: str, end: int, power: str) -> bool:
    """Whether what ends here is a unit after a number, so that its power belongs to the measure."""
    unit = _UNIT.search(text[max(0, end - 6) : end])
    return power in {"2", "3"} and bool(unit) and unit.group(1) in UNITS


def _glued(match: re.Match[str]) -> str:
    """A script on a word: `CHAIR_s` → CHAIR sub s."""
    inside = match.group(2) or match.group(3) or ""
    if match.group(1) == "^" and _is_unit(match.string, match.start(), inside):
        return match.group()
    if match.group(1) == "_" and _INDEX.fullmatch(inside) and match.string[match.start() - 1].isupper():
        return f" {inside}"
    said = say_formula("x" + match.group(1) + "{" + inside + "}") or "x"
    return said[1:] + " " if said[1:].strip() else " "


def _equation(match: re.Match[str]) -> str:
    found = match.group()
    if not re.search(r"\d|\b[a-z]\b", found) or re.search(r"[A-Za-z]{3}", found):
        return found
    return say_formula(found) or ON_SCREEN
