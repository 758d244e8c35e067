"""Letters on pictures: measuring, wrapping, fitting and writing text in any script that the fonts know.

The faces come from the package pymupdf-fonts (OFL). A character that the face lacks is looked for in the fallback
faces, then in its compatible form (full-width A → A); a stretch that no face knows becomes one "…".
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache
from io import BytesIO
from typing import Any, Literal, NamedTuple

import pymupdf_fonts
from PIL import ImageDraw, ImageFont

from radio.pictures.frame import HEIGHT

Face = Literal["figo", "figbo", "figit"]
"""FiraGO regular, bold and italic, as the package names them."""

REGULAR: Face = "figo"
BOLD: Face = "figbo"
ITALIC: Face = "figit"
FALLBACKS = ("notos", "math", "symbol1", "symbol2")
ELLIPSIS = "…"
LINE_HEIGHT = 1.27
"""Distance of baselines, in font sizes."""

MOST_CHARACTERS = 700
"""More than fits on any picture; what comes after is not measured."""

_ASCENT = 0.94
_NO_CHARACTER = "\U0010fffe"
_PROBE_PIXELS = 24


class Fitted(NamedTuple):
    """Text broken into lines at the size at which it fits."""

    size: int
    lines: tuple[str, ...]

    @property
    def height(self) -> float:
        return len(self.lines) * self.size * LINE_HEIGHT


@lru_cache(maxsize=128)
def font(face: str, size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(BytesIO(_buffer(face)), size)


@lru_cache(maxsize=16)
def _buffer(face: str) -> bytes:
    return pymupdf_fonts.myfont(face)


@lru_cache(maxsize=8192)
def _knows(face: str, character: str) -> bool:
    return _bitmap(face, character) != _bitmap(face, _NO_CHARACTER) or not character.strip()


def _bitmap(face: str, character: str) -> tuple[tuple[int, int], bytes]:
    mask: Any = font(face, _PROBE_PIXELS).getmask(character)
    return mask.size, bytes(mask)


@lru_cache(maxsize=8192)
def _face_of(face: Face, character: str) -> str | None:
    """The first face that has the character; None where none has."""
    if character.isascii():
        return face
    return next((name for name in (face, *FALLBACKS) if _knows(name, character)), None)


@lru_cache(maxsize=4096)
def _runs(text: str, face: Face) -> tuple[tuple[str, str], ...]:
    """The text as stretches of one face each; marks stay with the letter that they sit on."""
    runs: list[tuple[str, str]] = []
    for character in text:
        at = _face_of(face, character)
        if runs and unicodedata.category(character).startswith("M"):
            at = runs[-1][0]
        if at is None:
            at, character = face, ELLIPSIS if not (runs and runs[-1][1].endswith(ELLIPSIS)) else ""
        if runs and runs[-1][0] == at:
            runs[-1] = (at, runs[-1][1] + character)
        elif character:
            runs.append((at, character))
    return tuple(runs)


@lru_cache(maxsize=1024)
def plain(text: str) -> str:
    """One line of printable characters: controls and bidirectional overrides are dropped, spaces are single."""
    spaced = "".join(" " if c.isspace() else c for c in unicodedata.normalize("NFC", text))
    known = (_known_form(c) for c in spaced if unicodedata.category(c)[0] != "C")
    return " ".join("".join(known).split())


def _known_form(character: str) -> str:
    if _face_of(REGULAR, character) or unicodedata.category(character).startswith("M"):
        return character
    return unicodedata.normalize("NFKC", character)


@lru_cache(maxsize=16384)
def width(text: str, face: Face, size: int) -> float:
    """Pixels from the start of the text to where the next would start."""
    return sum(font(name, size).getlength(run) for name, run in _runs(text, face))


def write(
    canvas: ImageDraw.ImageDraw, x: float, y: float, text: str, face: Face, size: int, fill: tuple[int, int, int]
) -> None:
    """Writes one line whose box has its top left corner at x, y."""
    for name, run in _runs(text, face):
        canvas.text((round(x), round(y + size * _ASCENT)), run, font=font(name, size), fill=fill, anchor="ls")
        x += font(name, size).getlength(run)


def write_lines(
    canvas: ImageDraw.ImageDraw, x: float, y: float, text: Fitted, face: Face, fill: tuple[int, int, int]
) -> None:
    """Writes the lines from the top left corner x, y downwards."""
    for number, line in enumerate(text.lines):
        write(canvas, x, y + number * text.size * LINE_HEIGHT, line, face, text.size, fill)


def fit(
    text: str, face: Face, sizes: tuple[int, ...], box_width: float, max_lines: int, box_height: float = HEIGHT
) -> Fitted:
    """The greatest of the falling sizes at which the text fits; at the least size it is cut with an ellipsis."""
    text = plain(text[:MOST_CHARACTERS])
    for size in sizes:
        allowed = min(max_lines, int(box_height / (size * LINE_HEIGHT)))
        lines = _wrap(text, face, size, box_width)
        if len(lines) <= allowed:
            return Fitted(size, _balanced(text, face, size, box_width, lines))
    allowed = max(allowed, 1)
    return Fitted(size, (*lines[: allowed - 1], _cut(" ".join(lines[allowed - 1 :]), face, size, box_width)))


def _wrap(text: str, face: Face, size: int, box_width: float) -> tuple[str, ...]:
    space = width(" ", face, size)
    lines, line, used = [], "", 0.0
    for word in _words(text, face, size, box_width):
        needed = width(word, face, size)
        if line and used + space + needed > box_width:
            lines.append(line)
            line, used = word, needed
        else:
            line, used = (f"{line} {word}", used + space + needed) if line else (word, needed)
    return (*lines, line) if line else tuple(lines)


def _words(text: str, face: Face, size: int, box_width: float) -> list[str]:
    """The words of the text; one wider than the box comes in pieces."""
    words = []
    for word in text.split():
        while width(word, face, size) > box_width and len(word) > 1:
            keep = max(1, int(len(word) * box_width / width(word, face, size)))
            while keep > 1 and width(word[:keep], face, size) > box_width:
                keep -= 1
            words.append(word[:keep])
            word = word[keep:]
        words.append(word)
    return words


def _balanced(text: str, face: Face, size: int, box_width: float, lines: tuple[str, ...]) -> tuple[str, ...]:
    """The same number of lines, as even as they can be."""
    low, high = box_width * 0.5, box_width
    if len(lines) < 2:
        return lines
    for _ in range(6):
        middle = (low + high) / 2
        narrower = _wrap(text, face, size, middle)
        if len(narrower) == len(lines):
            high, lines = middle, narrower
        else:
            low = middle
    return lines


def _cut(text: str, face: Face, size: int, box_width: float) -> str:
    if width(text, face, size) <= box_width:
        return text
    while text and width(text + ELLIPSIS, face, size) > box_width:
        text = text[:-1] if " " not in text else text[: text.rindex(" ")]
    return text.rstrip(" ,;:.–—-") + ELLIPSIS
