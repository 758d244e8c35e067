"""Words that are not said as they are written: acronyms, model names, CamelCase, Roman figures.

In: running text.  Out: the same text with acronyms spelled (`L-L-M`) or made into words (`rag`), and with names of
models and data sets taken apart where letters meet figures.
"""

from __future__ import annotations

import re
from functools import lru_cache

from shows.speakable.tables import PARTS, SAID_AS_WORDS, SPELLED, WORDS

LONGEST_SPELLED = 3
"""Acronyms up to this length are spelled unless a table says otherwise."""

_TOKEN = re.compile(
    r"(?<![\w.'])(?=[\w-]*(?:[A-Z]{2}|[a-z][A-Z]|[A-Za-z]-?\d"
    r"|\d[A-Z]{2}))[A-Za-z0-9]+(?:[-.][A-Za-z0-9]+)*(?:'s)?(?!\w)|\b(?:vs|iff|wrt|iid|w/o|Qwen|pp)\b"
)
_SPELT = re.compile(r"(?:[A-Z]-)+[A-Z](?:'s)?")
_PIECE = re.compile(r"[A-Z]{2,}s(?![a-z])|[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+(?:\.\d+)*|[A-Z]+")
_FIGURE = re.compile(r"\d[\d.,]*(?:[A-Za-zµμ]{1,4}|[eE]-?\d+)")
_ROMAN = {"I": 1, "V": 5, "X": 10}
_VOWELS = frozenset("AEIOUY")
_CLUMSY = re.compile(
    r"[^AEIOUY]{3}|^[^AEIOUYSTCPBFGDKW][^AEIOUYRLH]|[AEIOUY]{3}|Q(?!U)|[^AEIOU][XJV]$|^[^AEIOUY][^AEIOUYRLHNMTPKCQW]"
)


def say_words(text: str) -> str:
    """`LLMs beat GPT-4o on CIFAR-10` → `L-L-M's beat G-P-T 4 O on cifar 10`."""
    return _TOKEN.sub(lambda m: _token(m.group()), text)


def say_part(noun: str, figure: str) -> str:
    """`Fig. 3` → figure 3; `Section IV` → section 4; a noun without its number's form stays as it was."""
    said = PARTS[noun.lower().rstrip(".")]
    said = said if not noun[0].isupper() or noun.lower() != said else noun
    return f"{said} {say_roman(figure) if figure.isalpha() else figure}"


@lru_cache(maxsize=128)
def say_roman(figure: str) -> str:
    """`IV` → 4."""
    values = [_ROMAN[c] for c in figure]
    return str(sum(-v if any(w > v for w in values[i + 1 : i + 2]) else v for i, v in enumerate(values)))


@lru_cache(maxsize=16384)
def _token(token: str) -> str:
    if token in WORDS:
        return WORDS[token]
    if _SPELT.fullmatch(token) or _FIGURE.fullmatch(token):
        return token
    stem, genitive = (token[:-2], "'s") if token.endswith("'s") else (token, "")
    if stem in WORDS:
        return WORDS[stem] + genitive
    parts = re.split(r"-", stem)
    said = " ".join(_part(part) for part in parts) if _taken_apart(stem) else stem
    return said + genitive if not said.endswith("'s") else said


def _taken_apart(token: str) -> bool:
    return not (token.startswith(("Mc", "Mac")) and token.isalpha() and token[1:].count("M") == 0)


def _part(part: str) -> str:
    if part in WORDS:
        return WORDS[part]
    pieces = _PIECE.findall(part)
    if "".join(pieces) != part.replace(".", "") and "".join(pieces) != part:
        return part
    said = " ".join(map(_piece, pieces))
    return "A-" + said[2:] if re.match(r"A \d", said) else said


def _piece(piece: str) -> str:
    if piece in WORDS:
        return WORDS[piece]
    letters = piece.removesuffix("s") if piece[-1:] == "s" and piece[:-1].isupper() and len(piece) > 2 else piece
    if not letters.isupper() or not letters.isalpha():
        return piece
    plural = letters != piece
    if len(letters) == 1:
        return letters
    if _is_word(letters):
        return letters.lower().capitalize() + ("s" if plural else "")
    return "-".join(letters) + ("'s" if plural else "")


def _is_word(letters: str) -> bool:
    """Whether an acronym is said as a word: listed, or long enough and easy on the tongue."""
    if letters in SAID_AS_WORDS:
        return True
    if letters in SPELLED or len(letters) <= LONGEST_SPELLED:
        return False
    vowels = sum(c in _VOWELS for c in letters)
    return vowels * 4 >= len(letters) and not _CLUMSY.search(letters)
