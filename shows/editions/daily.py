"""A day's papers → the daily: its plan, and the words of each of its segments. Pure and repeatable.

Says of a paper only what its summary's claims say; opening, links and close say only what the records hold.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from radio.model import Paper, PaperId, Script, Segment, Show, Summary
from shows.claims.titles import title_of
from shows.editions import formats, links
from shows.editions.formats import DAILY, HOSTS, STATION
from shows.editions.lineup import IN_BRIEF, filled, lined_up, picked, theme_names
from shows.editions.themes import themes_of
from shows.lines import Line, listed, script_of
from shows.phrases import disclosure
from shows.segment import write_segment

POOL = 60
"""Themes are looked for among so many of the day's best papers."""


def plan_daily(
    day: date,
    airs_at: datetime | None,
    papers: Sequence[Paper],
    summaries: Mapping[PaperId, Summary],
    edition: int = 1,
    station: str = STATION,
    hosts: tuple[str, str] = HOSTS,
) -> tuple[Show, tuple[Segment, ...]]:
    """The daily of a day. `papers` come best first; those without a summary are left out."""
    pool = [paper for paper in papers if paper.id in summaries][:POOL]
    themes = picked(pool, themes_of(pool, summaries, DAILY.most_themes), DAILY.most_papers)
    titles = {paper.id: title_of(paper) for paper in pool}
    show = Show(
        id=formats.show_id("daily", day, edition),
        format="daily",
        title=formats.title("daily", day, station),
        day=day,
        airs_at=airs_at,
        edition=edition,
        themes=tuple(theme.name for theme in themes if theme.name != IN_BRIEF),
    )

    def write(segment: Segment, segments: Sequence[Segment]) -> Script:
        return write_daily_segment(segment, show, segments, pool, summaries, station, hosts)

    about = " ".join(f"{paper.title} {paper.abstract}" for paper in pool[: DAILY.most_papers])
    return show, filled(lined_up(DAILY, themes, titles), show.id, DAILY, about, write)


def write_daily_segment(
    segment: Segment,
    show: Show,
    segments: Sequence[Segment],
    papers: Sequence[Paper],
    summaries: Mapping[PaperId, Summary],
    station: str = STATION,
    hosts: tuple[str, str] = HOSTS,
) -> Script:
    """The words of one segment of a daily; `segments` are all of its show, `papers` at least those of the show."""
    by_id = {paper.id: paper for paper in papers}
    match segment.kind:
        case "story" | "brief":
            paper = by_id[segment.papers[0]]
            return write_segment(segment, paper, summaries[paper.id], hosts=hosts, part=segment.position)
        case "opening":
            return script_of(segment.id, _opening(show, segments, by_id, station, hosts))
        case "theme":
            return script_of(segment.id, links.into_theme(segment, theme_names(segments), by_id, summaries))
        case "primer":
            return script_of(segment.id, links.primer_lines(segment, segments))
        case _:
            return script_of(segment.id, _close(show, segments, by_id, station))


def _opening(
    show: Show, segments: Sequence[Segment], papers: Mapping[PaperId, Paper], station: str, hosts: tuple[str, str]
) -> list[Line]:
    told = links.told_in(segments, papers)
    return [
        Line("host", f"This is {station}, with the daily for {formats.spoken_day(show.day)}."),
        Line("host", disclosure(*hosts, seed=show.day.isoformat())),
        *_what_comes(told, theme_names(segments)),
        *links.why_primers(segments, bool(told), "today"),
        *links.first_up(segments, papers),
    ]


def _what_comes(told: Sequence[Paper], themes: Sequence[str]) -> list[Line]:
    if not told:
        return [Line("guest", "There are no new papers to read today.")]
    count = links.counted(len(told), "paper")
    if len(themes) < 2:
        return [Line("guest", f"Today we read {count}."), Line("guest", links.what_they_are(told))]
    return [
        Line("guest", f"Today we read {count}, under {links.counted(len(themes), 'theme')}: {listed(themes)}."),
        Line("guest", links.what_they_are(told)),
    ]


def _close(show: Show, segments: Sequence[Segment], papers: Mapping[PaperId, Paper], station: str) -> list[Line]:
    return [
        *links.back_over(segments, papers),
        *links.farewell(links.told_in(segments, papers)),
        Line("host", f"That was {formats.spoken_title('daily', show.day, station)}."),
    ]
