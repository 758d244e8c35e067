"""Written → spoken: what a voice is given for a sentence as it is shown.

In: a sentence with its figures, symbols, LaTeX and acronyms.  Out: words and the marks that make pauses. The same text
always gives the same words, and spoken text stays as it is. Never raises; never changes what is shown.
"""

from __future__ import annotations

import re
import unicodedata

from shows.claims import latex
from shows.speakable.maths import say_formula, say_inline_maths
from shows.speakable.numbers import digits, number, say_numbers, say_years
from shows.speakable.tables import GREEK, LATIN, PARTS, SUBSCRIPTS, SUPERSCRIPTS, SYMBOLS
from shows.speakable.words import say_part, say_words

ON_SCREEN = "the formula on screen"
LINK = "the link on screen"
PASSES = 3
"""Enough for what one rule uncovers for another; the words of a normal sentence settle in the first."""

_UNSETTLED = re.compile(r"[^A-Za-z,;:?!.' -]|[A-Z]{2}|[a-z][A-Z]")
_INVISIBLE = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]"
)
_DOUBLE_HYPHEN = re.compile(r"(?<=[\d%])--(?=[\d$])")
_HYPHENATED = re.compile(r"(?<=[a-z])-\n\s*(?=[a-z])")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>|<!--.{0,200}?-->", re.S)
_RAISED = re.compile(r"[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻ⁿⁱ]+")
_LOWERED = re.compile(r"[₀₁₂₃₄₅₆₇₈₉₊₋ₐₑₒₓᵢⱼᵣᵥₙₜₖₘ]+")
_NUMBERED_CITATION = re.compile(r"\s?\[\s?\d+(?:\s?[,;–-]\s?\d+)*\s?\]")
_YEAR = r"(?:19|20)\d\d[a-z]?"
_NAMED_CITATION = re.compile(
    rf"\s?\((?:(?:see|e\.g\.,?|cf\.)\s)?[A-Z][^()]{{0,80}}?,?\s{_YEAR}(?:[;,][^()]{{0,160}}?{_YEAR})*\)"
)
_CITED_YEAR = re.compile(rf"(?<=et al\.) ?\({_YEAR}\)")
_ARXIV = re.compile(r"\barXiv[:\s]\s?(\d{4})\.(\d{4,5})(?:v(\d+))?\b", re.I)
_URL = re.compile(r"\b(?:https?://|www\.)[^\s<>()\[\]{}]*[^\s<>()\[\]{}.,;:!?'\"]|https?\b(?:://)?", re.I)
_BARE_URL = re.compile(
    r"\b[\w-]+(?:\.[\w-]+)*\.(?:com|org|io|net|edu|ai|dev|gov)(?:/[^\s<>()\[\]{},;]*[^\s<>()\[\]{}.,;:!?'\"])"
)
_MAIL = re.compile(r"[\w.+{},-]+@[\w-]+(?:\.[\w-]+)+")
_LATIN = [(re.compile(rf"(?<![\w.]){written}"), said) for written, said in LATIN.items()]
_PART = re.compile(
    r"(?<![\w-])("
    + "|".join(sorted(PARTS, key=len, reverse=True))
    + r")(?:\.\s?|\s|~)\(?(\d+(?:\.\d+)*[a-z]?|[IVX]{1,5}(?!-))\b(?![.,]\d|%)\)?",
    re.I,
)
_SYMBOL = re.compile("[" + re.escape("".join(set(SYMBOLS) - set("<>&=+"))) + "]")
_GREEK = re.compile("[" + "".join(GREEK) + "]")
_ABOUT = re.compile(r"[~∼]\s?(?=[\d$.])")
_AND = re.compile(r"\s?&\s?")
_PARENS = re.compile(r"\s?[(\[]\s*([^()\[\]]*?)\s*[)\]]")
_DASH = re.compile(r"\s?(?:—|--+)\s?|\s[–-]\s")
_OVER = re.compile(r"(?<=one)\s?/\s?(?=[a-z]\b)")
_SLASH = re.compile(r"(?<=\w)\s?/\s?(?=\w)")
_ODD = re.compile(r"[^\w\s.,;:?!'%-]|_")
_PAUSES = re.compile(r"\s*([,;:.?!])(?:\s*[,;:](?=[\s,;:.?!]|$))*")
_DOUBLED = re.compile(r"[,;:]\s*([.?!,;:])")
_FIGURES = re.compile(r"[\d.,%+-]+")
_OUTER_HYPHEN = re.compile(r"(?<=\s)-(?=\w)|(?<=\w)-(?=\s|$)")
_TRAILING = re.compile(r"[\s,;:-]+$")
_LEADING = re.compile(r"^[\s,;:.?!'-]+")
_LONE = re.compile(r"(?<![\w])[-'%]+(?![\w])|(?<=\s)[-']+(?=\s)")


