"""Shot → picture: what is seen while a sentence is heard, 1280×720, drawn by us or cut from the paper's page.

`view` names the part of the page that `draw` needs `VIEW_PIXELS` wide to make RGB; `pack` makes the picture at rest,
`unpack` the raw frame that air plays, `station_card` the bed's picture.
"""

from radio.pictures.draw import draw, station_card
from radio.pictures.frame import pack, unpack
from radio.pictures.page import VIEW_PIXELS, view

__all__ = ["VIEW_PIXELS", "draw", "pack", "station_card", "unpack", "view"]
