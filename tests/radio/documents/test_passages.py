"""Which groups of sentences can be said."""

from __future__ import annotations

import pytest

from radio.documents.prose.passages import is_prose


@pytest.mark.parametrize(
    "text",
    [
        "Let (X, T) be a topological space and let x be a point of X.",
        "A set U in X is called a neighbourhood of x when there is an open set O with x ∈ O and O ⊆ U.",
        "We train for 12 hours and reach 41.8 BLEU.",
    ],
)
def test_a_sentence_with_symbols_for_names_is_prose(text: str):
    assert is_prose(text)


@pytest.mark.parametrize(
    "text",
    [
        "d(x, z) ≤ d(x, y) + d(y, z) ∀x, y, z ∈ X",
        "T h e q u i c k b r o w n f o x j u m p s",
        "41.8 28.4 39.2 26.3 base big",
    ],
)
def test_formulas_cells_and_words_that_came_apart_are_not(text: str):
    assert not is_prose(text)
