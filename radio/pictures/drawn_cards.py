"""The pictures that we draw ourselves, where a page may not be shown or where there is none: a function a kind of card.

In: a Card. Out: the card's image at the size of its panel. `steps` lines are `Problem: …`; the word before the colon
becomes the heading of its step.
"""

from __future__ import annotations

import math
from collections.abc import Callable

from PIL import Image, ImageDraw

from radio.model import Card
from radio.pictures import text
from radio.pictures.look import (
    AMBER,
    CARD_PADDING,
    INK,
    INK_SOFT,
    MIST,
    NIGHT_RAISED,
    PANEL,
    PAPER,
    RUST,
    SNOW,
    TALL_PANEL,
    Area,
)
from radio.pictures.text import BOLD, ITALIC, LINE_HEIGHT, REGULAR

LIST_LINES = 5
STEPS = 4
_STEP_GAP = 44


def bears_title(card: Card) -> bool:
    """Whether the card says the title itself, so that it needs no bar above it."""
    return card.kind in ("title", "station")


def area(card: Card) -> Area:
    return TALL_PANEL if bears_title(card) else PANEL


def render(card: Card) -> Image.Image:
    """The card at the size of its area."""
    place = area(card)
    image = Image.new("RGB", (place.width, place.height), NIGHT_RAISED if card.kind == "station" else PAPER)
    _DRAWN[card.kind](card, image, ImageDraw.Draw(image))
    return image


def _heading(card: Card, canvas: ImageDraw.ImageDraw) -> float:
    """Writes the heading of a card below the panel's edge; returns where the rest may start."""
    y = CARD_PADDING - 12
    if card.heading:
        fitted = text.fit(card.heading, BOLD, (26, 23), PANEL.width - 2 * CARD_PADDING, 1)
        text.write_lines(canvas, CARD_PADDING, y, fitted, BOLD, RUST)
        y += fitted.height + 14
    return y


def _title(card: Card, image: Image.Image, canvas: ImageDraw.ImageDraw) -> None:
    room = image.width - 2 * CARD_PADDING
    heading = text.fit(card.heading, BOLD, (60, 54, 48, 42, 38), room, 4, 300)
    lines = [text.fit(line, REGULAR, (28, 25), room, 2) for line in card.lines[:3]]
    total = heading.height + 34 + sum(line.height + 8 for line in lines)
    y = max(CARD_PADDING, (image.height - total) / 2)
    text.write_lines(canvas, CARD_PADDING, y, heading, BOLD, INK)
    y += heading.height + 16
    canvas.rectangle((CARD_PADDING, y, CARD_PADDING + 96, y + 5), fill=RUST)
    y += 26
    for line in lines:
        text.write_lines(canvas, CARD_PADDING, y, line, REGULAR, INK_SOFT)
        y += line.height + 8


def _number(card: Card, image: Image.Image, canvas: ImageDraw.ImageDraw) -> None:
    top, room = _heading(card, canvas), image.width - 2 * CARD_PADDING
    big = text.fit(card.big, BOLD, (176, 150, 128, 108, 90, 72), room, 1)
    below = text.fit(" ".join(card.lines), REGULAR, (34, 31, 28, 25), room, 3, image.height - top - big.height - 40)
    y = top + max(0.0, (image.height - top - 30 - big.height - below.height) / 2)
    text.write_lines(canvas, CARD_PADDING - 4, y, big, BOLD, INK)
    text.write_lines(canvas, CARD_PADDING, y + big.height + 2, below, REGULAR, INK_SOFT)


def _steps(card: Card, image: Image.Image, canvas: ImageDraw.ImageDraw) -> None:
    top, steps = _heading(card, canvas), card.lines[:STEPS]
    room = image.width - 2 * CARD_PADDING
    column = (room - _STEP_GAP * (len(steps) - 1)) / max(1, len(steps))
    fitted = _same_size([step.partition(": ")[2] or step for step in steps], column, image.height - top - 84)
    for number, (step, body) in enumerate(zip(steps, fitted, strict=True)):
        x = CARD_PADDING + number * (column + _STEP_GAP)
        label = step.partition(": ")[0] if ": " in step else str(number + 1)
        canvas.rectangle((x, top + 4, x + column, top + 8), fill=RUST if number == len(steps) - 1 else INK)
        text.write(canvas, x, top + 18, label, BOLD, 28, RUST if number == len(steps) - 1 else INK)
        text.write_lines(canvas, x, top + 64, body, REGULAR, INK)
        if number:
            _arrow(canvas, x - _STEP_GAP / 2, top + 6)


def _same_size(bodies: list[str], column: float, height: float) -> list[text.Fitted]:
    """Every step at the size of the one that has the most to say."""
    sizes = (31, 28, 26, 24, 22, 20)
    size = min((text.fit(body, REGULAR, sizes, column, 12, height).size for body in bodies), default=sizes[0])
    return [text.fit(body, REGULAR, (size,), column, 12, height) for body in bodies]


