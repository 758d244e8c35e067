"""A long show is archived, and made again where its file was lost."""

from __future__ import annotations

import dataclasses

import pytest
from made_line import DAILY, NOW
from step_subjects import IDENT

from radio.ids import ShowId, segment_id
from radio.model import Show
from workers.studio.station import Station
from workers.studio.steps.archive import archive
from workers.studio.steps.plan import plan
from workers.studio.steps.voice import voice


@pytest.mark.slow
async def test_an_archive_that_was_lost_is_made_again_and_a_short_show_has_none(summary_station):
    await plan(summary_station, IDENT)
    await voice(summary_station, segment_id(IDENT, 0))
    assert await archive(summary_station, IDENT) == IDENT
    assert summary_station.store.programme.archives() == []
    show = await voiced_daily(summary_station)
    await archive(summary_station, show)
    file = summary_station.config.paths.archive_of(show)
    size = file.stat().st_size
    file.unlink()
    await archive(summary_station, show)
    assert file.stat().st_size == size
    assert [kept.show.id for kept in summary_station.store.programme.archives()] == [show]


async def voiced_daily(station: Station) -> ShowId:
    """A daily of which the ident's one sentence is all that is said."""
    show = Show(id=ShowId(DAILY), format="daily", title="The daily", day=NOW.date())
    segment = dataclasses.replace(station.store.programme.segment(segment_id(IDENT, 0)), id=f"{DAILY}/00", show=show.id)
    station.store.programme.save_show(show, [segment])
    station.store.programme.save_items(segment.id, station.store.programme.items(segment_id(IDENT, 0)))
    return show.id
