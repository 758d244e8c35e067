"""Tidying: what is past its time goes, with the media that only it used; all else stays."""

from __future__ import annotations

import dataclasses
import os
from collections.abc import AsyncIterator, Sequence
from datetime import timedelta
from pathlib import Path

import numpy as np
import pytest
from dbos import DBOS
from made_line import NOW, Line, line_in

from radio.config import Config
from radio.ids import PaperId, ShowId, segment_id
from radio.model import MediaKey, Paper, Summary
from shows.claims.revision import VERSIONS
from shows.formats.paper import PAPER
from workers.studio.steps.plan import plan
from workers.studio.steps.publish import publish
from workers.studio.steps.voice import voice
from workers.studio.tidy import WORKFLOW_DAYS, YOUNG_MEDIA_HOURS, tidy

IDENT = ShowId("ident-1")
LONG_AGO = (NOW - timedelta(hours=YOUNG_MEDIA_HOURS + 1)).timestamp()

pytestmark = pytest.mark.slow


@pytest.fixture
async def made(config: Config) -> AsyncIterator[Line]:
    """A launched line with an ident that is ready."""
    async with line_in(config) as made:
        await plan(made.station, IDENT)
        await voice(made.station, segment_id(IDENT, 0))
        await publish(made.station, IDENT)
        yield made


def an_old_file(path: Path) -> Path:
    os.utime(path, (LONG_AGO, LONG_AGO))
    return path


def media_of(made: Line, show: str) -> list[Path]:
    items = made.station.store.programme.items(segment_id(show, 0))
    return [an_old_file(made.station.media.path(key)) for item in items for key in (item.sound, item.picture)]


async def test_unused_media_go_and_those_of_kept_shows_stay(made):
    unused = made.station.media.path(made.station.media.put(b"a picture nobody shows", ".yuvz"))
    used = media_of(made, IDENT)
    await tidy(made.station)
    assert unused.exists()
    an_old_file(unused)
    await tidy(made.station)
    assert not unused.exists()
    assert used
    assert all(path.exists() for path in used)


async def test_a_show_past_its_time_goes_with_its_rundown_and_a_fresh_one_stays(made):
    programme, paths = made.station.store.programme, made.station.config.paths
    old = aged_copy(made, PAPER.kept_days + 1, "2611.00001v1-paper")
    fresh = aged_copy(made, PAPER.kept_days, "2611.00002v1-paper")
    await tidy(made.station)
    left = {show.id for show in programme.shows()}
    assert (old in left, fresh in left, IDENT in left) == (False, True, True)
    assert not paths.rundown_of(old).exists()
    assert paths.rundown_of(fresh).exists()


def aged_copy(made: Line, days: int, name: str) -> str:
    """The ident's show as a paper's own show, so many days old."""
    programme, paths = made.station.store.programme, made.station.config.paths
    show = programme.show(IDENT)
    programme.save_show(dataclasses.replace(show, id=name, format="paper", day=NOW.date() - timedelta(days=days)))
    paths.rundown_of(name).write_bytes(paths.rundown_of(IDENT).read_bytes())
    return name


async def test_the_pdf_of_a_retired_paper_goes_in_the_end(made):
    station, name = made.station, "2611.00001v1-paper"
    key = station.media.put(b"%PDF-1.7", ".pdf")
    station.store.library.save_paper(Paper(id=PaperId("2611.00001v1"), title="A paper"))
    station.store.library.save_pdf(PaperId("2611.00001v1"), key)
    pdf = an_old_file(station.media.path(MediaKey(key)))
    await tidy(station)
    assert pdf.exists()
    aged_copy(made, PAPER.kept_days + 1, name)
    await tidy(station)
    assert not pdf.exists()


async def test_finished_work_is_forgotten_after_its_days_and_not_done_again(made):
    await made.make("show", IDENT)
    await tidy(made.station)
    assert await DBOS.list_workflows_async(name="show")
    later = dataclasses.replace(made.station, now=lambda: NOW + timedelta(days=4000 + WORKFLOW_DAYS))
    await tidy(later)
    assert await DBOS.list_workflows_async(name="show") == []
    items = made.station.store.programme.items(segment_id(IDENT, 0))
    assert await made.make("show", IDENT) == IDENT
    assert made.station.store.programme.items(segment_id(IDENT, 0)) == items


async def test_vectors_that_were_lost_are_made_again_and_a_revision_has_none(made):
    station = made.station
    for n, writer in enumerate(("extractive", "extractive", VERSIONS), start=1):
        paper = Paper(id=PaperId(f"2611.0000{n}v1"), title=f"Paper {n}", abstract="It measures rain.", primary="cs.CL")
        station.store.library.save_paper(paper)
        station.store.library.save_summary(Summary(paper=paper.id, headline=paper.title, claims=(), writer=writer))
    await tidy(station)
    assert station.vectors.count() == 2
    await tidy(dataclasses.replace(station, embedding=Silent()))
    assert station.vectors.count() == 2


class Silent:
    """An embedding that must not be asked."""

    name = "silent"

    def embed(self, texts: Sequence[str]) -> np.ndarray:
        raise AssertionError(texts)
