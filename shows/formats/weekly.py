"""This week's papers against last week's → the weekly: its plan, and the words of each of its segments. Pure.

The numbers come from `comparison`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from radio.model import Script, Segment, Show
from shows.formats import links
from shows.formats.comparison import Week, compared
from shows.formats.edition import Papers, Plan, Style, planned, written
from shows.formats.lineup import Part, theme_names
from shows.formats.naming import HOSTS, STATION, WEEKLY
from shows.scripts.dialogue import Line, listed, script_of


def plan_weekly(
    day: date,
    airs_at: datetime | None,
    this: Week,
    last: Week | None,
    edition: int = 1,
    station: str = STATION,
    hosts: tuple[str, str] = HOSTS,
) -> Plan:
    """The weekly that airs on a day. `last` is None when the station has not been listening for so long."""

    def write(segment: Segment, show: Show, segments: Sequence[Segment]) -> Script:
        return write_weekly_segment(segment, show, segments, this, last, station, hosts)

    return planned(STYLE, day, airs_at, this.papers, this.summaries, write, edition, station)


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
    if segment.kind == "comparison":
        return script_of(segment.id, compared(this, last, theme_names(segments)))
    return written(STYLE, segment, show, segments, this.papers, this.summaries, station, hosts)


def _opening(segments: Sequence[Segment], papers: Papers) -> list[Line]:
    told, themes = links.told_in(segments, papers), theme_names(segments)
    lines = [
        Line(
            "guest",
            "We look at what the week brought against the week before, and then read the papers that stood out.",
        )
    ]
    if themes:
        named = f"Our themes are {listed(themes)}." if len(themes) > 1 else f"Our theme is {themes[0]}."
        lines.append(Line("host", named))
    if told:
        lines.append(Line("guest", links.what_they_are(told)))
    return [*lines, *links.why_primers(segments, bool(told), "this week")]


STYLE = Style(
    format="weekly",
    clock=WEEKLY,
    pool=120,
    opening=_opening,
    before=(Part(kind="comparison", title="The week in numbers", seconds=WEEKLY.comparison),),
)
