"""Stations for the steps: one with a sample, one that has read it, one that knows the summaries of a few papers."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from made_line import config_in, station_in
from some_papers import summary_of
from step_subjects import PAPERS, SAMPLE

from radio.config import Config
from workers.studio.station import Station
from workers.studio.steps.fetch import fetch
from workers.studio.steps.read import read


@pytest.fixture
async def sample_station(config: Config) -> AsyncIterator[Station]:
    async with station_in(config) as station:
        station.store.library.save_paper(SAMPLE)
        yield station


@pytest.fixture(scope="session")
def read_once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A data folder in which the sample was fetched and read."""
    folder = tmp_path_factory.mktemp("read") / "data"

    async def make() -> None:
        async with station_in(config_in(folder)) as station:
            station.store.library.save_paper(SAMPLE)
            await fetch(station, SAMPLE.id)
            await read(station, SAMPLE.id)

    asyncio.run(make())
    return folder


@pytest.fixture
async def read_station(read_once: Path, config: Config) -> AsyncIterator[Station]:
    """A station of its own in which the sample was read already."""
    shutil.copytree(read_once, config.paths.data)
    async with station_in(config) as station:
        yield station


@pytest.fixture
async def summary_station(config: Config) -> AsyncIterator[Station]:
    """A station that knows the summaries of a few papers of today."""
    async with station_in(config) as station:
        for paper in PAPERS:
            station.store.library.save_paper(paper)
            station.store.library.save_summary(summary_of(paper))
        yield station
