"""A paper that can be read by its looks only: what the child that finds it so hands to the studio."""

from __future__ import annotations

from dataclasses import dataclass

from radio.errors import Unreadable
from radio.model import PageSize


@dataclass(frozen=True, slots=True)
class Pictures:
    """The pages that could be opened, and what is wrong with them."""

    reason: str
    numbers: tuple[int, ...]
    sizes: tuple[PageSize, ...]


class Scanned(Unreadable):
    """Its pages are pictures, or its fonts hide their letters; it can be read by its looks only."""

    def __init__(self, pictures: Pictures):
        super().__init__(f"{pictures.reason}; install the extra `ocr` to have it recognised")
        self.pictures = pictures
