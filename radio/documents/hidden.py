"""What stands in the file but cannot be seen: (spans of a page) → (visible spans, hidden texts).

Hidden is text that is not painted, transparent, tinier than any eye reads, off the page, or of the colour it stands
on; and characters without a shape (zero-width, direction marks, tags). It is kept out of all that is written or said.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass, replace

from radio.documents.layout import Span
from radio.model import Box, PageSize

TINY_POINTS = 1.5
FAINT_ALPHA = 25
LEAST_CONTRAST = 25
"""Of 255, between the darkest and the lightest point where a light span stands."""
LIGHT = 0xE0
"""A colour with every channel above this could vanish on paper."""
LEAST_LETTERS = 4
"""Shorter invisible strings are ticks, spacers and empty form fields."""
MOST_CHECKS = 200
"""Light spans looked at on a page; what lies beyond is taken as hidden."""
_SHAPELESS = re.compile(
    "[\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\U000e0000-\U000e007f]+"
)
_TAGS = re.compile("[\U000e0020-\U000e007e]+")


@dataclass(slots=True)
class Seen:
    """A span and how it is drawn."""

    span: Span
    painted: bool
    alpha: int
    colour: int
    """0xRRGGBB"""


def sort_out(
    groups: list[list[Seen]], page: PageSize, contrast: Callable[[Box], int]
) -> tuple[list[list[Span]], list[str]]:
    """Visible spans, line by line, and the hidden texts in order. `contrast` looks at a part of the drawn page."""
    visible: list[list[Span]] = []
    hidden: list[str] = []
    checks = 0
    for group in groups:
        kept: list[Span] = []
        for seen in group:
            light = _is_light(seen.colour) and bool(seen.span.text.strip())
            checks += light
            if _is_unseen(seen, page) or (
                light and (checks > MOST_CHECKS or contrast(_box(seen.span)) < LEAST_CONTRAST)
            ):
                hidden.append(seen.span.text)
            else:
                kept.append(_without_shapeless(seen.span, hidden))
        visible.append(kept)
    return visible, _worth_telling(hidden)


def _is_unseen(seen: Seen, page: PageSize) -> bool:
    span = seen.span
    return (
        not seen.painted
        or seen.alpha < FAINT_ALPHA
        or span.size < TINY_POINTS
        or span.x1 <= 0
        or span.y1 <= 0
        or span.x0 >= page.width
        or span.y0 >= page.height
    )


def _is_light(colour: int) -> bool:
    return min(colour >> 16 & 255, colour >> 8 & 255, colour & 255) >= LIGHT


def _box(span: Span) -> Box:
    return Box(span.x0, span.y0, span.x1, span.y1)


def _without_shapeless(span: Span, hidden: list[str]) -> Span:
    if span.text.isascii() or not _SHAPELESS.search(span.text):
        return span
    spelled = "".join(chr(ord(c) - 0xE0000) for run in _TAGS.findall(span.text) for c in run)
    if spelled:
        hidden.append(spelled)
    return replace(span, text=_SHAPELESS.sub(_hyphen_or_nothing, span.text))


def _hyphen_or_nothing(match: re.Match[str]) -> str:
    """A soft hyphen that is drawn at a line's end is a hyphen; anywhere else it has no shape."""
    return "-" if match.group().endswith("\u00ad") and match.end() == len(match.string) else ""


def _worth_telling(texts: list[str]) -> list[str]:
    joined = re.split(r"\n+", "\n".join(t.strip() for t in texts if t.strip()))
    return [t for t in joined if sum(c.isalpha() for c in t) >= LEAST_LETTERS]
