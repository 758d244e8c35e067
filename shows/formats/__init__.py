"""What exists to be aired: one Format a file, listed here.

In: papers with their Summaries. Out: Shows and Segments, and the words between the stories.
"""

from __future__ import annotations

from radio.ids import ShowId, ShowName, show_name
from shows.formats.daily import DAILY
from shows.formats.format import Format, Material, Plan, Window
from shows.formats.ident import IDENT
from shows.formats.paper import PAPER
from shows.formats.primer import PRIMER
from shows.formats.update import UPDATE
from shows.formats.weekly import WEEKLY

FORMATS: tuple[Format, ...] = (PAPER, UPDATE, DAILY, WEEKLY, IDENT, PRIMER)

__all__ = ["FORMATS", "Format", "Material", "Plan", "Window", "evergreen", "find_format", "format_named", "format_of"]


def find_format(name: str) -> Format | None:
    """The format of this name; None where there is none."""
    return next((format for format in FORMATS if format.name == name), None)


def format_named(name: str) -> Format:
    """Raises ValueError with a sentence where there is none of this name."""
    found = find_format(name)
    if found is None:
        raise ValueError(f"there is no format {name!r}; there are {', '.join(format.name for format in FORMATS)}")
    return found


def format_of(show: ShowId) -> Format:
    """The format of a show, by its id. Raises ValueError where the id is none or names no format."""
    return format_named(show_name(show).format)


def evergreen() -> tuple[ShowId, ...]:
    """The shows that every station has: the first of each format, so that all kinds are there soon, then the others."""
    names = [[ShowName(format=each.name, name=name).id for name in each.always()] for each in FORMATS]
    return (*(shows[0] for shows in names if shows), *(show for shows in reversed(names) for show in shows[1:]))
