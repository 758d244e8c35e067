"""The line: durable workflows that call the steps in the order of the data.

    poll     announced papers → ranked choices
    paper    fetch → read → summarise → embed → plan → write → voice → hand
    update   revise → plan → write → voice → hand: what a new version changes in what was told
    show     plan → (write → voice) for each segment, side by side → hand → archive
    segment  write → voice

Arguments and results are ids. A workflow id is never used twice: `paper/2411.01234v2`, `show/2026-11-20-daily+2`, and
`…~2` when a parked one is tried again or the list of steps has changed.
"""

from __future__ import annotations

import asyncio
import hashlib
import inspect

from dbos import DBOS, SetWorkflowID

from radio.media import remove_half_files
from workers.queues import QUEUE_OF, segment_id_within
from workers.studio import durable
from workers.studio.durable import Step, Workflow, durably, ends_parked
from workers.studio.station import Station
from workers.studio.steps import archive, embed, fetch, plan, poll, publish, read, revise, summarise, voice, write

SEGMENT_TRIES = 4
"""A segment that still fails after these few minutes is left out of its show."""

Workflows = dict[str, Workflow]
"""The workflows of one station, by name."""


def workflows(station: Station, pause_seconds: float) -> Workflows:
    """Registers the workflows; call once in a process, before they are launched."""

    async def do(step: Step, subject: str, tries: int = durable.TRIES) -> str:
        return await durably(station, step, subject, tries=tries, pause_seconds=pause_seconds)

    @DBOS.workflow(name="poll")
    @ends_parked(station)
    async def poll_workflow(slot: str) -> str:
        return await do(poll.poll, slot)

    @DBOS.workflow(name="paper")
    @ends_parked(station)
    async def paper_workflow(paper: str) -> str:
        paper = await do(fetch.fetch, paper)
        for step in (read.read, summarise.summarise, embed.embed):
            await do(step, paper)
        show = await do(plan.plan_paper, paper)
        for step in (write.write, voice.voice):
            await do(step, plan.only_segment(show))
        return await do(publish.hand, show)

    @DBOS.workflow(name="update")
    @ends_parked(station)
    async def update_workflow(paper: str) -> str:
        await do(revise.revise, paper)
        show = await do(plan.plan_update, paper)
        for step in (write.write, voice.voice):
            await do(step, plan.only_segment(show))
        return await do(publish.hand, show)

    @DBOS.workflow(name="segment")
    @ends_parked(station)
    async def segment_workflow(segment: str) -> str:
        await do(write.write, segment, SEGMENT_TRIES)
        return await do(voice.voice, segment, SEGMENT_TRIES)

    @DBOS.workflow(name="show")
    @ends_parked(station)
    async def show_workflow(show: str) -> str:
        segments = (await do(plan.plan_show, show)).split()
        started = []
        for segment in segments:
            with SetWorkflowID(segment_id_within(DBOS.workflow_id, segment)):
                started.append(await DBOS.enqueue_workflow_async("segments", segment_workflow, segment))
        for workflow in started:
            await workflow.get_result()
        await do(publish.hand, show)
        return await do(archive.archive, show)

    return {
        "poll": poll_workflow,
        "paper": paper_workflow,
        "update": update_workflow,
        "show": show_workflow,
        "segment": segment_workflow,
    }


def version() -> str:
    """Names these lists of steps: changes with them, so that no workflow resumes into another list."""
    return hashlib.sha256(inspect.getsource(workflows).encode()).hexdigest()[:12]


async def launch(station: Station, pause_seconds: float = durable.FIRST_PAUSE_SECONDS) -> Workflows:
    """Starts the line in the running loop: unfinished work resumes, the queues are served.

    A step that fails for a while is first tried again after `pause_seconds`.
    """
    paths = station.config.paths
    for folder in (paths.media, paths.rundown, paths.archive):
        await asyncio.to_thread(remove_half_files, folder)
    paths.work.parent.mkdir(parents=True, exist_ok=True)
    DBOS(config=durable.settings(paths.work, version()))
    registered = workflows(station, pause_seconds)
    await durable.launch(version(), registered)
    return registered


async def start(registered: Workflows, name: str, subject: str, queue: str = "") -> str:
    """Enqueues `name/subject`, in the queue of its kind unless another is given; returns the workflow's id."""
    return await durable.start(registered[name], subject, f"{name}/{subject}", queue or QUEUE_OF[name])


async def start_again(registered: Workflows, name: str, subject: str, queue: str = "") -> str:
    """As `start`, for what was made before and is to be made once more."""
    return await durable.start_again(registered[name], subject, f"{name}/{subject}", queue or QUEUE_OF[name])
