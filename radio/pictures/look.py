"""How the station looks: colours and the places of things on 1280×720."""

from __future__ import annotations

from typing import NamedTuple

Colour = tuple[int, int, int]


class Area(NamedTuple):
    """Pixels from the top left corner of the picture."""

    x: int
    y: int
    width: int
    height: int


NIGHT: Colour = (15, 20, 28)
NIGHT_RAISED: Colour = (27, 35, 47)
SNOW: Colour = (242, 244, 247)
MIST: Colour = (176, 187, 203)
AMBER: Colour = (255, 184, 77)
PAPER: Colour = (250, 248, 243)
INK: Colour = (24, 31, 42)
INK_SOFT: Colour = (92, 101, 115)
RUST: Colour = (190, 84, 28)
MARKER: Colour = (255, 226, 110)
"""What a lit passage is multiplied by."""
SHADE: Colour = (212, 217, 226)
"""What the rest of the page is multiplied by."""

MARGIN = 40
TOP = Area(MARGIN, 14, 1200, 84)
PANEL = Area(MARGIN, 108, 1200, 420)
TALL_PANEL = Area(MARGIN, 28, 1200, 500)
"""Where a card stands that bears the title itself: the bar above it is left out."""
CAPTION = Area(MARGIN, 540, 1200, 138)
FOOT = Area(MARGIN, 686, 1200, 22)
CORNER_RADIUS = 12
CARD_PADDING = 48