def _arrow(canvas: ImageDraw.ImageDraw, x: float, y: float) -> None:
    canvas.polygon([(x - 7, y - 9), (x + 9, y), (x - 7, y + 9)], fill=RUST)


def _quote(card: Card, image: Image.Image, canvas: ImageDraw.ImageDraw) -> None:
    indent = CARD_PADDING + 84
    text.write(canvas, CARD_PADDING - 6, 10, "“", BOLD, 170, RUST)
    body = text.fit(
        " ".join(card.lines), ITALIC, (44, 40, 36, 32, 28), image.width - indent - CARD_PADDING, 6, image.height - 150
    )
    credit = text.fit(card.heading, REGULAR, (24, 22), image.width - indent - CARD_PADDING, 1)
    y = max(40.0, (image.height - body.height - 60) / 2)
    text.write_lines(canvas, indent, y, body, ITALIC, INK)
    text.write_lines(canvas, indent, y + body.height + 22, credit, REGULAR, INK_SOFT)


def _list(card: Card, image: Image.Image, canvas: ImageDraw.ImageDraw) -> None:
    top, lines = _heading(card, canvas), card.lines[:LIST_LINES]
    room, row = image.width - 2 * CARD_PADDING - 34, (image.height - top - 28) / max(3, len(lines))
    sizes = (34, 31, 28, 26, 24)
    at_most = 2 if row >= 24 * LINE_HEIGHT * 2 else 1
    size = min((text.fit(line, REGULAR, sizes, room, at_most, row).size for line in lines), default=sizes[0])
    y = top + 6
    for line in lines:
        fitted = text.fit(line, REGULAR, (size,), room, at_most)
        middle = y + size * LINE_HEIGHT / 2
        canvas.ellipse((CARD_PADDING, middle - 6, CARD_PADDING + 12, middle + 6), fill=RUST)
        text.write_lines(canvas, CARD_PADDING + 34, y, fitted, REGULAR, INK)
        y += max(fitted.height + 12, row * 0.92)


def _station(card: Card, image: Image.Image, canvas: ImageDraw.ImageDraw) -> None:
    _waves(image, image.width - 235, image.height // 2)
    room = image.width - 2 * CARD_PADDING - 300
    heading = text.fit(card.heading, BOLD, (72, 64, 56, 48, 42, 36), room, 3)
    lines = [text.fit(line, REGULAR, (32, 29, 26), room, 2) for line in card.lines[:4]]
    total = heading.height + 24 + sum(line.height + 6 for line in lines)
    y = max(30.0, (image.height - total) / 2)
    text.write_lines(canvas, CARD_PADDING, y, heading, BOLD, SNOW)
    y += heading.height + 24
    for line in lines:
        text.write_lines(canvas, CARD_PADDING, y, line, REGULAR, MIST)
        y += line.height + 6


def _waves(image: Image.Image, x: int, y: int) -> None:
    """The station's mark: a sheet of paper that sends."""
    scale = 3
    layer = Image.new("RGB", (image.width * scale // 3, image.height * scale), NIGHT_RAISED)
    canvas = ImageDraw.Draw(layer)
    centre = (layer.width // 2 - 90, layer.height // 2)
    for ring, colour in enumerate((AMBER, (204, 150, 68), (120, 98, 62), (66, 62, 57))):
        radius = (88 + 44 * ring) * scale
        arc = (centre[0] - radius, centre[1] - radius, centre[0] + radius, centre[1] + radius)
        canvas.arc(arc, -38, 38, fill=colour, width=9 * scale)
    _sheet(canvas, centre, scale)
    layer = layer.resize((layer.width // scale, layer.height // scale), Image.Resampling.LANCZOS)
    image.paste(layer, (x - layer.width // 2, y - layer.height // 2))


def _sheet(canvas: ImageDraw.ImageDraw, centre: tuple[int, int], scale: int) -> None:
    half_width, half_height = 44 * scale, 60 * scale
    left, top = centre[0] - half_width, centre[1] - half_height
    canvas.rounded_rectangle((left, top, centre[0] + half_width, centre[1] + half_height), 8 * scale, fill=PAPER)
    for row in range(6):
        length = (60 if row not in (0, 5) else 36) * scale
        y = top + (18 + 17 * row) * scale
        colour = AMBER if row == 2 else (183, 188, 196)
        canvas.rectangle((left + 14 * scale, y, left + 14 * scale + length, y + math.ceil(6 * scale)), fill=colour)


_DRAWN: dict[str, Callable[[Card, Image.Image, ImageDraw.ImageDraw], None]] = {
    "title": _title,
    "number": _number,
    "steps": _steps,
    "quote": _quote,
    "list": _list,
    "station": _station,
}
