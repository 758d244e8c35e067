"""Shot → picture: what is seen while a sentence is heard, 1280×720, drawn by us or cut from the paper's page.

`draw` makes RGB, `pack` the picture at rest, `unpack` the raw frame that air plays, `station_card` the bed's picture.
"""

from radio.pictures.draw import PAGE_PIXELS, draw, station_card
from radio.pictures.frame import pack, unpack

__all__ = ["PAGE_PIXELS", "draw", "pack", "station_card", "unpack"]
