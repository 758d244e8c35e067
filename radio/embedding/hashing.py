"""Texts → vectors without a model: words and pairs of words, hashed into signed dimensions.

The same text gives the same vector on every machine and in every run. Likeness is likeness of words, not of meaning.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Sequence
from importlib.resources import files
from itertools import pairwise
from zlib import crc32

import numpy as np

_WORD = re.compile(r"[^\W_]+(?:-[^\W_]+)*")
_SIGN_BIT = 1 << 31
PAIR_WEIGHT = 0.2
"""Of a pair of neighbouring words, against a single word."""

COMMON = frozenset(files("radio.embedding").joinpath("common.txt").read_text().split())
"""English function words and the phrases of every abstract: they say nothing of the subject."""


class HashingEmbedding:
    """A `doors.Embedding` that needs no model."""

    def __init__(self, dimensions: int = 512):
        self.name = f"hashing-{dimensions}"
        self._dimensions = dimensions

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        """Rows of length 1; a text without any word of its own is a row of zeros."""
        vectors = np.zeros((len(texts), self._dimensions), dtype=np.float32)
        for row, text in zip(vectors, texts, strict=True):
            self._fill(row, text)
        lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
        return vectors / np.where(lengths > 0, lengths, 1)

    def _fill(self, row: np.ndarray, text: str) -> None:
        words = _words(text)
        pairs = [f"{first} {second}" for first, second in pairwise(words)]
        for weight, features in ((1.0, words), (PAIR_WEIGHT, pairs)):
            for feature, count in Counter(features).items():
                number = crc32(feature.encode())
                sign = 1 if number & _SIGN_BIT else -1
                row[number % self._dimensions] += sign * weight * (1 + math.log(count))


def _words(text: str) -> list[str]:
    """The words that say something, in their order, without a plural's s."""
    words = (word for word in _WORD.findall(text.lower()) if len(word) > 1 and word not in COMMON)
    return [word[:-1] if len(word) > 3 and word.endswith("s") and not word.endswith("ss") else word for word in words]
