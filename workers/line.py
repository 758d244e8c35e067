"""The line: durable workflows that call the steps in the order of the data.

    poll     announced papers → ranked choices
    paper    fetch → read → summarise → embed → plan → write → voice → hand
    show     plan → (write → voice) for each segment, side by side → hand → archive
    segment  write → voice
    tidy     what is old or unused goes

Arguments and results are ids. A step that fails for a while is tried again after a durable sleep; one that cannot
succeed parks its paper or show with a reason. A workflow id is never used twice: `paper/2411.01234v2`,
`show/2026-11-20-daily+2`, and `…~2` when a parked one is tried again or the list of steps has changed.
"""

from __future__ import annotations

import asyncio
import hashlib
import inspect
import logging
import socket
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from functools import wraps
from pathlib import Path

from dbos import DBOS, DBOSConfig, DBOSPortableJSONSerializer, SetWorkflowID

from radio import log
from radio.errors import RadioError, Transient
from workers import archive, embed, fetch, hand, plan, poll, read, summarise, tidy, voice, write
from workers.station import Station
from workers.work_ids import APPLICATION, QUEUE_OF, QUEUES, database_url, next_id, segment_id_within

Step = Callable[[Station, str], Awaitable[str]]

POLLING_SECONDS = 0.5
TRIES = 12
FIRST_PAUSE_SECONDS = 30.0
LONGEST_PAUSE_SECONDS = 3 * 3600.0


class Parked(Exception):
    """Ends a workflow whose work can't be done; the reason is in the store."""


def ends_parked(workflow: Callable[[str], Awaitable[str]]) -> Callable[[str], Awaitable[str]]:
    """Parked work is a result, not a crash: a show goes on without the segment that was parked."""

    @wraps(workflow)
    async def run(subject: str) -> str:
        try:
            return await workflow(subject)
        except Parked as exc:
            return f"parked {exc}"

    return run


@dataclass(frozen=True, slots=True)
class Workflows:
    """The registered workflows of one station."""

    poll: Callable[[str], Awaitable[str]]
    paper: Callable[[str], Awaitable[str]]
    show: Callable[[str], Awaitable[str]]
    segment: Callable[[str], Awaitable[str]]
    tidy: Callable[[str], Awaitable[str]]


def workflows(station: Station, first_pause_seconds: float) -> Workflows:
    """Registers the workflows; call once in a process, before `DBOS.launch`."""

    async def do(step: Step, subject: str) -> str:
        return await _durably(station, step, subject, first_pause_seconds)

    @DBOS.workflow(name="poll")
    @ends_parked
    async def poll_workflow(day: str) -> str:
        return await do(poll.poll, day)

    @DBOS.workflow(name="paper")
    @ends_parked
    async def paper_workflow(paper: str) -> str:
        for step in (fetch.fetch, read.read, summarise.summarise, embed.embed):
            await do(step, paper)
        show = await do(plan.plan_paper, paper)
        for step in (write.write, voice.voice):
            await do(step, plan.only_segment(show))
        return await do(hand.hand, show)

    @DBOS.workflow(name="segment")
    @ends_parked
    async def segment_workflow(segment: str) -> str:
        await do(write.write, segment)
        return await do(voice.voice, segment)

    @DBOS.workflow(name="show")
    @ends_parked
    async def show_workflow(show: str) -> str:
        segments = (await do(plan.plan_show, show)).split()
        started = []
        for segment in segments:
            with SetWorkflowID(segment_id_within(DBOS.workflow_id, segment)):
                started.append(await DBOS.enqueue_workflow_async("segments", segment_workflow, segment))
        for workflow in started:
            await workflow.get_result()
        await do(hand.hand, show)
        return await do(archive.archive, show)

    @DBOS.workflow(name="tidy")
    @ends_parked
    async def tidy_workflow(day: str) -> str:
        return await do(tidy.tidy, day)

    return Workflows(poll_workflow, paper_workflow, show_workflow, segment_workflow, tidy_workflow)


async def _durably(station: Station, step: Step, subject: str, pause: float) -> str:
    """Runs a step until it is done; sleeps durably while it is only impossible for now; parks what can't be done."""
    for _ in range(TRIES):
        outcome = await DBOS.run_step_async({"name": step.__name__}, _attempt, station, step, subject)
        word, _, rest = outcome.partition(" ")
        if word == "done":
            return rest
        if word == "parked":
            raise Parked(rest)
        await DBOS.sleep_async(max(pause, float(rest)))
        pause = min(2 * pause, LONGEST_PAUSE_SECONDS)
    reason = f"{step.__name__} did not succeed in {TRIES} tries; `paper-radio work retry {subject}` tries again"
    raise Parked(await DBOS.run_step_async({"name": "park"}, _park, station, step, subject, reason))


