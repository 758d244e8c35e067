"""The paper's page in the panel: the part that is spoken of, its passage lit as with a marker, the rest in the shade.

In: the part of the page that `view` names, drawn as wide as the panel, and what is lit. Out: an image of its size.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from PIL import Image, ImageChops, ImageDraw

from radio.model import Box, PageImage, PageSize, Shot
from radio.pictures.look import MARKER, PANEL, SHADE

VIEW_PIXELS = PANEL.width
"""How wide a view is drawn, so that its letters are as crisp as the panel."""
MARKER_OVERHANG_POINTS = 1.8
"""How far the marker reaches beyond the letters."""
_MARKER_RADIUS = 5
_FADE_PIXELS = 26
_FADE_LEAST = 0.45


def panel(drawn: PageImage, page: PageSize, shot: Shot) -> Image.Image:
    """The panel with the page in it. `drawn` is the shot's `view` of the page."""
    seen = view(page, shot)
    image = Image.frombuffer("RGB", (drawn.width, drawn.height), drawn.rgb)
    if image.size != (PANEL.width, PANEL.height):
        image = image.resize((PANEL.width, PANEL.height), Image.Resampling.BICUBIC)
    image = ImageChops.multiply(image, _fade(seen.y0 > 0, seen.y1 < page.height))
    return ImageChops.multiply(image, _tint(seen, shot.highlights))


def view(page: PageSize, shot: Shot) -> Box:
    """The part of the page that fills the panel: as wide as the zoom box or the page, in the panel's proportions.

    It lies about the middle of the zoom box; where that is too tall, the first lit line is kept in the upper half.
    """
    zoom, highlights = shot.zoom, shot.highlights
    aspect = PANEL.width / PANEL.height
    about = zoom or _widened(highlights, page)
    width = min(page.width, max(about.x1 - about.x0, (about.y1 - about.y0) * aspect if zoom else 0))
    width = min(width, page.height * aspect)
    height = width / aspect
    middle = (about.y0 + about.y1) / 2
    if highlights and about.y1 - about.y0 > height:
        middle = min(box.y0 for box in highlights) + height / 3
    x0 = _clamp((about.x0 + about.x1 - width) / 2, page.width - width)
    y0 = _clamp(middle - height / 2, page.height - height)
    return Box(x0, y0, x0 + width, y0 + height)


def _widened(highlights: tuple[Box, ...], page: PageSize) -> Box:
    """The page's full width at the height of what is lit; its top where nothing is."""
    if not highlights:
        return Box(0, 0, page.width, 0)
    return Box(0, min(b.y0 for b in highlights), page.width, max(b.y1 for b in highlights))


def _clamp(start: float, greatest: float) -> float:
    return max(0.0, min(start, greatest))


@lru_cache(maxsize=4)
def _fade(above: bool, below: bool) -> Image.Image:
    """Darkens the edges beyond which the page goes on."""
    rows = np.ones(PANEL.height)
    ramp = np.linspace(_FADE_LEAST, 1, _FADE_PIXELS)
    if above:
        rows[:_FADE_PIXELS] = ramp
    if below:
        rows[-_FADE_PIXELS:] = ramp[::-1]
    shades = np.broadcast_to((rows * 255).astype(np.uint8)[:, None, None], (PANEL.height, PANEL.width, 3))
    return Image.fromarray(np.ascontiguousarray(shades))


def _tint(seen: Box, highlights: tuple[Box, ...]) -> Image.Image:
    """What the page is multiplied by: the marker's colour over the lit lines, a light shade elsewhere."""
    scale = PANEL.width / (seen.x1 - seen.x0)
    tint = Image.new("RGB", (PANEL.width, PANEL.height), SHADE if highlights else (255, 255, 255))
    canvas = ImageDraw.Draw(tint)
    for box in highlights:
        over = MARKER_OVERHANG_POINTS
        corners = (
            (box.x0 - over - seen.x0) * scale,
            (box.y0 - over / 2 - seen.y0) * scale,
            (box.x1 + over - seen.x0) * scale,
            (box.y1 + over / 2 - seen.y0) * scale,
        )
        if corners[2] > corners[0] and corners[3] > corners[1]:
            canvas.rounded_rectangle(corners, _MARKER_RADIUS, fill=MARKER)
    return tint
