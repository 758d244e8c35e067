"""This week's papers against last week's → the weekly: its plan, and the words of each of its segments. Pure.

Every number that is spoken is counted from the given weeks; of a paper only its summary's claims are said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from radio.model import Paper, PaperId, Script, Segment, Show, Summary
from shows import formats, links
from shows.fields import field_of
from shows.formats import HOSTS, STATION, WEEKLY
from shows.lines import Line, listed, script_of
from shows.lineup import IN_BRIEF, Part, filled, lined_up, picked, theme_names
from shows.phrases import disclosure
from shows.segment import write_segment
from shows.themes import bears, themes_of

POOL = 120
LARGEST_FIELDS = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Week:
    """What the station heard of in seven days."""

    papers: tuple[Paper, ...] = ()
    """Best first."""
    summaries: Mapping[PaperId, Summary] = field(default_factory=dict)
    """Of those papers that were read."""


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
    titles = {paper.id: links.title_of(paper) for paper in pool}
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


def compared(this: Week, last: Week | None, themes: Sequence[str]) -> list[Line]:
    """This week against the last in numbers: all papers, the largest fields, what grew and fell most, the themes."""
    lines = [
        Line("host", f"First, the week in numbers: the station heard of {links.counted(len(this.papers), 'paper')}.")
    ]
    if last is None or not last.papers:
        return [
            *lines,
            Line(
                "guest", "There is no week before this one to compare it with, as the station was not listening then."
            ),
            *_largest(_by_field(this)),
            *_themes_alone(this, themes),
        ]
    now, before = _by_field(this), _by_field(last)
    return [
        *lines,
        Line("guest", f"The week before, it was {len(last.papers):,}: {_change(len(this.papers), len(last.papers))}."),
        *_uneven_days(this, last),
        *_largest(now, before),
        *_movers(now, before),
        *_themes_against(this, last, themes),
        Line("guest", "These numbers count what reached this station, not all that was written."),
    ]


def _opening(
    show: Show, segments: Sequence[Segment], papers: Mapping[PaperId, Paper], station: str, hosts: tuple[str, str]
) -> list[Line]:
    told = links.told_in(segments, papers)
    themes = theme_names(segments)
    lines = [
        Line("host", f"This is {station}, with the weekly for {formats.spoken_day(show.day)}."),
        Line("host", disclosure(*hosts)),
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


def _by_field(week: Week) -> Counter[str]:
    return Counter(field_of(paper.primary) for paper in week.papers if paper.primary)


def _uneven_days(this: Week, last: Week) -> list[Line]:
    """A week with a holiday has fewer papers for that reason alone."""
    now, before = (len({p.announced for p in week.papers if p.announced}) for week in (this, last))
    if now == before or not now or not before:
        return []
    return [
        Line(
            "host",
            f"Mind that this week had {links.counted(now, 'day')} with new papers, and the last one had {before}.",
        )
    ]


def _largest(now: Counter[str], before: Counter[str] | None = None) -> list[Line]:
    ordered = sorted(now, key=lambda name: (-now[name], name))[:LARGEST_FIELDS]
    lines = []
    for place, name in enumerate(ordered):
        opener = ("The largest field was {}, with {}", "Then came {}, with {}", "And {}, with {}")[place]
        sentence = opener.format(name, links.counted(now[name], "paper"))
        lines.append(
            Line("host", sentence + (f", after {before[name]:,} the week before." if before is not None else "."))
        )
    return lines


def _movers(now: Counter[str], before: Counter[str]) -> list[Line]:
    changes = {name: now[name] - before[name] for name in now.keys() | before.keys()}
    ordered = sorted(changes, key=lambda name: (-changes[name], name))
    lines = []
    if ordered and changes[ordered[0]] > 0:
        name = ordered[0]
        lines.append(Line("guest", f"What grew most was {name}, from {before[name]:,} to {now[name]:,}."))
    if ordered and changes[ordered[-1]] < 0:
        name = ordered[-1]
        lines.append(Line("guest", f"What fell most was {name}, from {before[name]:,} to {now[name]:,}."))
    return lines


def _themes_against(this: Week, last: Week, themes: Sequence[str]) -> list[Line]:
    counts = [(name, _bearing(this, name), _bearing(last, name)) for name in themes]
    return [
        Line(
            "host" if place % 2 == 0 else "guest",
            f"On {name}, we count {links.counted(now, 'paper')}, {_against(now, before)}.",
        )
        for place, (name, now, before) in enumerate(counts)
        if now
    ]


def _themes_alone(this: Week, themes: Sequence[str]) -> list[Line]:
    return [Line("guest", f"On {name}, we count {links.counted(_bearing(this, name), 'paper')}.") for name in themes]


def _bearing(week: Week, theme: str) -> int:
    return sum(bears(paper, theme) for paper in week.papers)


def _against(now: int, before: int) -> str:
    if now == before:
        return "as many as the week before"
    return f"{'up' if now > before else 'down'} from {before:,}" if before else "where the week before had none"


def _change(now: int, before: int) -> str:
    percent = round(100 * (now - before) / before)
    if not percent:
        return "about the same"
    return f"{abs(percent)} percent {'more' if percent > 0 else 'fewer'} this week"
