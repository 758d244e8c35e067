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
    last = spans[0]
    found = [last]
    for span in spans[1:]:
        if _alike(last, span):
            left, top, _, bottom = last["bbox"]
            last["text"] += span["text"]
            last["bbox"] = (left, top, span["bbox"][2], bottom)
        else:
            found.append(span)
            last = span
    return found


def _alike(one: dict, other: dict) -> bool:
    return (
        one["font"] == other["font"]
        and one["size"] == other["size"]
        and one["flags"] == other["flags"]
        and one["color"] == other["color"]
        and one["alpha"] == other["alpha"]
        and (one["char_flags"] ^ other["char_flags"]) | _INFERRED == _INFERRED
        and abs(one["bbox"][1] - other["bbox"][1]) < SAME_LEVEL_POINTS
    )
