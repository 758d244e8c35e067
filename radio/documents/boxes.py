"""Rectangles on a page: how large they are, what is around them, what they have in common. Pure; lengths in points."""

from __future__ import annotations

from collections.abc import Iterable

from radio.model import Box


def area(box: Box) -> float:
    """Square points; nothing where an edge lies beyond its opposite."""
    return max(0.0, box.x1 - box.x0) * max(0.0, box.y1 - box.y0)


def hull(boxes: Iterable[Box]) -> Box:
    """The smallest box around them all; there is at least one."""
    boxes = list(boxes)
    return Box(min(b.x0 for b in boxes), min(b.y0 for b in boxes), max(b.x1 for b in boxes), max(b.y1 for b in boxes))


def shared(one: Box, other: Box) -> float:
    """Square points that two boxes have in common."""
    width = min(one.x1, other.x1) - max(one.x0, other.x0)
    height = min(one.y1, other.y1) - max(one.y0, other.y0)
    return width * height if width > 0 and height > 0 else 0.0


def inside(box: Box, other: Box) -> bool:
    """Whether the middle of a box lies in the other."""
    x, y = (box.x0 + box.x1) / 2, (box.y0 + box.y1) / 2
    return other.x0 <= x <= other.x1 and other.y0 <= y <= other.y1
