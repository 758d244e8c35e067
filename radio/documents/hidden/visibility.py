"""The spans of a page → those that an eye sees, and the texts that it does not, with the reason.

Plain signs come first: not painted, without opacity, off the page, too small. A span that could vanish (light, under
something, without contrast) is decided by its ink: what changes on the drawn page when its text is taken away.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Final, Literal, Protocol

from radio.documents.hidden import injection, shapeless
from radio.documents.layout import Span
from radio.model import Box, Hidden, HiddenKind, PageSize

TINY_POINTS = 1.5
LABEL_POINTS = 0.8
"""From here to `TINY_POINTS` a text may be the label of a shrunken figure."""
LABELS = 12
"""So many tiny spans in drawings make them the text of a shrunken figure."""
FAINT_ALPHA = 25
CLEAR_ALPHA = 128
"""Of 255; from here down, text that does not show is called transparent."""
LIGHT = 0xE0
"""A colour with every channel above this could vanish on paper."""
NEAR = 48
"""Of 255 in each channel; two colours less apart than this are alike."""
LEAST_LETTERS = 4
"""Shorter invisible strings are ticks, spacers and empty form fields."""
LONGEST_TEXT = 2000
"""Characters of one hidden text that are kept."""
LONG_LETTERS = 8
"""Two different texts of this length in one place: one of them is not seen."""
COLLIDING_EMS = 2
COLLIDING = 0.4
"""Share of the lower line's height, over so many ems, that makes two texts stand in one place."""


@dataclass(slots=True)
class Seen:
    """A span and how it is drawn."""

    span: Span
    painted: bool
    clips: bool
    """Its shape is a window for what is painted next."""
    alpha: int
    colour: int
    """0xRRGGBB"""
    level: bool = True
    """Whether it runs from left to right. Text at an angle is a stamp or the axis of a figure."""
    drawn_glyphs: bool = False
    """Its letters are small drawings (a Type 3 font): neither its size nor its colour says how it looks."""
    rivals: list[Seen] = field(default_factory=list, compare=False, repr=False)
    """Other long texts in its place: it may be that one of them only is seen."""

    @property
    def box(self) -> Box:
        return self.span.box


class Look(Protocol):
    """A look at the drawn page."""

    def stands_out(self, box: Box) -> bool:
        """Whether there is any contrast in a box."""
        ...

    def is_covered(self, box: Box) -> bool:
        """Whether something that could hide it is painted later over a text of this box."""
        ...

    def in_drawing(self, box: Box) -> bool:
        """Whether it lies within a picture or drawing that is smaller than the page."""
        ...

    def on_drawing(self, box: Box) -> bool:
        """Whether it touches a picture or drawing: contrast there need not be its own."""
        ...

    def show(self, suspects: Sequence[Seen]) -> list[bool]:
        """For each span, whether its own ink is on the page."""
        ...

    def ground(self, box: Box) -> int:
        """The colour 0xRRGGBB in the middle of a box."""
        ...


def sort_out(groups: list[list[Seen]], size: PageSize, page: int, look: Look) -> tuple[list[list[Span]], list[Hidden]]:
    """Visible level spans, line by line, and the hidden texts in order."""
    kinds = _kinds([seen for group in groups for seen in group if seen.span.text.strip()], size, look)
    visible: list[list[Span]] = []
    told: list[tuple[HiddenKind | Literal["label"], str]] = []
    for group in groups:
        kept: list[Span] = []
        for seen in group:
            kind = kinds.get(id(seen))
            text, unseen = shapeless.without(seen.span.text)
            if unseen:
                told.append(("without shape", unseen))
            if kind:
                told.append((kind, text))
            elif seen.level:
                kept.append(seen.span if text is seen.span.text else replace(seen.span, text=text))
        visible.append(kept)
    return visible, _records(told, page)


def record(text: str, page: int, kind: HiddenKind) -> Hidden | None:
    """The record of a hidden text; None where it is too short to say anything."""
    text = " ".join(shapeless.without(text)[0].split())
    if sum(c.isalpha() for c in text) < LEAST_LETTERS:
        return None
    return Hidden(text[:LONGEST_TEXT], page, kind, injection.in_text(text))


