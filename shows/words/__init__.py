"""The ground floor of the shows: sentences, LaTeX, fields and tables of words, which every other folder may use."""

from __future__ import annotations


def words_of(*rows: str) -> frozenset[str]:
    """The words of a table's rows as a set: `words_of("a an", "the")` holds three."""
    return frozenset(" ".join(rows).split())
