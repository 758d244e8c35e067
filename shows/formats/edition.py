"""What the dated formats have in common: papers → the plan of an edition, and the words of each of its segments.

Says of a paper only what its summary's claims say; opening, links and close say only what the records hold.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from radio.model import Format, Paper, PaperId, Script, Segment, Show, Summary
from shows.claims.titles import title_of
from shows.formats import links, naming
from shows.formats.lineup import IN_BRIEF, Part, filled, lined_up, picked, theme_names
from shows.formats.naming import HotClock
from shows.formats.themes import themes_of
from shows.scripts.dialogue import Line, script_of
from shows.scripts.phrases import disclosure
from shows.scripts.story import write_segment

Papers = Mapping[PaperId, Paper]
Plan = tuple[Show, tuple[Segment, ...]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """What sets a dated format apart from the others."""

    format: Format
    clock: HotClock
    pool: int
    """Themes are looked for among so many of the best papers."""
    opening: Callable[[Sequence[Segment], Papers], list[Line]]
    """What is said after the greeting."""
    before: tuple[Part, ...] = ()
    """What comes before the papers."""


def planned(
    style: Style,
    day: date,
    airs_at: datetime | None,
    papers: Sequence[Paper],
    summaries: Mapping[PaperId, Summary],
    write: Callable[[Segment, Show, Sequence[Segment]], Script],
    edition: int,
    station: str,
) -> Plan:
    """The edition of a day. `papers` come best first; those without a summary are left out."""
    clock = style.clock
    pool = [paper for paper in papers if paper.id in summaries][: style.pool]
    themes = picked(pool, themes_of(pool, summaries, clock.most_themes), clock.most_papers)
    show = Show(
        id=naming.show_id(style.format, day, edition),
        format=style.format,
        title=naming.title(style.format, day, station),
        day=day,
        airs_at=airs_at,
        edition=edition,
        themes=tuple(theme.name for theme in themes if theme.name != IN_BRIEF),
    )
    parts = lined_up(clock, themes, {paper.id: title_of(paper) for paper in pool}, *style.before)
    about = " ".join(f"{paper.title} {paper.abstract}" for paper in pool[: clock.most_papers])
    return show, filled(parts, show.id, clock, about, lambda segment, segments: write(segment, show, segments))


def written(
    style: Style,
    segment: Segment,
    show: Show,
    segments: Sequence[Segment],
    papers: Sequence[Paper],
    summaries: Mapping[PaperId, Summary],
    station: str,
    hosts: tuple[str, str],
) -> Script:
    """The words of one segment; `segments` are all of its show, `papers` at least those of the show."""
    by_id = {paper.id: paper for paper in papers}
    match segment.kind:
        case "story" | "brief":
            paper = by_id[segment.papers[0]]
            return write_segment(segment, paper, summaries[paper.id], hosts=hosts, part=segment.position)
        case "opening":
            return script_of(segment.id, [*_greeting(show, station, hosts), *style.opening(segments, by_id)])
        case "theme":
            return script_of(segment.id, links.into_theme(segment, theme_names(segments), by_id, summaries))
        case "primer":
            return script_of(segment.id, links.primer_lines(segment, segments))
        case _:
            return script_of(segment.id, _close(show, segments, by_id, station))


def _greeting(show: Show, station: str, hosts: tuple[str, str]) -> list[Line]:
    return [
        Line("host", f"This is {station}, with {naming.NAMES[show.format]} for {naming.spoken_day(show.day)}."),
        Line("host", disclosure(*hosts, seed=show.day.isoformat())),
    ]


def _close(show: Show, segments: Sequence[Segment], papers: Papers, station: str) -> list[Line]:
    return [
        *links.back_over(segments, papers),
        *links.farewell(links.told_in(segments, papers)),
        Line("host", f"That was {naming.spoken_title(show.format, show.day, station)}."),
    ]
