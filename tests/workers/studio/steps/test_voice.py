"""A segment is voiced once; air has its beginning while the rest is being voiced."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from made_line import config_in
from some_voices import Hoarse, Watched, voiced_by
from step_subjects import IDENT, rundown_of

from radio.config import AirConfig, Config
from radio.errors import Unspeakable
from radio.ids import segment_id
from radio.model import Rundown, from_json
from radio.speech.engines.espeak import Espeak
from shows.formats.primers import primers
from workers.studio.steps.plan import plan
from workers.studio.steps.publish import publish
from workers.studio.steps.voice import voice

PRIMER = f"primer-{min(primers(), key=lambda primer: primer.seconds).slug}"
RUNWAY_SECONDS = 20.0


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return config_in(tmp_path / "data", air=AirConfig(runway_seconds=RUNWAY_SECONDS))


async def test_a_segment_voiced_twice_has_the_same_items_and_takes(summary_station):
    await plan(summary_station, IDENT)
    segment = segment_id(IDENT, 0)
    await voice(summary_station, segment)
    items = summary_station.store.programme.items(segment)
    assert [item.id for item in items] == [s.id for _, s in summary_station.store.programme.script(segment).sentences]
    assert all(summary_station.media.path(key).is_file() for item in items for key in (item.sound, item.picture))
    hoarse = dataclasses.replace(summary_station, cast=voiced_by(Hoarse(), summary_station.config))
    assert await voice(hoarse, segment) == segment
    assert summary_station.store.programme.items(segment) == items


async def test_a_segment_whose_voice_fails_has_no_items_and_can_be_voiced_later(summary_station):
    await plan(summary_station, IDENT)
    segment = segment_id(IDENT, 0)
    with pytest.raises(Unspeakable, match="hoarse"):
        await voice(dataclasses.replace(summary_station, cast=voiced_by(Hoarse(), summary_station.config)), segment)
    assert summary_station.store.programme.items(segment) == ()
    await voice(summary_station, segment)
    assert len(summary_station.store.programme.items(segment)) == 1


@pytest.mark.slow
async def test_air_gets_the_first_items_of_a_long_segment_while_the_rest_is_being_voiced(summary_station):
    await plan(summary_station, PRIMER)
    path, seen = summary_station.config.paths.rundown_of(PRIMER), []

    def look() -> None:
        if path.exists():
            seen.append(from_json(Rundown, path.read_bytes()))

    espeak = Espeak()
    watched = voiced_by(Watched(espeak, look), summary_station.config)
    await voice(dataclasses.replace(summary_station, cast=watched), segment_id(PRIMER, 0))
    await espeak.close()
    await publish(summary_station, PRIMER)
    whole = rundown_of(summary_station, PRIMER)
    assert seen and seen[0].seconds >= RUNWAY_SECONDS
    assert not any(part.complete for part in seen)
    assert all(part.items == whole.items[: len(part.items)] for part in seen)
    assert whole.complete
    assert whole.seconds > seen[-1].seconds
