"""The steps on a show: plan, write, voice, hand, archive; each may be done twice, and says why it cannot."""

from __future__ import annotations

import dataclasses
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path

import pytest
from made_line import DAILY, NOW, config_in, station_in, story_of
from some_papers import some_papers, summary_of
from some_voices import Hoarse, Watched, voiced_by

from radio.config import AirConfig, Config, ShowsConfig
from radio.errors import Permanent, Unspeakable
from radio.ids import PaperId, ShowId, segment_id
from radio.model import Claim, Rundown, Show, from_json
from radio.speech.engines.espeak import Espeak
from shows.formats.primers import primers
from workers.studio.handover import hand_over_part
from workers.studio.station import Station
from workers.studio.steps.archive import archive
from workers.studio.steps.plan import plan
from workers.studio.steps.publish import publish
from workers.studio.steps.voice import voice
from workers.studio.steps.write import write

IDENT = ShowId("ident-1")
PRIMER = f"primer-{min(primers(), key=lambda primer: primer.seconds).slug}"
RUNWAY_SECONDS = 20.0
PAPERS = some_papers(6)


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return config_in(tmp_path / "data", air=AirConfig(runway_seconds=RUNWAY_SECONDS))


@pytest.fixture
async def station(config: Config) -> AsyncIterator[Station]:
    """A station that knows the summaries of a few papers of today."""
    async with station_in(config) as station:
        for paper in PAPERS:
            station.store.library.save_paper(paper)
            station.store.library.save_summary(summary_of(paper))
        yield station


def rundown_of(station: Station, show: str) -> Rundown:
    return from_json(Rundown, station.config.paths.rundown_of(show).read_bytes())


# plan


async def test_a_papers_own_show_has_one_story_and_is_planned_once(station):
    paper = PAPERS[0]
    segment = segment_id(ShowId(f"{paper.id}-paper"), 0)
    assert [await story_of(station, paper.id) for _ in range(2)] == [segment] * 2
    (story,) = station.store.programme.segments(ShowId(f"{paper.id}-paper"))
    assert (story.id, story.kind, story.papers) == (segment_id(f"{paper.id}-paper", 0), "story", (paper.id,))


async def test_a_show_that_is_planned_stays_so_whatever_is_read_later(station):
    before = await plan(station, DAILY)
    late = dataclasses.replace(PAPERS[0], id=PaperId("2611.99999v1"))
    station.store.library.save_paper(late)
    station.store.library.save_summary(summary_of(late))
    assert await plan(station, DAILY) == before
    await plan(station, f"{DAILY}+2")
    assert late.id in papers_of(station, f"{DAILY}+2")


def papers_of(station: Station, show: str) -> set[PaperId]:
    return {paper for segment in station.store.programme.segments(ShowId(show)) for paper in segment.papers}


async def test_a_new_edition_has_its_number_and_segments_of_its_own(station):
    segments = (await plan(station, f"{DAILY}+2")).split()
    assert station.store.programme.show(ShowId(f"{DAILY}+2")).edition == 2
    assert segments
    assert all(segment.startswith(f"{DAILY}+2/") for segment in segments)


@pytest.mark.parametrize(("hours_late", "due"), [(-6, True), (1, True), (3, False)])
async def test_a_show_made_long_after_its_time_airs_when_there_is_room(station, hours_late, due):
    at = NOW - timedelta(hours=hours_late)
    config = station.config.model_copy(update={"shows": ShowsConfig(daily_at=at.time())})
    await plan(dataclasses.replace(station, config=config), DAILY)
    assert station.store.programme.show(ShowId(DAILY)).airs_at == (at if due else None)


@pytest.mark.parametrize("show", ["primer-nothing", "2026-11-20-hourly", "ident-99", ""])
async def test_a_show_that_the_station_does_not_know_cannot_be_planned(station, show):
    with pytest.raises(Permanent, match=f"{show} is no show that the station knows"):
        await plan(station, show)


async def test_on_a_day_without_new_papers_the_daily_tells_of_the_last_ones(station):
    show = "2026-11-24-daily"
    await plan(dataclasses.replace(station, now=lambda: NOW + timedelta(days=4)), show)
    assert papers_of(station, show) <= {paper.id for paper in PAPERS}
    assert papers_of(station, show)


# write


async def test_words_that_were_written_stay_as_they_are(station):
    segment = await story_of(station, PAPERS[0].id)
    await write(station, segment)
    script = station.store.programme.script(segment)
    station.store.library.save_summary(summary_of(dataclasses.replace(PAPERS[1], id=PAPERS[0].id)))
    assert await write(station, segment) == segment
    assert station.store.programme.script(segment) == script


