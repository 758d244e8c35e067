"""Figures, tables, algorithms: captions in `floats`, what they stand under in `crops`, `records` of both. Pure."""
