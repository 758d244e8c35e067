"""The line at work in this process, for its tests; as a program it makes the samples and their daily."""

from __future__ import annotations

import asyncio
import dataclasses
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from dbos import DBOS

from radio.config import Config, SpeechConfig, StationConfig
from radio.ids import ARXIV, PaperId, SegmentId, ShowName
from radio.model import Item
from radio.papers import samples
from radio.store import Store
from workers.studio import durable, workflows
from workers.studio.station import Station, open_station
from workers.studio.steps.plan import plan

NOW = datetime(2026, 11, 20, 12, tzinfo=UTC)
DAILY = "2026-11-20-daily"
MADE_SECONDS = 240.0
"""No piece of work takes longer, on a busy machine either."""
FIRST_PAUSE_SECONDS = 0.2
LOOK_SECONDS = 0.1
"""How often the queues and the test look for what is new; a station looks less often."""


def config_in(folder: Path, **tables: object) -> Config:
    """Spoken by the emergency voice, whatever else is installed, so that a line sounds the same everywhere."""
    tables = {"speech": SpeechConfig(engine="espeak"), **tables}
    return Config(station=StationConfig(data=folder), **tables)


@asynccontextmanager
async def station_in(config: Config, **doors: object) -> AsyncIterator[Station]:
    """A station whose clock stands still, with some of its doors replaced by the test's own.

    `arxiv` replaces that source of papers, or adds it.
    """
    async with open_station(config, lambda: NOW) as station:
        if "arxiv" in doors:
            doors["sources"] = {**station.sources, ARXIV: doors.pop("arxiv")}
        yield dataclasses.replace(station, **doors)


async def story_of(station: Station, paper: PaperId) -> SegmentId:
    """The paper's own show, planned; its only segment."""
    return SegmentId(await plan(station, ShowName(format="paper", paper=paper).id))


@dataclass(frozen=True)
class Line:
    """The launched line of a station."""

    station: Station
    workflows: workflows.Workflows

    async def begin(self, name: str, subject: str) -> str:
        return await workflows.start(self.workflows, name, subject)

    async def begin_again(self, name: str, subject: str) -> str:
        """Begins work once more that ended before."""
        return await workflows.start_again(self.workflows, name, subject)

    async def ended(self, workflow_id: str) -> str:
        """What the workflow came to: an id, or `parked` and the reason."""
        async with asyncio.timeout(MADE_SECONDS):
            workflow = await DBOS.retrieve_workflow_async(workflow_id)
            return await workflow.get_result(polling_interval_sec=LOOK_SECONDS)

    async def a_moment(self) -> None:
        """Lets the line work before the test looks again."""
        await asyncio.sleep(LOOK_SECONDS)

    async def make(self, name: str, subject: str) -> str:
        return await self.ended(await self.begin(name, subject))


@asynccontextmanager
async def line_in(config: Config, **doors: object) -> AsyncIterator[Line]:
    async with station_in(config, **doors) as station:
        registered = await workflows.launch(station, FIRST_PAUSE_SECONDS, LOOK_SECONDS)
        try:
            yield Line(station, registered)
        finally:
            await durable.stop(station)


async def make_samples_and_daily(config: Config) -> None:
    """Three papers side by side, then the daily about them. Work begun by an earlier, killed run is gone on with."""
    async with line_in(config) as made:
        for paper in samples():
            made.station.store.library.save_paper(paper)
        papers = [await made.begin("paper", paper.id) for paper in samples()]
        for workflow_id in papers:
            await made.ended(workflow_id)
        await made.make("show", DAILY)


def items_by_segment(config: Config) -> dict[str, tuple[Item, ...]]:
    """Every item of every show, under its segment's id."""
    with Store.open(config.paths.store) as store:
        shows = store.programme.shows()
        segments = [segment for show in shows for segment in store.programme.segments(show.id)]
        return {segment.id: store.programme.items(segment.id) for segment in segments}


if __name__ == "__main__":
    asyncio.run(make_samples_and_daily(config_in(Path(sys.argv[1]))))
