"""Rows of words, as the tables of the shows hold them → a set."""

from __future__ import annotations


def words_of(*rows: str) -> frozenset[str]:
    """`words_of("a an", "the")` holds three words."""
    return frozenset(" ".join(rows).split())
