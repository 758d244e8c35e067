"""Text as it comes → plain text: Unicode made even, mark-up and what cannot be seen or said taken out.

In: any text at all, from a PDF, a web page or a model.  Out: one line without control characters and tags;
formulas stay between their dollar signs, powers and indices in Unicode become `^{}` and `_{}`.
"""

from __future__ import annotations

import re
import unicodedata
from html import unescape

from shows.speakable.maths.symbols import SUBSCRIPTS, SUPERSCRIPTS
from shows.words import latex

_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u034f\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\ufe00-\ufe0f\ufeff\ufff0-\ufffb\U000e0000-\U000e0fff]"
)
_HYPHENATED = re.compile(r"(?<=[a-z])-\n\s*(?=[a-z])")
_TAG = re.compile(r"</?[a-zA-Z][^<>]{0,200}>|<!--.{0,200}?-->|<\?[^<>]{0,200}>", re.S)
_TAG_JOINED = re.compile(r"(?<=\w)</?(?:b|i|em|strong|u|sub|sup|span|tt|code)>(?=\w)", re.I)
_ENTITY = re.compile(r"&(?:#\d{1,7}|#x[0-9a-fA-F]{1,6}|[A-Za-z]{2,8});")
_RAISED = re.compile("[" + "".join(map(chr, SUPERSCRIPTS)) + "]+")
_LOWERED = re.compile("[" + "".join(map(chr, SUBSCRIPTS)) + "]+")
_CHEMICAL = re.compile("(?<=[A-Z])[₀-₉]+|(?<=[A-Z][a-z])[₀-₉]+|(?<=\\))[₀-₉]+")
_PARTED = re.compile("[¼-¾⅐-⅞]")
_NOTE = re.compile(r"\\footnote\s*\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}?")
_TEXTUAL = re.compile(r"~?\\cite(?:t|alt|author|text)\*?(?:\[[^\]]*\]){0,2}\{[^{}]*\}")
_CITED = re.compile(r"~?\\cite[a-zA-Z]*\*?(?:\[[^\]]*\]){0,2}\{[^{}]*\}")
_CLIPPED_YEAR = re.compile(r"(?<=[A-Z]{2})'(?=\d\d\b)")
_SPAN = re.compile(r"(?<=\d)~(?=\d[\d.]*%)")
_TIED = re.compile(r"(?<=[\w.,:;)}])~(?=\S)")
_ADDRESS = re.compile(r"\\(?:url|path)\s*\{([^{}]*)\}")
_SPECIAL = {"\\ss": "ß", "\\o": "ø", "\\O": "Ø", "\\ae": "æ", "\\aa": "å", "\\l": "ł", "\\i": "ı"}
_SPECIAL_LETTER = re.compile(r"\\(?:ss|[oO]|ae|aa|l|i)(?![A-Za-z])\s?")
_CEDILLA = re.compile(r"\\(c|v|H|u|k)\s*\{([A-Za-z])\}")
_STRAY_ORDINAL = re.compile(r"(?<![\d\s])[ºª]")
"""Said after a figure alone; elsewhere it would hide the end of a word."""
_MARKS = {"c": "\u0327", "v": "\u030c", "H": "\u030b", "u": "\u0306", "k": "\u0328"}
_QUOTES = str.maketrans({
    "“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "`": "'", "´": "'", "−": "-", "‐": "-",
    "‑": "-", "‒": "–", "\t": " ", "\n": " ", "\r": " ", "\x0b": " ", "\x0c": " ", "\x85": " ", "\u2028": " ",
    "\u2029": " ", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "µ": "μ", "∼": "~",
})  # fmt: skip
_MATHS_LETTER = re.compile("[\U0001d400-\U0001d7ff\ufb00-\ufb06\uff01-\uff5e]")


def cleaned(text: str) -> str:
    """One plain line. Never raises."""
    if "\n" in text:
        text = _HYPHENATED.sub("", text)
    if not text.isascii():
        text = _even(text)
    text = _INVISIBLE.sub("", text)
    if "&" in text:
        text = _ENTITY.sub(lambda m: unescape(m.group()), text)
    if "<" in text:
        text = _TAG.sub(" ", _TAG_JOINED.sub("", text))
    text = text.translate(_QUOTES)
    if "~" in text:
        text = _TIED.sub(" ", _SPAN.sub("–", text))
    if "'" in text:
        text = _CLIPPED_YEAR.sub(" ", text)
    return text.replace("''", '"').replace("+/-", "±").replace("+-", "±").replace("∘C", "°C").replace("\\,", " ")


def _even(text: str) -> str:
    text = _CHEMICAL.sub(lambda m: m.group().translate(SUBSCRIPTS), text)
    text = _PARTED.sub(lambda m: " " + unicodedata.normalize("NFKC", m.group()).replace("⁄", "/"), text)
    text = _RAISED.sub(lambda m: "^{" + m.group().translate(SUPERSCRIPTS) + "}", text)
    text = _LOWERED.sub(lambda m: "_{" + m.group().translate(SUBSCRIPTS) + "}", text)
    text = _STRAY_ORDINAL.sub("", text)
    text = _MATHS_LETTER.sub(lambda m: unicodedata.normalize("NFKC", m.group()), text)
    return unicodedata.normalize("NFC", text)


def without_commands(text: str) -> str:
    """LaTeX's commands for text resolved: emphasis unwrapped, notes and citations dropped, accents put on."""
    text = _TEXTUAL.sub(" earlier work", text)
    text = _ADDRESS.sub(r"\1", _NOTE.sub("", _CITED.sub(" [1]", text)))
    text = _SPECIAL_LETTER.sub(lambda m: _SPECIAL[m.group().strip()], text)
    text = _CEDILLA.sub(lambda m: unicodedata.normalize("NFC", m.group(2) + _MARKS[m.group(1)]), text)
    return latex.without_commands(text)
