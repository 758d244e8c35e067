"""PyMuPDF's lines and their spans: which run level, which are painted; and a line's spans → as few as its looks need.

PyMuPDF gives each space that it infers a span of its own, so that a line of ten words comes in twenty pieces.
"""

from __future__ import annotations

from operator import itemgetter

_INFERRED = 512
"""Bit of a span's `char_flags` that says its character is not in the file."""
PAINTED = 16 | 32
"""Bits of `char_flags`: filled, stroked."""
SAME_LEVEL_POINTS = 0.1
_looks = itemgetter("font", "size", "flags", "color", "alpha")


def is_level(line: dict) -> bool:
    """Whether a line runs from left to right."""
    return line["dir"][0] > 0.99


def merged(line: dict, width: float) -> list[dict]:
    """Neighbours that look alike put together; a line that runs over an edge of a page of `width` stays in pieces."""
    spans = line["spans"]
    x0, _, x1, _ = line["bbox"]
    if len(spans) < 2 or x0 < 0 or x1 > width:
        return spans
    run = spans[:1]
    runs = [run]
    looks, drawn, top = _looks(run[0]), run[0]["char_flags"], run[0]["bbox"][1]
    for span in spans[1:]:
        its_looks = _looks(span)
        if (
            its_looks == looks
            and (span["char_flags"] ^ drawn) | _INFERRED == _INFERRED
            and -SAME_LEVEL_POINTS < span["bbox"][1] - top < SAME_LEVEL_POINTS
        ):
            run.append(span)
        else:
            run = [span]
            runs.append(run)
            looks, drawn, top = its_looks, span["char_flags"], span["bbox"][1]
    return [_put_together(run) if len(run) > 1 else run[0] for run in runs]


def _put_together(run: list[dict]) -> dict:
    """The first of the run, with the text and the width of all."""
    first = run[0]
    left, top, _, bottom = first["bbox"]
    first["text"] = "".join([span["text"] for span in run])
    first["bbox"] = (left, top, run[-1]["bbox"][2], bottom)
    return first
