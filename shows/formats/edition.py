"""What the dated formats have in common: papers → the plan of an edition, and the words of each of its segments.

Says of a paper only what its summary's claims say; opening, links and close say only what the records hold.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from radio.ids import PaperId
from radio.model import Paper, Script, Segment, Show
from shows.claims.titles import title_of
from shows.formats import hot_clock, links
from shows.formats.comparison import compared
from shows.formats.format import Format, Material, Plan
from shows.formats.hot_clock import HotClock
from shows.formats.lineup import IN_BRIEF, Place, filled, lined_up, picked, theme_names
from shows.formats.primers import card_of
from shows.formats.themes import themes_of
from shows.scripts.dialogue import Line, script_of
from shows.scripts.phrases import disclosure
from shows.scripts.story import write_segment

Papers = Mapping[PaperId, Paper]


@dataclass(frozen=True, slots=True, kw_only=True)
class Style:
    """What sets a dated format apart from the others."""

    name: str
    clock: HotClock
    pool: int
    """Themes are looked for among so many of the best papers."""
    opening: Callable[[Sequence[Segment], Papers], list[Line]]
    """What is said after the greeting."""
    before: tuple[Place, ...] = ()
    """What comes before the papers."""


def dated(style: Style, *, looks_back_days: tuple[int, ...], kept_days: int, compares: bool = False) -> Format:
    """The format of such editions, each kept as an mp3."""
    return Format(
        name=style.name,
        subject="day",
        plan=partial(planned, style),
        write=partial(written, style),
        cards=card_of,
        looks_back_days=looks_back_days,
        compares=compares,
        archived=True,
        kept_days=kept_days,
    )


def planned(style: Style, material: Material) -> Plan:
    """The edition of a day, of those papers that have a summary."""
    clock, summaries = style.clock, material.window.summaries
    pool = [paper for paper in material.window.papers if paper.id in summaries][: style.pool]
    themes = picked(pool, themes_of(pool, summaries, clock.most_themes), clock.most_papers)
    show = Show(
        id=material.name.id,
        format=style.name,
        title=hot_clock.title(style.name, material.day, material.station),
        day=material.day,
        airs_at=material.airs_at,
        edition=material.name.edition,
        themes=tuple(theme.name for theme in themes if theme.name != IN_BRIEF),
    )
    places = lined_up(clock, themes, {paper.id: title_of(paper) for paper in pool}, *style.before)
    about = " ".join(f"{paper.title} {paper.abstract}" for paper in pool[: clock.most_papers])
    return Plan(show=show, segments=filled(places, show.id, clock, about, {p.id: p for p in pool}, summaries))


def written(style: Style, segment: Segment, plan: Plan, material: Material) -> Script:
    """The words of one segment; the window of the material holds at least the papers of the show."""
    papers, summaries = {paper.id: paper for paper in material.window.papers}, material.window.summaries
    match segment.kind:
        case "story" | "brief":
            paper = papers[segment.papers[0]]
            return write_segment(segment, paper, summaries[paper.id], material.hosts, part=segment.position)
        case "opening":
            return script_of(segment.id, [*_greeting(plan, material), *style.opening(plan.segments, papers)])
        case "comparison":
            return script_of(segment.id, compared(material.window, material.before, theme_names(plan.segments)))
        case "theme":
            return script_of(segment.id, links.into_theme(segment, theme_names(plan.segments), papers, summaries))
        case "primer":
            return script_of(segment.id, links.primer_lines(segment, plan.segments))
        case _:
            return script_of(segment.id, _close(plan, papers, material.station))


def _greeting(plan: Plan, material: Material) -> list[Line]:
    show = plan.show
    return [
        Line("host", f"This is {material.station}, with the {show.format} for {hot_clock.spoken_day(show.day)}."),
        Line("host", disclosure(*material.hosts, seed=show.day.isoformat())),
    ]


def _close(plan: Plan, papers: Papers, station: str) -> list[Line]:
    show = plan.show
    return [
        *links.back_over(plan.segments, papers),
        *links.farewell(links.told_in(plan.segments, papers)),
        Line("host", f"That was {hot_clock.spoken_title(show.format, show.day, station)}."),
    ]
