"""What the store holds for a show → the Material that its format plans and writes from.

Reads: papers, summaries, choices. Writes nothing and decides nothing that is said.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import TypedDict

from radio.ids import PaperId, ShowName, WorkId, show_name, version_of, work_of
from radio.model import Paper, Segment, Show, Summary
from shows.claims.revision import VERSIONS
from shows.formats import Format, Material, Window
from workers.studio.station import Station

STANDING_IN = 100
"""The latest papers that were read, which stand in for a stretch of days in which nothing was."""


class Names(TypedDict):
    """What the station and its hosts are called."""

    station: str
    hosts: tuple[str, str]


def names_of(station: Station) -> Names:
    return {"station": station.config.station.name, "hosts": station.host_names}


def material_of_paper(station: Station, name: ShowName, paper_id: PaperId) -> Material:
    """For a show about one paper. Raises Missing where the store has no paper or summary of it."""
    paper, summary = station.store.library.paper(paper_id), station.store.library.summary(paper_id)
    return Material(
        name=name,
        day=paper.announced or station.today(),
        rank=_score(station, paper),
        window=Window(papers=(paper,), summaries={paper.id: summary}),
        **names_of(station),
    )


def material_of_day(
    station: Station, format: Format, name: ShowName, day: date, airs_at: datetime | None = None
) -> Material:
    """For a show of a day: the first stretch of days that the format looks back on in which something was read."""
    tried = format.looks_back_days
    days = next((days for days in tried if _read_within(station, day, days)), tried[-1])
    before = _window(station, day - timedelta(days=days), days) if format.compares else None
    return Material(
        name=name,
        day=day,
        airs_at=airs_at,
        window=_window(station, day, days),
        before=before if before and before.papers else None,
        **names_of(station),
    )


def material_of_show(station: Station, format: Format, show: Show, segments: Sequence[Segment]) -> Material:
    """For the words of a show: its papers, whatever became of them since it was planned; and the days that it compares.

    Raises Missing where the store has lost one of them.
    """
    name, library = show_name(show.id), station.store.library
    ids = dict.fromkeys(paper for segment in segments for paper in segment.papers)
    papers = {paper_id: library.paper(paper_id) for paper_id in ids}
    summaries = {paper_id: library.summary(paper_id) for paper_id in ids}
    if not format.compares:
        window = Window(papers=tuple(papers.values()), summaries=summaries)
        return Material(name=name, day=show.day, airs_at=show.airs_at, window=window, **names_of(station))
    today = material_of_day(station, format, name, show.day, show.airs_at)
    known = {paper.id: paper for paper in today.window.papers} | papers
    window = Window(papers=tuple(known.values()), summaries={**today.window.summaries, **summaries})
    return replace(today, window=window)


def _window(station: Station, last: date, days: int) -> Window:
    """What was heard of in so many days up to the last, best first; where nothing was read lately, the latest read."""
    read = _read_within(station, last, days)
    first = last - timedelta(days=days - 1)
    heard_of = station.store.library.papers(announced_since=first, announced_before=last + timedelta(days=1))
    if not read and last >= station.today() - timedelta(days=1):
        read = _standing(station, station.store.library.summarised(limit=STANDING_IN))
        heard_of = [*heard_of, *(paper for paper, _ in read)]
    papers = sorted(dict.fromkeys(heard_of), key=lambda paper: _score(station, paper), reverse=True)
    return Window(papers=tuple(papers), summaries={paper.id: summary for paper, summary in read})


def _read_within(station: Station, last: date, days: int) -> list[tuple[Paper, Summary]]:
    first = last - timedelta(days=days - 1)
    found = station.store.library.summarised(announced_since=first, announced_before=last + timedelta(days=1))
    return _standing(station, found)


def _standing(station: Station, found: Iterable[tuple[Paper, Summary]]) -> list[tuple[Paper, Summary]]:
    """Those in their newest version, which is neither withdrawn nor an update of what was heard before."""
    pairs, gone = list(found), station.store.library.withdrawn()
    newest: dict[WorkId, int] = {}
    for paper, _ in pairs:
        newest[work_of(paper.id)] = max(version_of(paper.id), newest.get(work_of(paper.id), 0))
    return [
        (paper, summary)
        for paper, summary in pairs
        if version_of(paper.id) == newest[work_of(paper.id)]
        and work_of(paper.id) not in gone
        and summary.writer != VERSIONS
    ]


def _score(station: Station, paper: Paper) -> float:
    find_choice = station.store.library.find_choice
    choice = find_choice(paper.id) or find_choice(PaperId(work_of(paper.id)))
    return choice.score if choice else 0.0