def speakable(text: str) -> str:
    """`F1 rose by 3.2% [4].` → `F one rose by three point two percent.`"""
    said = _say(text)
    for _ in range(PASSES):
        if not _UNSETTLED.search(said):
            break
        said = _say(said)
    return said


def _say(text: str) -> str:
    text = _references(_without_markup(text))
    text = latex.formulas(text, _formula)
    text = latex.symbols(text) if "\\" in text else text
    text = say_words(say_inline_maths(say_years(text)))
    text = say_numbers(_ABOUT.sub("about ", text))
    return _marks(text)


def _without_markup(text: str) -> str:
    text = _RAISED.sub(lambda m: "^{" + m.group().translate(SUPERSCRIPTS) + "}", text)
    text = _LOWERED.sub(lambda m: " " + m.group().translate(SUBSCRIPTS), text)
    text = _DOUBLE_HYPHEN.sub("–", text)
    text = unicodedata.normalize("NFKC", text.replace("´", "'").replace("{,}", ","))
    text = _INVISIBLE.sub("", _HYPHENATED.sub("", text).replace("\n", " ").replace("\t", " "))
    text = latex.without_commands(text) if "\\" in text else text
    return _TAG.sub(" ", text.translate(_QUOTES)) if "<" in text else text.translate(_QUOTES)


_QUOTES = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "`": "'", "−": "-",
                         "‐": "-", "‑": "-", "‒": "–", "…": "..."})  # fmt: skip


def _references(text: str) -> str:
    text = _NUMBERED_CITATION.sub("", text) if "[" in text else text
    if "(" in text:
        text = _CITED_YEAR.sub("", _NAMED_CITATION.sub("", text))
    text = _ARXIV.sub(lambda m: say_arxiv(m.group(1), m.group(2), m.group(3)), text)
    if "http" in text.casefold() or "www" in text or "/" in text:
        text = _BARE_URL.sub(LINK, _URL.sub(LINK, text))
    if "@" in text:
        text = _MAIL.sub("the address on screen", text)
    for written, said in _LATIN if "." in text else ():
        text = written.sub(said, text)
    return _PART.sub(lambda m: say_part(m.group(1), m.group(2)), text)


def say_arxiv(yymm: str, figures: str, version: str | None = None) -> str:
    """`2411.01234v2` → archive two four one one, dot, zero one two three four, version two."""
    said = f"archive {digits(yymm)}, dot, {digits(figures)}"
    return f"{said}, version {number(version)}" if version else said


def _formula(inside: str) -> str:
    said = say_formula(inside)
    if said is None:
        return f" {ON_SCREEN} "
    return said if _FIGURES.fullmatch(said) else f" {said} "


def _marks(text: str) -> str:
    text = text.replace("{", "").replace("}", "")
    text = _GREEK.sub(lambda m: f" {GREEK[m.group()]} ", text)
    text = _SYMBOL.sub(lambda m: f" {SYMBOLS[m.group()]} ", _AND.sub(" and ", text))
    for _ in range(2):
        text = _PARENS.sub(lambda m: f", {m.group(1)}," if m.group(1) else "", text)
    text = _SLASH.sub(" ", _OVER.sub(" over ", _DASH.sub(", ", text)))
    text = text.replace("=", " equals ").replace("<", " is less than ").replace(">", " is greater than ")
    text = _ODD.sub(" ", text.replace("+", " plus ").replace("%", " percent "))
    text = _PAUSES.sub(r"\1", _LONE.sub(" ", " ".join(_OUTER_HYPHEN.sub(" ", text).split())))
    return " ".join(_TRAILING.sub("", _LEADING.sub("", _DOUBLED.sub(r"\1", text))).split())
