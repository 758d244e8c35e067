"""A paper's versions on their way through the line: the first is told, a new one corrected, a withdrawn one pulled."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import replace

import pytest
from local_arxiv import LocalArxiv
from local_gate import LocalGate
from made_line import NOW, Line, line_in, station_in
from some_papers import some_paper, some_papers, summary_of

from radio.config import ArxivConfig, Config
from radio.errors import Withdrawn
from radio.http import Manners
from radio.ids import PaperId, ShowId
from radio.model import Item, Paper, Segment, Show
from radio.papers import Arxiv, samples
from workers.studio import workflows
from workers.studio.dispatch import dispatch
from workers.studio.programme_file import look
from workers.studio.station import Station
from workers.studio.steps.fetch import fetch
from workers.studio.steps.plan import plan
from workers.studio.steps.write import write

TODAY = NOW.date()
WAIT_SECONDS = 60.0
GONE = "This paper has been withdrawn by the authors due to an error in the proof."
DAILY = ShowId("2026-11-20-daily")


def version(number: int, **changes: object) -> Paper:
    """A version of a paper of today, whose PDF is a sample's."""
    values = {"announced": TODAY, "announce": "new" if number == 1 else "replace", "published": NOW, "updated": NOW}
    paper = some_paper(3, id=PaperId(f"2611.00003v{number}"), pdf=samples()[0].pdf, **values)
    return replace(paper, **changes)


V1 = version(1)
V2 = version(2, abstract=V1.abstract.replace("by 5 percent", "by 8 percent"))
SAME = version(2)
V3 = version(3, abstract=V2.abstract, withdrawn=GONE)
STORY, UPDATE, CORRECTION = (ShowId(f"2611.00003{end}") for end in ("v1-paper", "v2-update", "v3-update"))


@asynccontextmanager
async def asking(server: LocalArxiv) -> AsyncIterator[Arxiv]:
    urls = {"feed_url": "atom", "api_url": "api/query", "oai_url": "oai", "pdf_url": "pdf"}
    config = ArxivConfig(**{name: f"{server.url}/{place}" for name, place in urls.items()})
    quick = Manners(gap_seconds=0.01, tries=2, first_pause_seconds=0.1)
    async with Arxiv(config, "tests", LocalGate(0.01), lambda: NOW, quick) as arxiv:
        yield arxiv


@pytest.fixture
async def server() -> AsyncIterator[LocalArxiv]:
    async with LocalArxiv([V1], TODAY) as server:
        yield server


@pytest.fixture
async def made(config: Config, server: LocalArxiv) -> AsyncIterator[Line]:
    async with asking(server) as arxiv, line_in(config, arxiv=arxiv) as made:
        yield made


@pytest.fixture
async def station(config: Config, server: LocalArxiv) -> AsyncIterator[Station]:
    async with asking(server) as arxiv, station_in(config, arxiv=arxiv) as station:
        yield station


async def announced(made: Line, server: LocalArxiv, *papers: Paper) -> list[str]:
    """arXiv announces these, the station polls and makes what it chooses: the shows, or why there is none."""
    server.papers = papers
    await made.make("poll", f"2026-11-20T{len(papers):02d}")
    begun: list[str] = []

    async def enqueue(name: str, subject: str, queue: str = "") -> str:
        begun.append(await workflows.start(made.workflows, name, subject, queue))
        return begun[-1]

    waiting = {choice.paper for choice in made.station.store.library.chosen_not_queued()}
    dispatching = asyncio.create_task(dispatch(made.station, enqueue))
    async with asyncio.timeout(WAIT_SECONDS):
        while len(begun) < len(waiting):
            await made.a_moment()
    await _stopped(dispatching)
    return [await made.ended(workflow) for workflow in begun]


async def _stopped(task: asyncio.Task) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def programme_of(station: Station) -> tuple[list[tuple[ShowId, str]], list[str]]:
    """What air would play next, and the shows that are made anew for it."""
    anew: list[str] = []

    async def enqueue(_name: str, subject: str) -> str:
        anew.append(subject)
        return subject

    planned = await look(station, enqueue)
    return [(slot.show, slot.source) for slot in planned.slots], anew


def air(station: Station, show: ShowId) -> tuple[Item, ...]:
    """Writes air's log as if the show had just gone out."""
    programme = station.store.programme
    items = tuple(item for segment in programme.segments(show) for item in programme.items(segment.id))
    log = station.config.paths.asrun / "2026-11-20.jsonl"
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("a") as file:
        for item in items:
            about = {"item": item.id, "show": show, "at": NOW.isoformat(), "text": item.text, "paper": item.paper}
            file.write(json.dumps({"event": "cued", **about}) + "\n" + json.dumps({"event": "ended", **about}) + "\n")
    station.store.asrun.import_folder(log.parent)
    return items