def _kinds(spans: list[Seen], size: PageSize, look: Look) -> dict[int, HiddenKind | Literal["label"]]:
    """By identity of the span why it is not seen; `` for a label too small to be read, which is nothing to tell."""
    kinds: dict[int, HiddenKind | Literal["label"]] = {}
    tiny: list[Seen] = []
    suspects: list[Seen] = []
    _find_rivals(spans)
    for seen in spans:
        if kind := _plainly(seen, size):
            kinds[id(seen)] = kind
            if kind == "tiny":
                tiny.append(seen)
        elif seen.rivals or _could_vanish(seen, look):
            suspects.append(seen)
    for seen, shown in zip(suspects, look.show(suspects) if suspects else (), strict=True):
        if not shown:
            kinds[id(seen)] = _cause(seen, look)
    labels = [s for s in tiny if s.span.size >= LABEL_POINTS and look.in_drawing(s.box)]
    if len(labels) < LABELS:
        labels = [s for s in labels if sum(c.isalpha() for c in s.span.text) < LEAST_LETTERS]
    kinds.update((id(s), _LABEL) for s in labels)
    return kinds


_LABEL: Final = "label"


def _plainly(seen: Seen, size: PageSize) -> HiddenKind | None:
    span = seen.span
    if span.x1 <= 0 or span.y1 <= 0 or span.x0 >= size.width or span.y0 >= size.height:
        return "off the page"
    if not seen.painted and not seen.clips:
        return "not painted"
    if seen.alpha < FAINT_ALPHA and not seen.clips:
        return "transparent"
    if span.size < TINY_POINTS and not seen.drawn_glyphs:
        return "tiny"
    return None


def _could_vanish(seen: Seen, look: Look) -> bool:
    if seen.clips or seen.drawn_glyphs or seen.alpha < 255 or _is_light(seen.colour) or look.is_covered(seen.box):
        return True
    letters = sum(c.isalnum() for c in seen.span.text)
    return (letters >= LONG_LETTERS and look.on_drawing(seen.box)) or (letters > 1 and not look.stands_out(seen.box))


def _find_rivals(spans: list[Seen]) -> None:
    long = [s for s in spans if s.level and sum(c.isalpha() for c in s.span.text) >= LONG_LETTERS]
    long.sort(key=lambda s: s.span.y0)
    for at, one in enumerate(long):
        for other in long[at + 1 :]:
            if other.span.y0 >= one.span.y1:
                break
            if one.span.text.strip() != other.span.text.strip() and _collide(one.span, other.span):
                one.rivals.append(other)
                other.rivals.append(one)


def _collide(one: Span, other: Span) -> bool:
    """Whether two texts share a stretch of a line."""
    width = min(one.x1, other.x1) - max(one.x0, other.x0)
    height = min(one.y1, other.y1) - max(one.y0, other.y0)
    return width > COLLIDING_EMS * min(one.size, other.size) and height > COLLIDING * min(
        one.y1 - one.y0, other.y1 - other.y0
    )


def _cause(seen: Seen, look: Look) -> HiddenKind:
    if look.is_covered(seen.box):
        return "covered"
    if seen.alpha < CLEAR_ALPHA and not seen.clips:
        return "transparent"
    if seen.clips or not _are_alike(seen.colour, look.ground(seen.box)):
        return "clipped"
    return "white" if _is_light(seen.colour) else "of the colour of its ground"


def _channels(colour: int) -> tuple[int, int, int]:
    return colour >> 16 & 255, colour >> 8 & 255, colour & 255


def _is_light(colour: int) -> bool:
    return min(_channels(colour)) >= LIGHT


def _are_alike(one: int, other: int) -> bool:
    return all(abs(a - b) < NEAR for a, b in zip(_channels(one), _channels(other), strict=True))


def _kind(told: tuple[HiddenKind | Literal["label"], str]) -> HiddenKind | Literal["label"]:
    return told[0]


def _records(told: Iterable[tuple[HiddenKind | Literal["label"], str]], page: int) -> list[Hidden]:
    """Texts of one kind that follow each other are one record; labels are told only where they give orders."""
    found: list[Hidden] = []
    for kind, texts in groupby(told, key=_kind):
        parts = [text.strip() for _, text in texts]
        if kind == "label":
            made = record(" ".join(part for part in parts if injection.in_plain_sight(part)), page, "tiny")
        else:
            made = record(" ".join(parts), page, kind)
        if made:
            found.append(made)
    return found
