"""Themes and a hot clock → the segments of an edition, in order, filled with primers where the papers are too few.

Plans only; the words come from `edition` and `links`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from radio.ids import PaperId, ShowId, segment_id
from radio.model import Paper, Segment, SegmentKind, Summary
from shows.claims.titles import title_of
from shows.formats.hot_clock import HotClock
from shows.formats.primers import fitting
from shows.formats.themes import Theme
from shows.scripts.dialogue import seconds_of_words
from shows.scripts.story import seconds_to_say
from shows.words.sentences import count_words

IN_BRIEF = "in brief"
"""The theme of papers that belong under no other."""
LEADS_AT_LEAST = 2
SHORTEST_SECONDS = {"opening": 19.0, "comparison": 9.0, "theme": 2.0, "close": 4.0}
"""What the words between the stories last at least, as measured; the close names each title once more."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """What a segment of the show will be, before it has its number."""

    kind: SegmentKind
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


def lined_up(clock: HotClock, themes: Sequence[Theme], titles: Mapping[PaperId, str], *before: Place) -> list[Place]:
    """Opening, what comes before the papers, the themes with their papers, close."""
    count = sum(len(theme.papers) for theme in themes)
    leads = _leads(clock, count, len(themes), sum(place.seconds for place in before))
    full = _full_stories(themes, leads)
    places = [Place(kind="opening", title="Opening", seconds=clock.opening), *before]
    for theme in themes:
        places.append(Place(kind="theme", title=theme.name, theme=theme.name, papers=theme.papers, seconds=clock.theme))
        for paper in theme.papers:
            about = Place(kind="brief", title=titles[paper], theme=theme.name, papers=(paper,), seconds=clock.brief)
            places.append(replace(about, kind="story", seconds=clock.story) if paper in full else about)
    return [*places, Place(kind="close", title="Close", seconds=clock.close)]


def filled(
    places: list[Place],
    show: ShowId,
    clock: HotClock,
    about: str,
    papers: Mapping[PaperId, Paper],
    summaries: Mapping[PaperId, Summary],
) -> tuple[Segment, ...]:
    """The places as segments; fitting primers are added before the close until the edition is full enough.

    Nothing is written for it: a story counts with what there is to say of its paper, the rest with its fewest words.
    """
    segments = numbered(show, places)
    told = [(segment, papers[segment.papers[0]]) for segment in segments if segment.kind in ("story", "brief")]
    seconds = sum(SHORTEST_SECONDS.get(segment.kind, 0.0) for segment in segments)
    seconds += sum(seconds_to_say(segment, paper, summaries[paper.id]) for segment, paper in told)
    seconds += seconds_of_words(sum(count_words(title_of(paper)) for _, paper in told))
    for primer in fitting(about):
        if seconds >= clock.least:
            break
        places = [*places[:-1], Place(kind="primer", title=primer.title, seconds=clock.primer), places[-1]]
        seconds += primer.seconds
    return numbered(show, places)


def numbered(show: ShowId, places: Sequence[Place]) -> tuple[Segment, ...]:
    return tuple(
        Segment(
            id=segment_id(show, position),
            show=show,
            position=position,
            kind=place.kind,
            title=place.title,
            papers=place.papers,
            theme=place.theme,
            seconds=place.seconds,
        )
        for position, place in enumerate(places)
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
