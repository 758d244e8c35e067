"""Whole numbers → English words, as `num2words` has them: `twelve`, `twentieth`."""

from __future__ import annotations

from num2words import num2words  # pyright: ignore[reportMissingTypeStubs, reportUnknownVariableType]


def cardinal(number: int) -> str:
    """`twelve`"""
    return str(num2words(number))


def ordinal(number: int) -> str:
    """`twelfth`"""
    return str(num2words(number, to="ordinal"))
