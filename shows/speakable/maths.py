"""Formulas as they are said: powers, indices, relations, Greek letters, costs like O(n log n).

In: the inside of a formula, or running text with small pieces of maths in it.  Out: words and figures, which
`say_numbers` reads next. A formula too long to be followed by ear gives None: it is shown, not read.
"""

from __future__ import annotations

import re

from shows.claims import latex
from shows.speakable.tables import FUNCTIONS

MOST_TOKENS = 12

_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[A-Za-z]+|[^\sA-Za-z\d]")
_SCRIPT = re.compile(r"([\^_])\s?(?:\{([^{}]*)\}|([A-Za-z0-9*+-])|(\S))")
_OF = re.compile(r"\b([A-Za-z])\(([^()]{1,24})\)")
_COST = re.compile(r"\b([OΘΩ])\(([^()]{1,24})\)")
_POWERED = re.compile(r"(?<=[\w)])\^\s?(?:\{([^{}]{0,24})\}|([-+]?\w+|\*|°))")
_INDEXED = re.compile(r"(?<=[A-Za-z0-9)])_(?:\{([^{}]{0,40})\}|([A-Za-z0-9]+))")
_STAR = re.compile(r"\b([A-Z])\*(?![\w*])")
_RELATION = re.compile(r"(?<=[\w)])\s?(<=|>=|==|!=|<<|>>|->|=>|[=<>])\s?(?=[\w(.\-+−α-ω])")
_PRODUCT = re.compile(r"(?<=[A-Za-z])\s?×\s?(?=[A-Za-z])")

POWERS = {"2": "squared", "3": "cubed", "T": "transpose", "*": "star", "⊤": "transpose", "-1": "inverse", "'": "prime",
          "°": "degrees", "∘": "degrees", "+": "plus", "-": "minus"}  # fmt: skip
ENDINGS = frozenset({"th", "st", "nd", "rd"})
RELATIONS = {
    "=": "equals", "<": "is less than", ">": "is greater than", "<=": "is at most", ">=": "is at least",
    "==": "equals", "!=": "is not equal to", "<<": "is much less than", ">>": "is much greater than",
    "->": "to", "=>": "implies", "≤": "is at most", "≥": "is at least", "∈": "in", "|": "given",
}  # fmt: skip


def say_formula(inside: str) -> str | None:
    """The words for the inside of a formula, or None when it is too long to be said."""
    text = latex.symbols(inside).replace("\\", " ").strip()
    if len(text) > 12 * MOST_TOKENS or len(_TOKEN.findall(text.replace("{", "").replace("}", ""))) > 2 * MOST_TOKENS:
        return None
    tokens = [t for t in _TOKEN.findall(text) if t not in "{}(),._^"]
    if len(tokens) > MOST_TOKENS:
        return None
    return " ".join(_figures(_scripts(text)).split())


def say_inline_maths(text: str) -> str:
    """Small maths in running text: `p < 0.05`, `R^2`, `O(n log n)`, `x_i`, `snake_case`."""
    text = _COST.sub(lambda m: f"{m.group(1)} of {_inside(m.group(2))}", text) if "(" in text else text
    if "*" in text:
        text = _STAR.sub(r"\1-star", text)
    if "^" in text:
        text = _POWERED.sub(lambda m: _power(m.group(1) if m.group(1) is not None else m.group(2), m), text)
    if "_" in text:
        text = _INDEXED.sub(lambda m: f" {m.group(1) or m.group(2)}", text)
    if any(mark in text for mark in "=<>"):
        text = _RELATION.sub(lambda m: f" {RELATIONS[m.group(1)]} ", text)
    return _PRODUCT.sub(" by ", text)


def _scripts(text: str) -> str:
    for _ in range(3):
        text = _SCRIPT.sub(_script, text)
    text = _OF.sub(r"\1 of \2", text.replace("{", " ").replace("}", " "))
    return re.sub(r"(?<=\S)\s?\|\s?(?=\S)", " given ", text)


def _script(match: re.Match[str]) -> str:
    inside = next(g for g in match.groups()[1:] if g is not None)
    if match.group(1) == "^":
        return _power(inside, match)
    return f" {inside} "


def _power(inside: str, match: re.Match[str]) -> str:
    inside = inside.strip()
    base = match.string[max(0, match.start() - 2) : match.start()]
    if inside in POWERS and not base.isdecimal():
        return f" {POWERS[inside]} "
    if inside in ENDINGS:
        return inside
    if re.search(r"\b10$", base) and re.fullmatch(r"[-+−]?\d+", inside):
        return f"^{{{inside}}}"
    if inside in ("2", "3"):
        return f" {POWERS[inside]} "
    return f" to the {inside.replace('-', 'minus ')} " if inside else " "


def _figures(text: str) -> str:
    text = re.sub(r"(?<![\w)])-\s?(?=[A-Za-zα-ω])", " minus ", text)
    text = re.sub(r"(?<=[A-Za-zα-ω)])\s?-\s?(?=\d)", " minus ", text)
    text = re.sub(r"(?<=[\wα-ω)])\s-\s(?=[\wα-ω(])", " minus ", text)
    for name, said in FUNCTIONS.items():
        text = re.sub(rf"\b{name}\b", f" {said} ", text) if name in text else text
    text = re.sub(r"<=|>=|==|!=|<<|>>|->|=>|[=<>≤≥∈]", lambda m: f" {RELATIONS[m.group()]} ", text)
    text = re.sub(r"(?<=[\w)])\s?/\s?(?=[A-Za-zα-ω(])", " over ", text)
    text = re.sub(r"\d\s?[×·]\s?(?=\d)|[×·]", lambda m: m.group() if m.group()[0].isdecimal() else " times ", text)
    return text.replace("*", " ")


def _inside(text: str) -> str:
    return text.replace("·", " ").replace("*", " ")