@pytest.mark.slow
async def test_a_new_version_corrects_what_was_told_and_a_withdrawal_says_so(made, server):
    assert await announced(made, server, V1) == [STORY]
    air(made.station, STORY)
    assert await announced(made, server, V1, V2) == [UPDATE]
    assert await programme_of(made.station) == ([(UPDATE, "rundown")], [])
    told = [item.text for item in air(made.station, UPDATE)]
    assert any("by 8 percent" in text and "where it said 5 percent" in text for text in told)
    assert await announced(made, server, V1, V2, V3) == [CORRECTION]
    assert await programme_of(made.station) == ([(CORRECTION, "rundown")], [])
    told = [item.text for item in air(made.station, CORRECTION)]
    assert "It has since been withdrawn by its authors." in told
    assert await programme_of(made.station) == ([], [])
    assert made.station.store.library.parked() == []


@pytest.mark.slow
async def test_a_version_that_says_the_same_is_not_told_again(made, server):
    await announced(made, server, V1)
    air(made.station, STORY)
    assert await announced(made, server, V1, SAME) == []
    assert "told before in the same words" in made.station.store.library.find_choice(SAME.id).reasons
    assert await programme_of(made.station) == ([(STORY, "repeat")], [])


@pytest.mark.slow
async def test_a_new_version_takes_the_place_of_one_that_nobody_heard(made, server):
    await announced(made, server, V1)
    assert await announced(made, server, V1, V2) == ["2611.00003v2-paper"]
    assert await programme_of(made.station) == ([("2611.00003v2-paper", "rundown")], [])


@pytest.mark.slow
async def test_a_paper_withdrawn_before_it_was_heard_is_pulled_without_a_word(made, server):
    await announced(made, server, V1)
    assert await announced(made, server, V1, replace(V3, id=V2.id)) == []
    assert await programme_of(made.station) == ([], [])


async def test_nothing_is_made_of_a_withdrawn_paper(station, server):
    server.papers = (V1, replace(V3, id=V2.id))
    station.store.library.save_papers(server.papers)
    for paper in (V1, V2):
        with pytest.raises(Withdrawn, match="withdrawn"):
            await fetch(station, paper.id)


async def test_a_missing_pdf_that_arxiv_calls_withdrawn_withdraws_the_paper(station, server):
    server.papers = (V3,)
    station.store.library.save_paper(replace(V3, withdrawn=""))
    with pytest.raises(Withdrawn, match="has been withdrawn"):
        await fetch(station, V3.id)
    assert station.store.library.withdrawn() == {"2611.00003": V3.id}


async def test_a_daily_ahead_that_tells_of_a_withdrawn_paper_is_made_anew_and_one_that_was_heard_rests(station):
    programme = station.store.programme
    for show, airs_at in ((DAILY, NOW), (ShowId("2026-11-19-daily"), None)):
        day = TODAY.replace(day=int(show[8:10]))
        story = Segment(id=f"{show}/00", show=show, position=0, kind="story", title="A", papers=(V1.id,))
        programme.save_show(Show(id=show, format="daily", title="D", day=day, airs_at=airs_at), (story,))
        programme.mark_ready(show, 600.0)
    station.store.library.save_paper(V1)
    assert len((await programme_of(station))[0]) == 2
    station.store.library.save_paper(V3)
    assert await programme_of(station) == ([], [f"{DAILY}+2"])


async def test_a_daily_is_planned_without_withdrawn_papers_and_each_in_its_find_newest_version(station):
    others = some_papers(3)
    withdrawn = replace(others[2], id=PaperId("2611.00002v2"), withdrawn=GONE)
    for paper in (*others, withdrawn, V1, V2):
        station.store.library.save_paper(paper)
        station.store.library.save_summary(summary_of(paper))
    await plan(station, DAILY)
    told = {paper for segment in station.store.programme.segments(DAILY) for paper in segment.papers}
    assert told == {others[0].id, others[1].id, V2.id}


@pytest.mark.slow
async def test_a_paper_asked_for_without_its_version_is_made_in_its_newest(made, server):
    server.papers = (V1, V2)
    assert await made.make("paper", "2611.00003") == "2611.00003v2-paper"


@pytest.mark.slow
async def test_a_weekly_is_written_as_it_was_planned_though_a_new_version_came_in_between(station):
    weekly = "2026-11-20-weekly"
    others = some_papers(3)
    for paper in (*others, V1):
        station.store.library.save_paper(paper)
        station.store.library.save_summary(summary_of(paper))
    segments = (await plan(station, weekly)).split()
    station.store.library.save_paper(V2)
    station.store.library.save_summary(summary_of(V2))
    for segment in segments:
        await write(station, segment)
        assert station.store.programme.script(segment).turns
