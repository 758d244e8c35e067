"""A show is planned once, from what is known by then."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import pytest
from made_line import DAILY, NOW, story_of
from some_papers import summary_of
from step_subjects import PAPERS

from radio.config import ShowsConfig
from radio.errors import Permanent
from radio.ids import PaperId, ShowId, segment_id
from workers.studio.station import Station
from workers.studio.steps.plan import plan


async def test_a_papers_own_show_has_one_story_and_is_planned_once(summary_station):
    paper = PAPERS[0]
    segment = segment_id(ShowId(f"{paper.id}-paper"), 0)
    assert [await story_of(summary_station, paper.id) for _ in range(2)] == [segment] * 2
    (story,) = summary_station.store.programme.segments(ShowId(f"{paper.id}-paper"))
    assert (story.id, story.kind, story.papers) == (segment_id(f"{paper.id}-paper", 0), "story", (paper.id,))


async def test_a_show_that_is_planned_stays_so_whatever_is_read_later(summary_station):
    before = await plan(summary_station, DAILY)
    late = dataclasses.replace(PAPERS[0], id=PaperId("2611.99999v1"))
    summary_station.store.library.save_paper(late)
    summary_station.store.library.save_summary(summary_of(late))
    assert await plan(summary_station, DAILY) == before
    await plan(summary_station, f"{DAILY}+2")
    assert late.id in papers_of(summary_station, f"{DAILY}+2")


def papers_of(station: Station, show: str) -> set[PaperId]:
    return {paper for segment in station.store.programme.segments(ShowId(show)) for paper in segment.papers}


async def test_a_new_edition_has_its_number_and_segments_of_its_own(summary_station):
    segments = (await plan(summary_station, f"{DAILY}+2")).split()
    assert summary_station.store.programme.show(ShowId(f"{DAILY}+2")).edition == 2
    assert segments
    assert all(segment.startswith(f"{DAILY}+2/") for segment in segments)


@pytest.mark.parametrize(("hours_late", "due"), [(-6, True), (1, True), (3, False)])
async def test_a_show_made_long_after_its_time_airs_when_there_is_room(summary_station, hours_late, due):
    at = NOW - timedelta(hours=hours_late)
    config = summary_station.config.model_copy(update={"shows": ShowsConfig(daily_at=at.time())})
    await plan(dataclasses.replace(summary_station, config=config), DAILY)
    assert summary_station.store.programme.show(ShowId(DAILY)).airs_at == (at if due else None)


@pytest.mark.parametrize("show", ["primer-nothing", "2026-11-20-hourly", "ident-99", ""])
async def test_a_show_that_the_station_does_not_know_cannot_be_planned(summary_station, show):
    with pytest.raises(Permanent, match=f"{show} is no show that the station knows"):
        await plan(summary_station, show)


async def test_on_a_day_without_new_papers_the_daily_tells_of_the_last_ones(summary_station):
    show = "2026-11-24-daily"
    await plan(dataclasses.replace(summary_station, now=lambda: NOW + timedelta(days=4)), show)
    assert papers_of(summary_station, show) <= {paper.id for paper in PAPERS}
    assert papers_of(summary_station, show)
