"""How names are said: the lexicon shipped with the station, and the operator's own before it.

In: the text of a `lexicon.toml`.  Out: a Lexicon that `speakable` asks first. Reads no file but its own.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files

from pydantic import TypeAdapter, ValidationError

_SAID = TypeAdapter(dict[str, str])
_WORDS = TypeAdapter(list[str])


class BadLexicon(ValueError):
    """The lexicon cannot be read; the message says where."""


@dataclass(frozen=True, slots=True, eq=False)
class Lexicon:
    """Words with a said form of their own. Compared by identity: one loaded anew is another."""

    said: Mapping[str, str] = field(default_factory=dict[str, str])
    """Written word → what a voice gets, by exact spelling."""

    words: frozenset[str] = frozenset()
    """Acronyms, in capitals, that are said as words."""

    letters: frozenset[str] = frozenset()
    """Acronyms, in capitals, that are spelled."""

    has_plain_words: bool = False
    """Whether it says a lower-case word otherwise."""

    known: dict[str, str] = field(default_factory=dict[str, str], repr=False)
    """Every word met so far with what is said for it; emptied when it grows too long."""

    def over(self, text: str) -> Lexicon:
        """This lexicon with the entries of another text before its own. Raises BadLexicon."""
        other = parse(text)
        return Lexicon(
            said={**self.said, **other.said},
            words=(self.words - other.letters) | other.words,
            letters=(self.letters - other.words) | other.letters,
            has_plain_words=self.has_plain_words or other.has_plain_words,
        )


def parse(text: str) -> Lexicon:
    """The lexicon in a TOML text. Raises BadLexicon."""
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as exc:
        raise BadLexicon(f"the lexicon is no TOML: {exc}") from exc
    unknown = sorted(set(table) - {"said", "words", "letters"})
    if unknown:
        raise BadLexicon(f"the lexicon has no table {unknown[0]!r}; it has said, words and letters")
    try:
        said = _SAID.validate_python(table.get("said", {}), strict=True)
    except ValidationError as exc:
        raise BadLexicon("under [said] each word needs a text in quotes") from exc
    plain = any(word.isalpha() and word.islower() for word in said)
    return Lexicon(said, _listed(table, "words"), _listed(table, "letters"), plain)


def _listed(table: dict[str, object], key: str) -> frozenset[str]:
    value = table.get(key, "")
    try:
        words = value.split() if isinstance(value, str) else _WORDS.validate_python(value, strict=True)
    except ValidationError as exc:
        raise BadLexicon(f"{key} has to be a text or a list of words") from exc
    return frozenset(word.upper() for word in words)


assert __package__, "the shipped lexicon lies beside this module"
SHIPPED = parse((files(__package__) / "lexicon.toml").read_text(encoding="utf-8"))
