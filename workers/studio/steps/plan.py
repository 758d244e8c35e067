"""What a show will be: Paper or date → Show + Segments (and, where its words are fixed already, their Scripts).

A show that is planned stays as it was planned; a new edition is a new show.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from radio.errors import Permanent
from radio.model import Format, Paper, PaperId, Segment, Show, ShowId, Summary, work_and_version
from shows.claims.revision import VERSIONS
from shows.claims.titles import title_of
from shows.formats import daily, ident, naming, primers, weekly
from shows.scripts.update import UPDATE_SECONDS
from workers.studio import timetable
from workers.studio.station import Station

_DATED = re.compile(r"(\d{4}-\d{2}-\d{2})-(daily|weekly)(?:\+(\d+))?")
DAILY_DAYS = 1
QUIET_DAYS = 7
"""How far the daily looks back when nothing new was read since yesterday, as at weekends."""
LATE = timedelta(hours=2)
"""A show made later than this after its time airs when there is room."""


async def plan_paper(station: Station, paper_id: str) -> str:
    """The paper's own show, of one story. Returns the show's id."""
    paper = station.store.library.paper(paper_id)
    show_id = naming.paper_show_id(paper.id)
    show = Show(
        id=show_id,
        format="paper",
        title=title_of(paper),
        day=paper.announced or station.today(),
        rank=_score(station, paper),
    )
    story = Segment(
        id=naming.segment_id(show_id, 0),
        show=show_id,
        position=0,
        kind="story",
        title=title_of(paper),
        papers=(paper.id,),
        seconds=naming.STORY_SECONDS,
    )
    return _keep(station, show, (story,))


async def plan_update(station: Station, paper_id: str) -> str:
    """The show of one segment that says what a new version changes. Returns the show's id."""
    paper = station.store.library.paper(paper_id)
    show_id, title = naming.update_show_id(paper.id), f"Update: {title_of(paper)}"
    show = Show(
        id=show_id,
        format="paper",
        title=title,
        day=paper.announced or station.today(),
        rank=_score(station, paper),
    )
    told = Segment(
        id=naming.segment_id(show_id, 0),
        show=show_id,
        position=0,
        kind="update",
        title=title,
        papers=(paper.id,),
        seconds=UPDATE_SECONDS,
    )
    return _keep(station, show, (told,))


def only_segment(show_id: str) -> str:
    """Id of the segment of a show that has one."""
    return naming.segment_id(ShowId(show_id), 0)


async def plan_show(station: Station, show_id: str) -> str:
    """Plans a daily, a weekly, a primer or an ident by its id. Returns the ids of its segments, with spaces between."""
    programme = station.store.programme
    if programme.show(ShowId(show_id)) is None:
        if match := _DATED.fullmatch(show_id):
            _plan_dated(station, match[2], date.fromisoformat(match[1]), int(match[3] or 1))
        else:
            _plan_fixed(station, show_id)
    return " ".join(segment.id for segment in programme.segments(ShowId(show_id)))


def _plan_dated(station: Station, format: Format, day: date, edition: int) -> None:
    due = timetable.airs_at(station.config, format, day)
    airs_at = due if due and due + LATE > station.now() else None
    about = {"edition": edition, "station": station.config.station.name, "hosts": station.host_names}
    if format == "daily":
        papers, summaries = _read_lately(station, day)
        show, segments = daily.plan_daily(day, airs_at, papers, summaries, **about)
    else:
        this, last = weeks(station, day)
        show, segments = weekly.plan_weekly(day, airs_at, this, last, **about)
    _keep(station, show, segments)


def _plan_fixed(station: Station, show_id: str) -> None:
    """Primers and idents come with their words."""
    fixed = (
        *map(primers.primer_show, primers.primers()),
        *ident.idents(station.config.station.name, station.host_names),
    )
    made = next((one for one in fixed if one[0].id == show_id), None)
    if made is None:
        raise Permanent(f"{show_id} is no show that the station knows")
    show, segment, script = made
    _keep(station, show, (segment,))
    station.store.programme.save_script(script)


def _read_lately(station: Station, day: date) -> tuple[Sequence[Paper], dict[PaperId, Summary]]:
    """Papers with their summaries for a daily, best first: since yesterday, else of the last week, else the samples."""
    for days in (DAILY_DAYS, QUIET_DAYS):
        found = _summarised(station, day - timedelta(days=days), day)
        if found:
            break
    else:
        found = _standing(station, station.store.library.summarised(limit=100))
    return _best_first(station, found)


def weeks(station: Station, day: date) -> tuple[weekly.Week, weekly.Week | None]:
    """The seven days up to a day, and the seven before them; None for those when nothing was heard of then."""
    last = _week(station, day - timedelta(days=7))
    return _week(station, day), last if last.papers else None


def _week(station: Station, last: date) -> weekly.Week:
    first = last - timedelta(days=6)
    found = _summarised(station, first, last)
    heard_of = station.store.library.papers(announced_since=first, announced_before=last + timedelta(days=1))
    if not found and last >= station.today() - timedelta(days=1):
        found = _standing(station, station.store.library.summarised(limit=100))
        heard_of = [*heard_of, *(paper for paper, _ in found)]
    papers = sorted(dict.fromkeys(heard_of), key=lambda paper: _score(station, paper), reverse=True)
    return weekly.Week(papers=tuple(papers), summaries={paper.id: summary for paper, summary in found})


def _summarised(station: Station, first: date, last: date) -> list[tuple[Paper, Summary]]:
    library = station.store.library
    found = library.summarised(announced_since=first, announced_before=last + timedelta(days=1))
    return _standing(station, found)


def _standing(station: Station, found: Sequence[tuple[Paper, Summary]]) -> list[tuple[Paper, Summary]]:
    """Those in their newest version, which is neither withdrawn nor an update of what was told before."""
    gone = station.store.library.withdrawn()
    newest: dict[str, int] = {}
    for paper, _ in found:
        work, version = work_and_version(paper.id)
        newest[work] = max(version, newest.get(work, 0))
    return [
        (paper, summary)
        for paper, summary in found
        if (place := work_and_version(paper.id))[1] == newest[place[0]]
        and place[0] not in gone
        and summary.writer != VERSIONS
    ]


def _best_first(
    station: Station, found: Sequence[tuple[Paper, Summary]]
) -> tuple[Sequence[Paper], dict[PaperId, Summary]]:
    papers = sorted((paper for paper, _ in found), key=lambda paper: _score(station, paper), reverse=True)
    return papers, {paper.id: summary for paper, summary in found}


def _score(station: Station, paper: Paper) -> float:
    choice_of = station.store.library.choice_of
    choice = choice_of(paper.id) or choice_of(PaperId(work_and_version(paper.id)[0]))
    return choice.score if choice else 0.0


def _keep(station: Station, show: Show, segments: Sequence[Segment]) -> str:
    station.store.programme.save_show(show, segments)
    return show.id
