"""PyMuPDF's spans of one line → as few as the looks of the line need.

PyMuPDF gives each space that it infers a span of its own, so that a line of ten words comes in twenty pieces.
"""

from __future__ import annotations

_INFERRED = 512
"""Bit of a span's `char_flags` that says its character is not in the file."""
SAME_LEVEL_POINTS = 0.1


def merged(line: dict, width: float) -> list[dict]:
    """Neighbours that look alike put together; a line that runs over an edge of a page of `width` stays in pieces."""
    spans = line["spans"]
    x0, _, x1, _ = line["bbox"]
    if len(spans) == 1 or x0 < 0 or x1 > width:
        return spans
    runs: list[list[dict]] = []
    looks, top = None, 0.0
    for span in spans:
        its_looks, its_top = _looks(span), span["bbox"][1]
        if its_looks == looks and abs(its_top - top) < SAME_LEVEL_POINTS:
            runs[-1].append(span)
        else:
            runs.append([span])
            looks, top = its_looks, its_top
    return [_put_together(run) if len(run) > 1 else run[0] for run in runs]


def _looks(span: dict) -> tuple[str, float, int, int, int, int]:
    return span["font"], span["size"], span["flags"], span["color"], span["alpha"], span["char_flags"] | _INFERRED


def _put_together(run: list[dict]) -> dict:
    """The first of the run, with the text and the width of all."""
    first = run[0]
    left, top, _, bottom = first["bbox"]
    first["text"] = "".join([span["text"] for span in run])
    first["bbox"] = (left, top, run[-1]["bbox"][2], bottom)
    return first
