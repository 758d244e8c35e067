"""What is announced is kept whole; the best of it is chosen, once, within the day's budget."""

from __future__ import annotations

from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import date, timedelta

import pytest
from made_line import NOW, config_in, station_in
from some_papers import some_papers

from radio.config import Config, RankConfig
from radio.model import Paper
from workers.studio.station import Station
from workers.studio.steps.poll import FIRST_LOOK_DAYS, poll

TODAY = NOW.date()
HOURS = 0.1
"""Room for two stories."""


class Announcing:
    """arXiv that announces these papers, and remembers since when it was asked."""

    name, choice = "arxiv", None

    def __init__(self, papers: list[Paper]):
        self.papers, self.asked_since = papers, []

    async def announced(self, since: date) -> list[Paper]:
        self.asked_since.append(since)
        return [paper for paper in self.papers if paper.announced >= since]


@pytest.fixture
async def station(tmp_path) -> AsyncIterator[Station]:
    config: Config = config_in(tmp_path / "data", rank=RankConfig(hours_per_day=HOURS))
    async with station_in(config, arxiv=Announcing(some_papers(10))) as station:
        yield station


async def test_everything_announced_is_kept_and_the_budget_chosen_with_reasons(station):
    await poll(station, "2026-11-20T12:00")
    library = station.store.library
    assert len(library.papers()) == 10
    chosen = library.choices(TODAY, chosen=True)
    assert len(chosen) == 2
    assert all(choice.reasons for choice in chosen)


async def test_a_second_poll_of_the_same_day_chooses_nothing_more(station):
    await poll(station, "2026-11-20T12:00")
    first = station.store.library.choices(TODAY, chosen=True)
    await poll(station, "2026-11-20T13:00")
    assert station.store.library.choices(TODAY, chosen=True) == first


async def test_a_new_day_has_a_new_budget_for_what_was_left(station):
    await poll(station, "2026-11-20T12:00")
    tomorrow = replace(station, now=lambda: NOW + timedelta(days=1))
    await poll(tomorrow, "2026-11-21T12:00")
    library = station.store.library
    today, next_day = (library.choices(day, chosen=True) for day in (TODAY, TODAY + timedelta(days=1)))
    assert len(next_day) == 2
    assert not {choice.paper for choice in today} & {choice.paper for choice in next_day}


async def test_the_first_poll_looks_back_over_a_week_and_the_next_from_the_last_announcement(station):
    for slot in ("2026-11-20T12:00", "2026-11-20T13:00"):
        await poll(station, slot)
    assert station.sources["arxiv"].asked_since == [TODAY - timedelta(days=FIRST_LOOK_DAYS), TODAY]


async def test_an_empty_announcement_changes_nothing(station):
    station.sources["arxiv"].papers = []
    await poll(station, "2026-11-20T12:00")
    assert station.store.library.papers() == []
    await poll(station, "2026-11-20T13:00")
    assert station.sources["arxiv"].asked_since == [TODAY - timedelta(days=FIRST_LOOK_DAYS)] * 2


async def test_without_arxiv_a_poll_is_done_at_once(config):
    async with station_in(config) as station:
        assert await poll(station, "2026-11-20T12:00") == "2026-11-20T12:00"


async def test_papers_like_those_in_the_operators_library_come_first(tmp_path):
    papers = some_papers(10)
    library = tmp_path / "my.bib"
    library.write_text(f"@article{{one, title={{{papers[9].title}}}, abstract={{{papers[9].abstract}}}}}\n")
    config = config_in(tmp_path / "data", rank=RankConfig(hours_per_day=0.04, library=library))
    async with station_in(config, arxiv=Announcing(papers)) as station:
        await poll(station, "2026-11-20T12:00")
        assert [choice.paper for choice in station.store.library.choices(TODAY, chosen=True)] == [papers[9].id]
