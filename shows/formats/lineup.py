"""Themes and a hot clock → the segments of an edition, in order, filled with primers where the papers are too few.

Plans only; the words come from `daily`, `weekly` and `links`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from radio.model import Paper, PaperId, Script, Segment, ShowId
from shows.formats.naming import HotClock, segment_id
from shows.formats.primers import fitting
from shows.formats.themes import Theme
from shows.scripts.dialogue import seconds_of

IN_BRIEF = "in brief"
"""The theme of papers that belong under no other."""
LEADS_AT_LEAST = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A segment that has no place yet."""

    kind: str
    title: str
    seconds: float
    papers: tuple[PaperId, ...] = ()
    theme: str = ""


def picked(papers: Sequence[Paper], themes: Sequence[Theme], most: int) -> tuple[Theme, ...]:
    """The themes cut to as many papers as an edition holds: the best of each in turn; the odd ones out go in brief."""
    under = {paper for theme in themes for paper in theme.papers}
    odd = tuple(paper.id for paper in papers if paper.id not in under)
    queues = [*(list(theme.papers) for theme in themes), list(odd)]
    kept: list[list[PaperId]] = [[] for _ in queues]
    while any(queues) and sum(map(len, kept)) < most:
        for queue, chosen in zip(queues, kept, strict=True):
            if queue and sum(map(len, kept)) < most:
                chosen.append(queue.pop(0))
    all_themes = (*themes, Theme(name=IN_BRIEF, papers=odd))
    return tuple(replace(theme, papers=tuple(chosen)) for theme, chosen in zip(all_themes, kept, strict=True) if chosen)


def lined_up(clock: HotClock, themes: Sequence[Theme], titles: Mapping[PaperId, str], *before: Part) -> list[Part]:
    """Opening, what comes before the papers, the themes with their papers, close."""
    count = sum(len(theme.papers) for theme in themes)
    leads = _leads(clock, count, len(themes), sum(part.seconds for part in before))
    full = _full_stories(themes, leads)
    parts = [Part(kind="opening", title="Opening", seconds=clock.opening), *before]
    for theme in themes:
        parts.append(Part(kind="theme", title=theme.name, theme=theme.name, papers=theme.papers, seconds=clock.theme))
        for paper in theme.papers:
            kind, seconds = ("story", clock.story) if paper in full else ("brief", clock.brief)
            parts.append(Part(kind=kind, title=titles[paper], theme=theme.name, papers=(paper,), seconds=seconds))
    return [*parts, Part(kind="close", title="Close", seconds=clock.close)]


def filled(
    parts: list[Part],
    show: ShowId,
    clock: HotClock,
    about: str,
    write: Callable[[Segment, Sequence[Segment]], Script],
) -> tuple[Segment, ...]:
    """The parts as segments; fitting primers are added before the close until the edition is full enough."""
    segments = numbered(show, parts)
    seconds = sum(seconds_of(write(segment, segments)) for segment in segments)
    for primer in fitting(about):
        if seconds >= clock.least:
            break
        parts = [*parts[:-1], Part(kind="primer", title=primer.title, seconds=clock.primer), parts[-1]]
        seconds += primer.seconds
    return numbered(show, parts)


def numbered(show: ShowId, parts: Sequence[Part]) -> tuple[Segment, ...]:
    return tuple(
        Segment(
            id=segment_id(show, position),
            show=show,
            position=position,
            kind=part.kind,
            title=part.title,
            papers=part.papers,
            theme=part.theme,
            seconds=part.seconds,
        )
        for position, part in enumerate(parts)
    )


def theme_names(segments: Sequence[Segment]) -> tuple[str, ...]:
    """The themes of an edition, in order, without the papers in brief."""
    return tuple(segment.theme for segment in segments if segment.kind == "theme" and segment.theme != IN_BRIEF)


def _leads(clock: HotClock, papers: int, themes: int, before_seconds: float) -> int:
    """How many papers get a full story, the others being told in brief."""
    room = clock.target - clock.opening - clock.close - before_seconds - themes * clock.theme - papers * clock.brief
    return max(LEADS_AT_LEAST, int(room / (clock.story - clock.brief)))


def _full_stories(themes: Sequence[Theme], leads: int) -> frozenset[PaperId]:
    """The first paper of each theme, then the second ones; those in brief last."""
    depth = max((len(theme.papers) for theme in themes), default=0)
    ordered = sorted(themes, key=lambda theme: theme.name == IN_BRIEF)
    turns = [theme.papers[row] for row in range(depth) for theme in ordered if row < len(theme.papers)]
    return frozenset(turns[:leads])
