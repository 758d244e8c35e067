"""What a kind of show is: a record that says how its shows are planned, written, dated, kept and pictured.

To add one: a file in this folder that ends in a Format, and its name in the list of `shows/formats/__init__.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

from radio.ids import PaperId, ShowName
from radio.model import Paper, Script, Segment, Show, Summary

EVERGREEN_DAY = date(2026, 1, 1)
"""The day of shows that belong to none; records need one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """What the station heard of in a stretch of days."""

    papers: tuple[Paper, ...] = ()
    """Best first."""
    summaries: Mapping[PaperId, Summary] = field(default_factory=dict[PaperId, Summary])
    """Of those papers that were read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """What a show is planned and written from. The step that asks for it gathers what the format looks at."""

    name: ShowName
    """The show that is asked for."""
    day: date
    """The show's date in the station's time zone."""
    station: str
    hosts: tuple[str, str]
    window: Window = field(default_factory=Window)
    """The days that the format looks back on; of a show about one paper, that paper."""
    before: Window | None = None
    """As many days before those; None where the format compares nothing, or the station was not listening then."""
    airs_at: datetime | None = None
    rank: float = 0.0
    """How well the paper of a show about one was ranked."""

    @property
    def paper(self) -> Paper:
        """The paper of a show about one."""
        return self.window.papers[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """A show, its segments in order, and the scripts of those whose words are fixed already."""

    show: Show
    segments: tuple[Segment, ...]
    scripts: tuple[Script, ...] = ()


def no_cards(_segment: Segment) -> Sequence[str]:
    """A segment without words of its own on screen."""
    return ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Format:
    """A kind of show. The defaults are those of a show about one paper."""

    name: str
    """The word in the ids of its shows: `daily`."""
    subject: Literal["day", "paper", "name"]
    """What an id of its shows names beside the format."""
    plan: Callable[[Material], Plan]
    """Raises KeyError where the format has no show of that name."""
    write: Callable[[Segment, Plan, Material], Script]
    """The words of one segment without a model; `window` of the material holds at least the papers of the show."""
    cards: Callable[[Segment], Sequence[str]] = no_cards
    """The lines that a segment of the station's own shows one after another while it is heard."""
    looks_back_days: tuple[int, ...] = ()
    """Which stretches of days up to the show's are tried for papers, until one has some."""
    compares: bool = False
    """Whether it is also given as many days before."""
    written_by_models: bool = False
    """Whether a language model or the latent writer is asked for its words first."""
    archived: bool = False
    """Whether its shows are kept as mp3s."""
    kept_days: int | None = None
    """How long a show can still be aired; None for ever."""
    reports_changes: bool = False
    """Whether it says what a new version changes in what was heard: such a show is heard once, it takes the place of
    stories about earlier versions, and it may speak of a paper that was withdrawn."""
    always: Callable[[], tuple[str, ...]] = tuple
    """The names of the shows that every station has, made once and kept."""

    @property
    def is_dated(self) -> bool:
        return self.subject == "day"

    @property
    def is_evergreen(self) -> bool:
        return self.subject == "name"