async def _attempt(station: Station, step: Step, subject: str) -> str:
    """One try. Its outcome is a short string, so that a resume reads the same words as the first run."""
    logger = log.get().bind(step=step.__name__, subject=subject)
    try:
        result = await step(station, subject)
        if station.store.library.is_parked(subject):
            station.store.library.unpark(subject)
        return f"done {result}"
    except Transient as exc:
        if station.closing:
            await asyncio.Event().wait()
        logger.warning("step will be tried again", reason=str(exc), retry_after=exc.retry_after_seconds)
        return f"wait {exc.retry_after_seconds or 0}"
    except RadioError as exc:
        return f"parked {await _park(station, step, subject, str(exc))}"
    except Exception as exc:
        if station.closing:
            # What fails because the doors are closing has no outcome; it is done again at the next start.
            await asyncio.Event().wait()
        logger.error("step failed", exc_info=True)
        return f"parked {await _park(station, step, subject, f'{step.__name__} failed: {type(exc).__name__}: {exc}')}"


async def _park(station: Station, step: Step, subject: str, reason: str) -> str:
    station.store.library.park(subject, step.__name__, reason)
    log.get().error("parked", step=step.__name__, subject=subject, reason=reason)
    return reason


def version() -> str:
    """Names this list of steps: changes with this file, so that no workflow resumes into another list."""
    return hashlib.sha256(inspect.getsource(sys.modules[__name__]).encode()).hexdigest()[:12]


def settings(work: Path) -> DBOSConfig:
    """How DBOS runs here: its own SQLite file, ids as JSON, no admin server, quiet polling."""
    return DBOSConfig(
        name=APPLICATION,
        system_database_url=database_url(work),
        application_version=version(),
        executor_id=socket.gethostname(),
        serializer=DBOSPortableJSONSerializer(),
        log_level="ERROR",
        scheduler_polling_interval_sec=60.0,
        notification_listener_polling_interval_sec=POLLING_SECONDS,
    )


async def launch(station: Station, first_pause_seconds: float = FIRST_PAUSE_SECONDS) -> Workflows:
    """Starts DBOS in the running loop: unfinished work resumes, the queues are served.

    A step that fails for a while is first tried again after `first_pause_seconds`.
    """
    work = station.config.paths.work
    work.parent.mkdir(parents=True, exist_ok=True)
    DBOS(config=settings(work))
    registered = workflows(station, first_pause_seconds)
    DBOS.launch()
    for name, at_once in QUEUES.items():
        await DBOS.register_queue_async(name, global_concurrency=at_once, polling_interval_sec=POLLING_SECONDS)
    await _begin_anew(registered)
    return registered


async def _begin_anew(registered: Workflows) -> None:
    """Unfinished workflows of another list of steps are cancelled and started again under a new id."""
    unfinished = await DBOS.list_workflows_async(status=["PENDING", "ENQUEUED", "DELAYED"])
    old = [w for w in unfinished if w.app_version not in (None, version())]
    for workflow in old:
        await DBOS.cancel_workflow_async(workflow.workflow_id)
    for workflow in old:
        if workflow.name in QUEUE_OF and workflow.input:
            subject = workflow.input["args"][0]
            await start(registered, workflow.name, subject, again=workflow.workflow_id)
    if old:
        log.get().info("unfinished work begun anew", workflows=len(old))


async def start(registered: Workflows, name: str, subject: str, *, queue: str = "", again: str = "") -> str:
    """Enqueues a workflow under its meaningful id and returns that id; the same id twice is one piece of work.

    `again` is the id of an earlier try that ended without a result.
    """
    workflow_id = next_id(again) if again else f"{name}/{subject}"
    with SetWorkflowID(workflow_id):
        await DBOS.enqueue_workflow_async(queue or QUEUE_OF[name], getattr(registered, name), subject)
    return workflow_id


async def stop(station: Station) -> None:
    """Stops serving the queues; what was in the middle resumes at the next launch."""
    station.closing = True
    logging.getLogger("dbos").setLevel(logging.CRITICAL)
    DBOS.destroy(destroy_registry=True)
