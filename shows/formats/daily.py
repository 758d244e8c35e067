"""A day's papers → the daily: its plan, and the words of each of its segments. Pure and repeatable."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from radio.model import Paper, PaperId, Script, Segment, Show, Summary
from shows.formats import links
from shows.formats.edition import Papers, Plan, Style, planned, written
from shows.formats.lineup import theme_names
from shows.formats.naming import DAILY, HOSTS, STATION
from shows.scripts.dialogue import Line, listed


def plan_daily(
    day: date,
    airs_at: datetime | None,
    papers: Sequence[Paper],
    summaries: Mapping[PaperId, Summary],
    edition: int = 1,
    station: str = STATION,
    hosts: tuple[str, str] = HOSTS,
) -> Plan:
    """The daily of a day. `papers` come best first; those without a summary are left out."""

    def write(segment: Segment, show: Show, segments: Sequence[Segment]) -> Script:
        return write_daily_segment(segment, show, segments, papers, summaries, station, hosts)

    return planned(STYLE, day, airs_at, papers, summaries, write, edition, station)


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
    return written(STYLE, segment, show, segments, papers, summaries, station, hosts)


def _opening(segments: Sequence[Segment], papers: Papers) -> list[Line]:
    told = links.told_in(segments, papers)
    return [
        *_what_comes(told, theme_names(segments)),
        *links.why_primers(segments, bool(told), "today"),
        *links.first_up(segments, papers),
    ]


def _what_comes(told: Sequence[Paper], themes: Sequence[str]) -> list[Line]:
    if not told:
        return [Line("guest", "There are no new papers to read today.")]
    count = links.counted(len(told), "paper")
    under = f", under {links.counted(len(themes), 'theme')}: {listed(themes)}" if len(themes) > 1 else ""
    return [Line("guest", f"Today we read {count}{under}."), Line("guest", links.what_they_are(told))]


STYLE = Style(format="daily", clock=DAILY, pool=60, opening=_opening)
