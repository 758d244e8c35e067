"""Words that are not said as they are written: acronyms, names of models, Greek letters, other scripts.

In: running text whose free-standing figures are words. Out: the same with acronyms spelled (`L-L-M`) or made into
words (`Bert`), and names taken apart where letters meet figures. CamelCase stays one word.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

from radio.rules import Rule, Rules
from shows.speakable.lexicon import Lexicon
from shows.speakable.maths.wording import letter
from shows.speakable.numbers import number, year

LONGEST_SPELLED = 3
"""Acronyms up to this length are spelled unless the lexicon says otherwise."""

LONGEST_WORD = 64
"""Letters; what is longer is no word, and its capitals are not looked at."""

MOST_KNOWN = 50_000

_WORD = re.compile(r"\w+(?:[-'’]\w+|\.\d\w*)*(?:\+\+(?!\w)|#(?!\w))?['’]?")
_WORD_OR_PLAIN = re.compile(rf"(?:(?<!\w)[a-z]+[,.]? )+|{_WORD.pattern}")
"""Lower-case words are passed over together where the lexicon has none of them."""
_SPELT = re.compile(r"(?:[A-Z]-)+[A-Z](?:'s)?")
_PIECE = re.compile(
    r"[A-Z]{2,}s(?![a-z])|[A-Z]+(?=v\d)|[A-Z]+(?=[A-Z][a-z])|[A-Z]+(?![a-zà-ÿ])|[A-Z]?[a-zà-ÿ]+|\d+(?:\.\d+)*|[^\W\d_]"
)
_CAMEL = Rules(
    (
        Rule("capitals within", r"[A-Z]?[a-zà-ÿ]*(?:[A-Z][a-zà-ÿ]+)+[A-Z]?", "DeepMind"),
        Rule("capitals at an end", r"(?:[A-Z][a-z]+)*?(?:[A-Z][a-z][A-Z]{1,2})+(?:[A-Z][a-z]+)*", "LoRA"),
        Rule("capitals before", r"[A-Z]{2,}[a-z]{2,}", "BERTscore"),
        Rule("capitals around", r"[A-Z][a-z]{2}[A-Z]", "TeqN"),
    )
).pattern
_PLAIN = re.compile(r"[A-Z]?[a-z]+(?:-[A-Z]?[a-z]+)*")
_RUN_THEN_CAMEL = re.compile(r"([A-Z]{2,})((?:[A-Z][a-z]+)+)")
_VOWELS = frozenset("AEIOUY")
_CLUMSY = Rules(
    (
        Rule("three consonants", r"[^AEIOUY]{3}", "ABCD", "ABED"),
        Rule("a start that no word has", r"^[^AEIOUYSTCPBFGDKW][^AEIOUYRLH]", "MSA", "SMA"),
        Rule("three vowels", r"[AEIOUY]{3}", "BEAU"),
        Rule("a Q without U", r"Q(?!U)", "QA", "QUA"),
        Rule("an end in X, J or V", r"[^AEIOU][XJV]$", "ABRX", "ABAX"),
        Rule("a start before a rare consonant", r"^[^AEIOUY][^AEIOUYRLHNMTPKCQW]", "TSA", "TRA"),
        Rule("an end that no word has", r"[BCDFGPTKV][RLNM]$", "ABR", "ARB"),
    )
).pattern


def say_words(text: str, lexicon: Lexicon) -> str:
    """`LLMs beat GPT-four on CIFAR-ten` → `L-L-M's beat G-P-T four on Cifar ten`."""
    known = lexicon.known

    def said(match: re.Match[str]) -> str:
        word = match.group()
        if word[-1] == " ":
            return word
        found = known.get(word)
        return found if found is not None else _learn(word, lexicon)

    return (_WORD if lexicon.has_plain_words else _WORD_OR_PLAIN).sub(said, text)


def _learn(word: str, lexicon: Lexicon) -> str:
    if len(lexicon.known) > MOST_KNOWN:
        lexicon.known.clear()
    said = lexicon.known[word] = _word(word, lexicon)
    return said


def _word(word: str, lexicon: Lexicon) -> str:
    if word in lexicon.said:
        return lexicon.said[word]
    if _PLAIN.fullmatch(word) and not any(part in lexicon.said for part in word.split("-")):
        return word
    if _SPELT.fullmatch(word):
        return word
    if word.endswith("++"):
        return _word(word[:-2], lexicon) + " plus plus"
    for mark in ("'s", "’s", "'", "’"):
        if word.endswith(mark) and len(word) > len(mark):
            return _owned(_word(word.removesuffix(mark), lexicon), mark)
    if len(word) > LONGEST_WORD:
        return _readable(word).lower()
    if "'" in word or "’" in word:
        plain = _readable(word.replace("’", "'"))
        return plain if plain.replace("'", "").replace("-", "").isalpha() else _word(plain.replace("'", "-"), lexicon)
    return _joined([_part(part, lexicon) for part in word.replace("_", " ").replace(" ", "-").split("-")], word)


def _owned(said: str, mark: str) -> str:
    if said.endswith("'s"):
        return said
    return said + ("'s" if mark[-1] == "s" else "'")


def _joined(parts: list[tuple[str, bool]], word: str) -> str:
    """Parts that are words as they stand keep their hyphen; others stand apart."""
    if "_" in word:
        return " ".join(said for said, _ in parts if said)
    said = parts[0][0]
    for (_, plain), (after, after_plain) in pairwise(parts):
        said += ("-" if plain and after_plain else " ") + after
    return " ".join(said.split())


def _part(part: str, lexicon: Lexicon) -> tuple[str, bool]:
    """A part between hyphens, and whether it is said as it is written."""
    if part in lexicon.said:
        return lexicon.said[part], lexicon.said[part] == part
    if _readable(part) != part:
        return _part_of_greek(part, lexicon), False
    if part.isalpha() and (len(part) == 1 or part.islower() or part.istitle()):
        return part, True
    run = _RUN_THEN_CAMEL.fullmatch(part)
    if run and not _PLURAL.fullmatch(part) and _is_acronym(run.group(1), lexicon):
        return f"{_capitals(run.group(1), lexicon)} {_part(run.group(2), lexicon)[0]}", False
    if part.isalpha() and _CAMEL.fullmatch(part) and not part.isupper() and not _PLURAL.fullmatch(part):
        return part, True
    return " ".join(_piece(piece, lexicon) for piece in _pieces(part)), False


_PLURAL = re.compile(r"[A-Z]{2,}s")


def _pieces(part: str) -> list[str]:
    """`Qwen2.5` → Qwen, 2.5; `HotpotQA` → Hotpot, QA; lower and upper case together where they make one word."""
    found: list[str] = []
    for piece in _PIECE.findall(part):
        last = found[-1] if found else ""
        if len(last) > 1 and last.isalpha() and last.istitle() and piece.isalpha() and piece.istitle():
            found[-1] = last + piece
        else:
            found.append(piece)
    return found


def _is_acronym(run: str, lexicon: Lexicon) -> bool:
    """Whether the capitals before CamelCase are an acronym; `BERTurk` is a word of its own."""
    known = run in lexicon.words or run in lexicon.letters
    return known or len(run) > LONGEST_SPELLED or not _VOWELS & set(run)


def _piece(piece: str, lexicon: Lexicon) -> str:
    if piece in lexicon.said:
        return lexicon.said[piece]
    if piece[0].isdecimal():
        return _figures(piece)
    if len(piece) > 2 and piece[-1] == "s" and piece[:-1].isupper():
        return _many(_capitals(piece[:-1], lexicon))
    return _capitals(piece, lexicon) if piece.isupper() and len(piece) > 1 else piece


def _figures(piece: str) -> str:
    if len(piece) == 4 and piece.isdecimal() and piece[:2] in {"19", "20"}:
        return year(piece)
    parts = piece.split(".")
    if len(parts) > 2:
        return " point ".join(map(number, parts))
    return number(piece)


def _many(said: str) -> str:
    return said + ("'s" if "-" in said or len(said) == 1 else "s")


def _capitals(letters: str, lexicon: Lexicon) -> str:
    """An acronym as a word or letter by letter."""
    if letters in lexicon.said:
        return lexicon.said[letters]
    return letters.capitalize() if _is_word(letters, lexicon) else "-".join(letters)


def _is_word(letters: str, lexicon: Lexicon) -> bool:
    """Whether an acronym is said as a word: listed, or long enough and easy on the tongue."""
    if letters in lexicon.words:
        return True
    if letters in lexicon.letters or len(letters) <= LONGEST_SPELLED:
        return False
    return sum(c in _VOWELS for c in letters) * 5 >= len(letters) and not _CLUMSY.search(letters)


def _readable(word: str) -> str:
    """The word without letters of scripts that an English voice cannot read."""
    return word if word.isascii() else "".join(c for c in word if _is_latin(c))


def _is_latin(character: str) -> bool:
    return character.isascii() or unicodedata.name(character, "").startswith("LATIN")


def _part_of_greek(part: str, lexicon: Lexicon) -> str:
    """Greek letters by name, other scripts left out: `αNLI` → alpha N-L-I."""
    said: list[str] = []
    latin = ""
    for character in part + " ":
        if _is_latin(character) and character != " ":
            latin += character
            continue
        said.extend([_part(latin, lexicon)[0]] if latin else [])
        latin = ""
        if unicodedata.name(character, "").startswith("GREEK"):
            said.append(letter(character))
    return " ".join(said)
