"""The order of the work: durable workflows that call the steps in the order of the data.

    poll     announced papers → ranked choices
    paper    fetch → read → summarise → embed → plan → write → voice → publish
    update   revise → plan → write → voice → publish: what a new version changes in what was heard
    show     plan → (write → voice) for each segment, side by side → publish → archive
    segment  write → voice

Each name is a file in `steps/`. Arguments and results are ids. A workflow id is never used twice:
`paper/2411.01234v2`, `show/2026-11-20-daily+2`, and `…~2` when a parked one is tried again or the list of steps has
changed.
"""

from __future__ import annotations

import asyncio
import hashlib
import inspect
from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TypeVar

from dbos import DBOS, SetWorkflowID

from radio.ids import PaperId, SegmentId, ShowId, ShowName, WorkflowName, workflow_name
from radio.media import remove_half_files
from workers.queues import QUEUE_OF
from workers.studio import durable
from workers.studio.durable import Workflow, durably, ends_parked
from workers.studio.station import Station
from workers.studio.steps.archive import archive
from workers.studio.steps.embed import embed
from workers.studio.steps.fetch import fetch
from workers.studio.steps.plan import plan
from workers.studio.steps.poll import poll
from workers.studio.steps.publish import publish
from workers.studio.steps.read import read
from workers.studio.steps.revise import revise
from workers.studio.steps.summarise import summarise
from workers.studio.steps.voice import voice
from workers.studio.steps.write import write

SEGMENT_TRIES = 4
"""A segment that still fails after these few minutes is left out of its show."""

Workflows = dict[str, Workflow]
"""The workflows of one station, by name."""

Id = TypeVar("Id", bound=str)


def workflows(station: Station, pause_seconds: float) -> Workflows:
    """Registers the workflows; call once in a process, before they are launched."""

    async def do(step: Callable[[Station, Id], Awaitable[str]], subject: Id, tries: int = durable.TRIES) -> str:
        return await durably(station, step, subject, tries=tries, pause_seconds=pause_seconds)

    async def make_only_segment(show: ShowId) -> str:
        """A show of one segment, from its plan to the air."""
        segment = SegmentId(await do(plan, show))
        for step in (write, voice):
            await do(step, segment)
        return await do(publish, show)

    @DBOS.workflow(name="poll")
    @ends_parked(station)
    async def poll_workflow(slot: str) -> str:
        return await do(poll, slot)

    @DBOS.workflow(name="paper")
    @ends_parked(station)
    async def paper_workflow(subject: str) -> str:
        paper = PaperId(await do(fetch, PaperId(subject)))
        for step in (read, summarise, embed):
            await do(step, paper)
        return await make_only_segment(ShowName(format="paper", paper=paper).id)

    @DBOS.workflow(name="update")
    @ends_parked(station)
    async def update_workflow(subject: str) -> str:
        paper = PaperId(await do(revise, PaperId(subject)))
        return await make_only_segment(ShowName(format="update", paper=paper).id)

    @DBOS.workflow(name="segment")
    @ends_parked(station)
    async def segment_workflow(subject: str) -> str:
        segment = SegmentId(await do(write, SegmentId(subject), SEGMENT_TRIES))
        return await do(voice, segment, SEGMENT_TRIES)

    @DBOS.workflow(name="show")
    @ends_parked(station)
    async def show_workflow(subject: str) -> str:
        show, started = ShowId(subject), []
        for segment in (await do(plan, show)).split():
            with SetWorkflowID(_within(DBOS.workflow_id, segment)):
                started.append(await DBOS.enqueue_workflow_async("segments", segment_workflow, segment))
        for workflow in started:
            await workflow.get_result()
        await do(publish, show)
        return await do(archive, show)

    return {
        "poll": poll_workflow,
        "paper": paper_workflow,
        "update": update_workflow,
        "show": show_workflow,
        "segment": segment_workflow,
    }


def _within(show_workflow: str | None, segment: str) -> str:
    """The id of a segment's workflow: each attempt at its show has its own."""
    name = workflow_name(show_workflow or "")
    return replace(name, kind="segment", subject=segment).id


def version() -> str:
    """Names these lists of steps: changes with them, so that no workflow resumes into another list."""
    return hashlib.sha256(inspect.getsource(workflows).encode()).hexdigest()[:12]


async def launch(
    station: Station,
    pause_seconds: float = durable.FIRST_PAUSE_SECONDS,
    polling_seconds: float = durable.POLLING_SECONDS,
) -> Workflows:
    """Starts the line in the running loop: unfinished work resumes, the queues are served.

    A step that fails for a while is first tried again after `pause_seconds`; queues are looked at every
    `polling_seconds`.
    """
    paths = station.config.paths
    for folder in (paths.media, paths.rundown, paths.archive):
        await asyncio.to_thread(remove_half_files, folder)
    paths.work.parent.mkdir(parents=True, exist_ok=True)
    DBOS(config=durable.settings(paths.work, version(), polling_seconds))
    registered = workflows(station, pause_seconds)
    await durable.launch(version(), registered, polling_seconds)
    return registered


async def start(registered: Workflows, kind: str, subject: str, queue: str = "") -> str:
    """Enqueues `kind/subject`, in the queue of its kind unless another is given; returns the workflow's id."""
    return await durable.start(registered[kind], WorkflowName(kind, subject), queue or QUEUE_OF[kind])


async def start_again(registered: Workflows, kind: str, subject: str, queue: str = "") -> str:
    """As `start`, for what was made before and is to be made once more."""
    return await durable.start_again(registered[kind], WorkflowName(kind, subject), queue or QUEUE_OF[kind])
