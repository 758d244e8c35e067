"""Today's code on the data folder of version 0.1.0: nothing is lost, and what nobody had begun is done."""

from __future__ import annotations

import tarfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from made_line import NOW, config_in, line_in

from radio.config import Config
from radio.ids import PaperId, SegmentId, ShowId
from radio.store import Store
from workers import requests

DATA = Path(__file__).parent / "upgrade" / "data-v0.1.0.tar.xz"
UPDATE = ShowId("2611.00001v2-update")
IDENT = ShowId("ident-1")


@pytest.fixture
def config(tmp_path: Path) -> Config:
    with tarfile.open(DATA) as packed:
        packed.extractall(tmp_path, filter="data")
    return config_in(tmp_path / "data")


def test_what_was_kept_as_marks_is_found_where_it_belongs(config):
    with Store.open(config.paths.store) as store:
        assert store.library.find_pdf(PaperId("2611.00001v1")) == "42/42544684783801ce4dcd5788dce061a97d587787.pdf"
        assert store.library.is_released(PaperId("2611.00003v1"))
        assert store.programme.find_voiced_with(SegmentId(f"{IDENT}/00")) == (
            "espeak en-us+f3 165 55 | espeak en-gb+m3 160 42"
        )
        assert store.studio.announced_until("arxiv") == date(2026, 11, 19)
        assert store.studio.tidied_on() == date(2026, 11, 20)
        assert isinstance(store.studio.seen_at(), datetime)
        assert '"espeak"' in (store.studio.voice_speeds() or "")


def test_an_update_that_was_kept_as_a_story_has_its_own_format(config):
    with Store.open(config.paths.store) as store:
        assert store.programme.show(UPDATE).format == "update"
        assert [ready.show.id for ready in store.programme.ready_shows("update")] == [UPDATE]
        assert store.asrun.find_last_heard(PaperId("2611.00001v1")) == datetime(2026, 11, 19, 10, tzinfo=UTC)


@pytest.mark.slow
async def test_work_that_had_not_begun_is_done_and_what_was_made_is_not_made_again(config):
    assert [row.id for row in requests.work(config) if row.state == "waiting"] == ["show/ident-2"]
    async with line_in(config) as made:
        before = made.station.store.programme.items(SegmentId(f"{IDENT}/00"))
        assert await made.ended("show/ident-2") == "ident-2"
        assert await made.make("show", IDENT) == IDENT
        assert made.station.store.programme.items(SegmentId(f"{IDENT}/00")) == before
        assert {ready.show.id for ready in made.station.store.programme.ready_shows()} == {IDENT, UPDATE, "ident-2"}
        assert made.station.today() == NOW.date()
