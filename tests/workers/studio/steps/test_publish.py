"""A show is handed over whole, and never replaced by a part of itself."""

from __future__ import annotations

import pytest
from step_subjects import IDENT, rundown_of

from radio.errors import Unspeakable
from radio.ids import segment_id
from workers.studio.handover import hand_over_part
from workers.studio.steps.plan import plan
from workers.studio.steps.publish import publish
from workers.studio.steps.voice import voice


async def test_a_show_of_which_nothing_was_voiced_is_not_handed_over(summary_station):
    await plan(summary_station, IDENT)
    with pytest.raises(Unspeakable, match=f"nothing of {IDENT} could be voiced"):
        await publish(summary_station, IDENT)
    assert not summary_station.config.paths.rundown_of(IDENT).exists()
    assert not summary_station.store.programme.is_ready(IDENT)


async def test_a_finished_show_is_never_replaced_by_a_part_of_itself(summary_station):
    await plan(summary_station, IDENT)
    await voice(summary_station, segment_id(IDENT, 0))
    await publish(summary_station, IDENT)
    whole = rundown_of(summary_station, IDENT)
    hand_over_part(summary_station, IDENT)
    assert rundown_of(summary_station, IDENT) == whole
    assert whole.complete
