"""Durable work on DBOS: tries of a step, parking, launch, ids. Knows no workflow by name; `line` lists them.

A step's outcome is kept as a short string, so that a resume reads the same words as the first run. Work of another
list of steps is begun anew under the next id (`…~2`) in the queue that it was in.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Coroutine, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

from dbos import DBOS, DBOSConfig, DBOSPortableJSONSerializer, SetWorkflowID

from radio import log
from radio.backoff import BackOff
from radio.errors import RadioError, Transient
from radio.ids import WorkflowName, after, find_workflow_name, workflow_name
from radio.store import old_sqlite
from workers.queues import APPLICATION, EXECUTOR, QUEUE_OF, QUEUES, UNFINISHED, database_url
from workers.studio.station import Station

Id = TypeVar("Id", bound=str)
Step = Callable[[Station, Id], Awaitable[str]]
"""Takes an id, saves records, returns an id."""
Workflow = Callable[[str], Coroutine[Any, Any, str]]

POLLING_SECONDS = 0.5
TRIES = 12
FIRST_PAUSE_SECONDS = 30.0
LONGEST_PAUSE_SECONDS = 3 * 3600.0


class Parked(Exception):
    """Ends a workflow whose work can't be done; the reason is in the store."""


def ends_parked(station: Station) -> Callable[[Workflow], Workflow]:
    """Work that can't be done is a result, not a crash: a show goes on without the segment that was parked."""

    def decorate(workflow: Workflow) -> Workflow:
        @wraps(workflow)
        async def run(subject: str) -> str:
            try:
                return await workflow(subject)
            except Parked as exc:
                return f"parked {exc}"
            except Exception as exc:
                if station.closing:
                    await forever()
                reason = f"{workflow.__name__} failed: {type(exc).__name__}: {exc}"
                return f"parked {await DBOS.run_step_async({'name': 'park'}, park, station, '', subject, reason)}"

        return run

    return decorate


async def durably(
    station: Station, step: Step[Id], subject: Id, *, tries: int = TRIES, pause_seconds: float = FIRST_PAUSE_SECONDS
) -> str:
    """Runs a step until it is done; sleeps durably while it is only impossible for now; parks what can't be done."""
    pauses = BackOff(pause_seconds, LONGEST_PAUSE_SECONDS)
    for _ in range(tries):
        outcome = await DBOS.run_step_async({"name": _name(step)}, attempt, station, step, subject)
        word, _, rest = outcome.partition(" ")
        if word == "done":
            return rest
        if word == "parked":
            raise Parked(rest)
        await DBOS.sleep_async(max(pauses.failed(), float(rest)))
    reason = f"{_name(step)} did not succeed in {tries} tries; `paper-radio work retry {subject}` tries again"
    raise Parked(await DBOS.run_step_async({"name": "park"}, park, station, _name(step), subject, reason))


async def attempt(station: Station, step: Step[Id], subject: Id) -> str:
    """One try: `done <result>`, `wait <seconds>` or `parked <reason>`."""
    logger = log.get().bind(step=_name(step), subject=subject)
    try:
        result = await step(station, subject)
        if station.store.library.is_parked(subject):
            station.store.library.unpark(subject)
        return f"done {result}"
    except Exception as exc:
        if station.closing:
            await forever()
        if isinstance(exc, Transient):
            logger.warning("step will be tried again", reason=str(exc), retry_after=exc.retry_after_seconds)
            return f"wait {exc.retry_after_seconds or 0}"
        if isinstance(exc, RadioError):
            return f"parked {await park(station, _name(step), subject, str(exc))}"
        logger.error("step failed", exc_info=True)
        reason = f"{_name(step)} failed: {type(exc).__name__}: {exc}"
        return f"parked {await park(station, _name(step), subject, reason)}"


def _name(step: Step[Id]) -> str:
    return getattr(step, "__name__", str(step))


