"""This week's papers against last week's → the weekly: its plan, and the words of each of its segments. Pure.

Of a paper only its summary's claims are said; the numbers come from `comparison`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from radio.model import Paper, PaperId, Script, Segment, Show
from shows.claims.titles import title_of
from shows.editions import formats, links
from shows.editions.comparison import Week, compared
from shows.editions.formats import HOSTS, STATION, WEEKLY
from shows.editions.lineup import IN_BRIEF, Part, filled, lined_up, picked, theme_names
from shows.editions.themes import themes_of
from shows.lines import Line, listed, script_of
from shows.phrases import disclosure
from shows.segment import write_segment

POOL = 120


def plan_weekly(
    day: date,
    airs_at: datetime | None,
    this: Week,
    last: Week | None,
    edition: int = 1,
    station: str = STATION,
    hosts: tuple[str, str] = HOSTS,
) -> tuple[Show, tuple[Segment, ...]]:
    """The weekly that airs on a day. `last` is None when the station has not been listening for so long."""
    pool = [paper for paper in this.papers if paper.id in this.summaries][:POOL]
    themes = picked(pool, themes_of(pool, this.summaries, WEEKLY.most_themes), WEEKLY.most_papers)
    titles = {paper.id: title_of(paper) for paper in pool}
    show = Show(
        id=formats.show_id("weekly", day, edition),
        format="weekly",
        title=formats.title("weekly", day, station),
        day=day,
        airs_at=airs_at,
        edition=edition,
        themes=tuple(theme.name for theme in themes if theme.name != IN_BRIEF),
    )

    def write(segment: Segment, segments: Sequence[Segment]) -> Script:
        return write_weekly_segment(segment, show, segments, this, last, station, hosts)

    numbers = Part(kind="comparison", title="The week in numbers", seconds=WEEKLY.comparison)
    about = " ".join(f"{paper.title} {paper.abstract}" for paper in pool[: WEEKLY.most_papers])
    return show, filled(lined_up(WEEKLY, themes, titles, numbers), show.id, WEEKLY, about, write)


def write_weekly_segment(
    segment: Segment,
    show: Show,
    segments: Sequence[Segment],
    this: Week,
    last: Week | None,
    station: str = STATION,
    hosts: tuple[str, str] = HOSTS,
) -> Script:
    """The words of one segment of a weekly; `segments` are all of its show."""
    papers = {paper.id: paper for paper in this.papers}
    match segment.kind:
        case "story" | "brief":
            paper = papers[segment.papers[0]]
            return write_segment(segment, paper, this.summaries[paper.id], hosts=hosts, part=segment.position)
        case "opening":
            return script_of(segment.id, _opening(show, segments, papers, station, hosts))
        case "comparison":
            return script_of(segment.id, compared(this, last, theme_names(segments)))
        case "theme":
            return script_of(segment.id, links.into_theme(segment, theme_names(segments), papers, this.summaries))
        case "primer":
            return script_of(segment.id, links.primer_lines(segment, segments))
        case _:
            return script_of(segment.id, _close(show, segments, papers, station))


def _opening(
    show: Show, segments: Sequence[Segment], papers: Mapping[PaperId, Paper], station: str, hosts: tuple[str, str]
) -> list[Line]:
    told = links.told_in(segments, papers)
    themes = theme_names(segments)
    lines = [
        Line("host", f"This is {station}, with the weekly for {formats.spoken_day(show.day)}."),
        Line("host", disclosure(*hosts, seed=show.day.isoformat())),
        Line(
            "guest",
            "We look at what the week brought against the week before, and then read the papers that stood out.",
        ),
    ]
    if themes:
        lines.append(
            Line("host", f"Our themes are {listed(themes)}." if len(themes) > 1 else f"Our theme is {themes[0]}.")
        )
    if told:
        lines.append(Line("guest", links.what_they_are(told)))
    return [*lines, *links.why_primers(segments, bool(told), "this week")]


def _close(show: Show, segments: Sequence[Segment], papers: Mapping[PaperId, Paper], station: str) -> list[Line]:
    return [
        *links.back_over(segments, papers),
        *links.farewell(links.told_in(segments, papers)),
        Line("host", f"That was {formats.spoken_title('weekly', show.day, station)}."),
    ]