async def test_a_number_that_its_paper_does_not_give_is_never_said(station):
    paper = PAPERS[0]
    made_up = Claim(
        id=f"{paper.id}#c90",
        kind="result",
        text="It improves accuracy by 97 percent over the strongest baseline.",
        quote="Experiments show that it improves accuracy by 2 percent over the strongest baseline.",
        passage=f"{paper.id}#abstract",
        score=9.0,
    )
    summary = summary_of(paper)
    station.store.library.save_summary(dataclasses.replace(summary, claims=(made_up, *summary.claims)))
    segment = await story_of(station, paper.id)
    await write(station, segment)
    said = [sentence for _, sentence in station.store.programme.script(segment).sentences]
    assert said
    assert not any("97" in sentence.text or "ninety-seven" in sentence.spoken for sentence in said)


async def test_a_story_of_which_no_claim_can_be_traced_is_not_told(station):
    paper = PAPERS[0]
    summary = summary_of(paper)
    made_up = (dataclasses.replace(claim, text="It lifts the moon by 97 percent.") for claim in summary.claims)
    station.store.library.save_summary(dataclasses.replace(summary, claims=tuple(made_up)))
    segment = await story_of(station, paper.id)
    with pytest.raises(Permanent, match=f"nothing is left to say in {segment}"):
        await write(station, segment)
    assert station.store.programme.find_script(segment) is None


# voice


async def test_a_segment_voiced_twice_has_the_same_items_and_takes(station):
    await plan(station, IDENT)
    segment = segment_id(IDENT, 0)
    await voice(station, segment)
    items = station.store.programme.items(segment)
    assert [item.id for item in items] == [s.id for _, s in station.store.programme.script(segment).sentences]
    assert all(station.media.path(key).is_file() for item in items for key in (item.sound, item.picture))
    assert await voice(dataclasses.replace(station, cast=voiced_by(Hoarse(), station.config)), segment) == segment
    assert station.store.programme.items(segment) == items


async def test_a_segment_whose_voice_fails_has_no_items_and_can_be_voiced_later(station):
    await plan(station, IDENT)
    segment = segment_id(IDENT, 0)
    with pytest.raises(Unspeakable, match="hoarse"):
        await voice(dataclasses.replace(station, cast=voiced_by(Hoarse(), station.config)), segment)
    assert station.store.programme.items(segment) == ()
    await voice(station, segment)
    assert len(station.store.programme.items(segment)) == 1


@pytest.mark.slow
async def test_air_gets_the_first_items_of_a_long_segment_while_the_rest_is_being_voiced(station):
    await plan(station, PRIMER)
    path, seen = station.config.paths.rundown_of(PRIMER), []

    def look() -> None:
        if path.exists():
            seen.append(from_json(Rundown, path.read_bytes()))

    espeak = Espeak()
    watched = voiced_by(Watched(espeak, look), station.config)
    await voice(dataclasses.replace(station, cast=watched), segment_id(PRIMER, 0))
    await espeak.close()
    await publish(station, PRIMER)
    whole = rundown_of(station, PRIMER)
    assert seen and seen[0].seconds >= RUNWAY_SECONDS
    assert not any(part.complete for part in seen)
    assert all(part.items == whole.items[: len(part.items)] for part in seen)
    assert whole.complete
    assert whole.seconds > seen[-1].seconds


# hand


async def test_a_show_of_which_nothing_was_voiced_is_not_handed_over(station):
    await plan(station, IDENT)
    with pytest.raises(Unspeakable, match=f"nothing of {IDENT} could be voiced"):
        await publish(station, IDENT)
    assert not station.config.paths.rundown_of(IDENT).exists()
    assert not station.store.programme.is_ready(IDENT)


async def test_a_finished_show_is_never_replaced_by_a_part_of_itself(station):
    await plan(station, IDENT)
    await voice(station, segment_id(IDENT, 0))
    await publish(station, IDENT)
    whole = rundown_of(station, IDENT)
    hand_over_part(station, IDENT)
    assert rundown_of(station, IDENT) == whole
    assert whole.complete


# archive


@pytest.mark.slow
async def test_an_archive_that_was_lost_is_made_again_and_a_short_show_has_none(station):
    await plan(station, IDENT)
    await voice(station, segment_id(IDENT, 0))
    assert await archive(station, IDENT) == IDENT
    assert station.store.programme.archives() == []
    show = await voiced_daily(station)
    await archive(station, show)
    file = station.config.paths.archive_of(show)
    size = file.stat().st_size
    file.unlink()
    await archive(station, show)
    assert file.stat().st_size == size
    assert [kept.show.id for kept in station.store.programme.archives()] == [show]


async def voiced_daily(station: Station) -> ShowId:
    """A daily of which the ident's one sentence is all that is said."""
    show = Show(id=ShowId(DAILY), format="daily", title="The daily", day=NOW.date())
    segment = dataclasses.replace(station.store.programme.segment(segment_id(IDENT, 0)), id=f"{DAILY}/00", show=show.id)
    station.store.programme.save_show(show, [segment])
    station.store.programme.save_items(segment.id, station.store.programme.items(segment_id(IDENT, 0)))
    return show.id