async def park(station: Station, step: str, subject: str, reason: str) -> str:
    station.store.library.park(subject, step, reason)
    log.get().error("parked", step=step, subject=subject, reason=reason)
    return reason


async def forever() -> None:
    """What fails because the doors are closing has no outcome: it waits here until it is cancelled, and is done again
    at the next start."""
    await asyncio.Event().wait()


def settings(work: Path, version: str, polling_seconds: float = POLLING_SECONDS) -> DBOSConfig:
    """How DBOS runs here: its own SQLite file, ids as JSON, no admin server, quiet polling."""
    old_sqlite.teach()
    return DBOSConfig(
        name=APPLICATION,
        system_database_url=database_url(work),
        application_version=version,
        executor_id=EXECUTOR,
        serializer=DBOSPortableJSONSerializer(),
        log_level="ERROR",
        scheduler_polling_interval_sec=60.0,
        notification_listener_polling_interval_sec=polling_seconds,
    )


async def launch(version: str, registered: Mapping[str, Workflow], polling_seconds: float = POLLING_SECONDS) -> None:
    """Starts DBOS in the running loop, its workflows registered: unfinished work resumes, queues are served."""
    DBOS.launch()
    for name, at_once in QUEUES.items():
        await DBOS.register_queue_async(name, global_concurrency=at_once, polling_interval_sec=polling_seconds)
    await _begin_anew(version, registered)


async def _begin_anew(version: str, registered: Mapping[str, Workflow]) -> None:
    """Unfinished workflows of another list of steps start again under a new id; then the old ones are cancelled."""
    unfinished = await DBOS.list_workflows_async(status=list(UNFINISHED))
    for workflow in unfinished:
        if workflow.app_version in (None, version):
            continue
        if workflow.name in QUEUE_OF:
            queue = workflow.queue_name if workflow.queue_name in QUEUES else QUEUE_OF[workflow.name]
            await start(registered[workflow.name], workflow_name(workflow.workflow_id).next, queue)
        await DBOS.cancel_workflow_async(workflow.workflow_id)
        log.get().info("unfinished work begun anew", workflow=workflow.workflow_id)


async def start(workflow: Workflow, name: WorkflowName, queue: str) -> str:
    """Enqueues a workflow under its meaningful id and returns that id; the same id twice is one piece of work."""
    with SetWorkflowID(name.id):
        await DBOS.enqueue_workflow_async(queue, workflow, name.subject)
    return name.id


async def start_again(workflow: Workflow, first: WorkflowName, queue: str) -> str:
    """Enqueues a workflow that ran before under its next id; where one is unfinished, that one is enough."""
    found = await DBOS.list_workflows_async(workflow_id_prefix=first.id, load_input=False, load_output=False)
    unfinished = (w.workflow_id for w in found if w.status in UNFINISHED and _is_of(w.workflow_id, first))
    return next(unfinished, None) or await start(workflow, after((w.workflow_id for w in found), first), queue)


def _is_of(workflow_id: str, work: WorkflowName) -> bool:
    name = find_workflow_name(workflow_id)
    return name is not None and name.is_same_work(work)


async def forget_finished(before: str) -> int:
    """Deletes what DBOS keeps of workflows that ended before a time (ISO 8601); returns how many."""
    ended = await DBOS.list_workflows_async(
        status=["SUCCESS", "ERROR", "CANCELLED"], completed_before=before, load_input=False, load_output=False
    )
    if ended:
        await DBOS.delete_workflows_async([workflow.workflow_id for workflow in ended])
    return len(ended)


async def stop(station: Station) -> None:
    """Stops serving the queues; what was in the middle resumes at the next launch."""
    station.closing = True
    logging.getLogger("dbos").setLevel(logging.CRITICAL)
    DBOS.destroy(destroy_registry=True)
    # DBOS shut down the threads that it had given the loop; what closes now still needs some.
    asyncio.get_running_loop().set_default_executor(ThreadPoolExecutor())
