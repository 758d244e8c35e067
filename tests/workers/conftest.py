"""A configuration with an empty data folder; and a day of the station, made once for all tests that look at it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from pathlib import Path

import pytest
from made_line import config_in, make_samples_and_daily

from radio.config import Config
from radio.store import Store


@pytest.fixture
def config(tmp_path: Path) -> Config:
    return config_in(tmp_path / "data")


@pytest.fixture(scope="session")
def made_day(tmp_path_factory: pytest.TempPathFactory) -> Config:
    """The three samples and their daily, made by an unbroken run. Only to be looked at."""
    made = config_in(tmp_path_factory.mktemp("made-day") / "data")
    asyncio.run(make_samples_and_daily(made))
    return made


@pytest.fixture
def made_store(made_day: Config) -> Iterator[Store]:
    with Store.open(made_day.paths.store) as store:
        yield store
