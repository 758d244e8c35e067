"""Tables of named rules about text: each has a pattern, and an example that shows what it is there for. Pure.

A table is used as one compiled pattern. `tests/test_rules.py` walks every table in the code and holds each rule to its
example, so that a table is its own test.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property


def either(*words: str) -> str:
    """A pattern for any of these words, each of which may be a pattern itself; tried in their order."""
    return "|".join(words)


def any_word(*rows: str) -> str:
    """A pattern for any of the words in the rows, each of which may be a pattern without spaces."""
    return either(*" ".join(rows).split())


@dataclass(frozen=True, slots=True)
class Rule:
    """One thing that a text may hold."""

    name: str
    """What it is, as a phrase that can stand in a sentence: `a reference to a figure`."""
    pattern: str
    example: str
    """A text that the pattern matches."""
    but_not: str = ""
    """A text that looks like it and that the pattern does not match; empty where none tells more."""


@dataclass(frozen=True)
class Rules:
    """A table of rules, tried in their order."""

    table: tuple[Rule, ...]
    before: str = ""
    """What every pattern begins with, such as a word boundary."""
    after: str = ""
    """What every pattern ends with."""
    flags: int = 0
    """Of `re`."""

    @cached_property
    def pattern(self) -> re.Pattern[str]:
        """All of them as one: matches where any rule does, the first in the table before the others."""
        either = "|".join(rule.pattern for rule in self.table)
        return re.compile(f"{self.before}(?:{either}){self.after}", self.flags)

    @cached_property
    def by_rule(self) -> tuple[tuple[Rule, re.Pattern[str]], ...]:
        """Each rule with its own pattern, for whoever asks which one it is."""
        return tuple(
            (rule, re.compile(f"{self.before}(?:{rule.pattern}){self.after}", self.flags)) for rule in self.table
        )

    def find(self, text: str) -> Rule | None:
        """The first rule of the table that the text matches anywhere; None where none does."""
        return next((rule for rule, pattern in self.by_rule if pattern.search(text)), None)

    def __iter__(self) -> Iterator[Rule]:
        return iter(self.table)
