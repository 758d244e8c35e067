"""Texts → vectors, and the collection that finds the nearest."""

from radio.embedding.hashing import HashingEmbedding
from radio.embedding.vectors import Vectors

__all__ = ["HashingEmbedding", "Vectors"]
