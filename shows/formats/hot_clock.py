"""The hot clock of a dated format, and how its editions are named on screen and in speech. Plans nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from shows.words.counting import ordinal


@dataclass(frozen=True, slots=True, kw_only=True)
class HotClock:
    """The slots of a format, in seconds, and how full an edition has to be."""

    opening: float
    theme: float
    story: float
    brief: float
    comparison: float
    primer: float
    close: float
    most_papers: int
    most_themes: int
    target: float
    """What an edition aims at."""
    least: float
    """What an edition never falls short of; primers fill what the papers leave open."""


def title(format: str, day: date, station: str) -> str:
    """The title shown: `Paper Radio daily, 20 November 2026`."""
    return f"{station} {format}, {day.day} {day:%B %Y}"


def spoken_title(format: str, day: date, station: str) -> str:
    """The title said: `the Paper Radio daily for Friday, the twentieth of November`."""
    return f"the {station} {format} for {spoken_day(day)}"


def spoken_day(day: date) -> str:
    """`Friday, the twentieth of November`"""
    return f"{day:%A}, the {ordinal(day.day)} of {day:%B}"
