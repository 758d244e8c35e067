"""The hot clock of each format, and how its editions are named. Data and names only; plans nothing."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from num2words import num2words

from radio.model import Format, PaperId, ShowId

STATION = "Paper Radio"
HOSTS = ("Ada", "Max")


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


DAILY = HotClock(
    opening=50, theme=20, story=120, brief=50, comparison=0, primer=150, close=45,
    most_papers=8, most_themes=4, target=740, least=540,
)  # fmt: skip
WEEKLY = HotClock(
    opening=55, theme=20, story=130, brief=55, comparison=90, primer=150, close=60,
    most_papers=11, most_themes=5, target=1110, least=990,
)  # fmt: skip
STORY_SECONDS = 130.0
"""Planned length of a paper's own segment."""
IDENT_SECONDS = 8.0

NAMES: dict[Format, str] = {"daily": "the daily", "weekly": "the weekly"}


def show_id(format: Format, day: date, edition: int = 1) -> ShowId:
    """`2026-11-20-daily`, `2026-11-20-daily+2`."""
    return ShowId(f"{day.isoformat()}-{format}" + (f"+{edition}" if edition > 1 else ""))


def paper_show_id(paper: PaperId, edition: int = 1) -> ShowId:
    """`2411.01234v2-paper`, `2411.01234v2-paper+2`."""
    return ShowId(f"{paper}-paper" + (f"+{edition}" if edition > 1 else ""))


def update_show_id(paper: PaperId, edition: int = 1) -> ShowId:
    """`2411.01234v2-update`: what version 2 changes in what was told of the paper."""
    return ShowId(f"{paper}-update" + (f"+{edition}" if edition > 1 else ""))


def story_of(show: ShowId) -> PaperId | None:
    """The paper whose own story a show is."""
    return _paper_before("-paper", show)


def update_of(show: ShowId) -> PaperId | None:
    """The version that a show says is new."""
    return _paper_before("-update", show)


def _paper_before(suffix: str, show: ShowId) -> PaperId | None:
    work = show.partition("+")[0]
    return PaperId(work.removesuffix(suffix)) if work.endswith(suffix) else None


def segment_id(show: ShowId, position: int) -> str:
    """`2026-11-20-daily/03`"""
    return f"{show}/{position:02d}"


def title(format: Format, day: date, station: str = STATION) -> str:
    """The title shown: `Paper Radio daily, 20 November 2026`."""
    return f"{station} {format}, {day.day} {day:%B %Y}"


def spoken_title(format: Format, day: date, station: str = STATION) -> str:
    """The title said: `the Paper Radio daily for Friday, the twentieth of November`."""
    return f"the {station} {format} for {spoken_day(day)}"


def spoken_day(day: date) -> str:
    """`Friday, the twentieth of November`"""
    return f"{day:%A}, the {num2words(day.day, to='ordinal')} of {day:%B}"
