"""Shot → RGB 1280×720: title bar, panel with the page or a card, the sentence as caption, the disclosure at the foot.

In: the shot and, where it shows a page, its view of the page with the page's size in points. Out: uint8 of shape
(720, 1280, 3). Never reads a file or a PDF.
"""

from __future__ import annotations

from functools import lru_cache

import numpy as np
from PIL import Image, ImageDraw

from radio.model import STATION, Card, PageImage, PageSize, Shot
from radio.pictures import drawn_cards, page, text
from radio.pictures.frame import HEIGHT, WIDTH, to_yuv
from radio.pictures.look import AMBER, CAPTION, CORNER_RADIUS, FOOT, MIST, NIGHT, PANEL, SNOW, TOP, Area
from radio.pictures.text import BOLD, REGULAR

CARDS_KEPT = 16
DISCLOSURE = "Synthetic voices"
CAPTION_SIZES = (36, 34, 32, 30, 28, 26, 24)
CAPTION_LINES = 3
TITLE_SIZES = (32, 30, 28, 26)
TITLE_SIZES_TWO_LINES = (23, 22)
LABEL_SIZES = (22, 21, 20, 19)


def draw(
    shot: Shot, page_image: PageImage | None, page_size: PageSize | None, station_name: str = STATION
) -> np.ndarray:
    """The picture of a shot. `page_image` is its view of the page of that size; without them a card is drawn."""
    image = Image.new("RGB", (WIDTH, HEIGHT), NIGHT)
    canvas = ImageDraw.Draw(image)
    filled = _page_of(shot, page_image, page_size)
    card = shot.card or Card(kind="title", heading=shot.title, lines=(shot.label,) if shot.label else ())
    place = PANEL if filled else drawn_cards.area(card)
    _paste(image, filled or _card(card), place)
    if filled or not drawn_cards.bears_title(card):
        _top_bar(canvas, shot)
    _caption(canvas, shot.caption)
    _foot(canvas, station_name)
    return np.asarray(image)


def station_card(name: str, line: str) -> bytes:
    """The station's own picture as raw yuv420p, for when nothing is spoken."""
    card = Card(kind="station", heading=name, lines=(line,) if line else ())
    return to_yuv(draw(Shot(title=name, label="", caption="", card=card), None, None, name))


def _page_of(shot: Shot, page_image: PageImage | None, page_size: PageSize | None) -> Image.Image | None:
    if shot.card or shot.page is None or page_image is None or page_size is None:
        return None
    return page.panel(page_image, page_size, shot)


@lru_cache(maxsize=CARDS_KEPT)
def _card(card: Card) -> Image.Image:
    return drawn_cards.render(card)


@lru_cache(maxsize=4)
def _rounded(size: tuple[int, int]) -> Image.Image:
    """A mask with smooth round corners."""
    mask = Image.new("L", (size[0] * 2, size[1] * 2), 0)
    ImageDraw.Draw(mask).rounded_rectangle((0, 0, size[0] * 2 - 1, size[1] * 2 - 1), CORNER_RADIUS * 2, fill=255)
    return mask.resize(size, Image.Resampling.BOX)


def _paste(image: Image.Image, panel: Image.Image, place: Area) -> None:
    image.paste(panel, (place.x, place.y), _rounded(panel.size))


def _top_bar(canvas: ImageDraw.ImageDraw, shot: Shot) -> None:
    title = text.fit(shot.title, BOLD, TITLE_SIZES, TOP.width, 1)
    if title.lines and title.lines[0].endswith(text.ELLIPSIS):
        title = text.fit(shot.title, BOLD, TITLE_SIZES_TWO_LINES, TOP.width, 2)
    label = text.fit(shot.label, REGULAR, LABEL_SIZES, TOP.width, 1)
    y = TOP.y + max(0.0, (TOP.height - title.height - label.height - 2) / 2)
    text.write_lines(canvas, TOP.x, y, title, BOLD, SNOW)
    text.write_lines(canvas, TOP.x, y + title.height + 2, label, REGULAR, MIST)


def _caption(canvas: ImageDraw.ImageDraw, caption: str) -> None:
    fitted = text.fit(caption, REGULAR, CAPTION_SIZES, CAPTION.width, CAPTION_LINES, CAPTION.height)
    y = CAPTION.y + (CAPTION.height - fitted.height) / 2
    text.write_lines(canvas, CAPTION.x, y, fitted, REGULAR, SNOW)


def _foot(canvas: ImageDraw.ImageDraw, station_name: str) -> None:
    canvas.ellipse((FOOT.x, FOOT.y + 6, FOOT.x + 9, FOOT.y + 15), fill=AMBER)
    text.write(canvas, FOOT.x + 18, FOOT.y, f"{DISCLOSURE} · {text.plain(station_name)}", REGULAR, 17, MIST)
