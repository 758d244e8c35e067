"""What a person asks for → durable work. Used by the command line and the desk; studio does it when it runs next.

Works whether studio is running or not, and never makes anything itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from dbos import DBOS, DBOSClient, DBOSPortableJSONSerializer, EnqueueOptions

from radio.config import Config
from radio.errors import BadConfig
from radio.ids import PaperId, ShowId, WorkflowName, after, find_show_of, find_workflow_name, show_name
from radio.model import Choice, Paper
from radio.papers import local_paper, parse_id
from radio.store import Store, old_sqlite
from shows.claims.revision import VERSIONS
from shows.formats import FORMATS
from workers.queues import FAILED, QUEUE_OF, UNFINISHED, database_url

ENDED = "it ended in an error; `paper-radio work retry` tries it again"


@dataclass(frozen=True, slots=True)
class Work:
    """A row of `paper-radio work`."""

    id: str
    state: str
    """`waiting`, `running`, `failed` or `parked`."""
    reason: str = ""
    title: str = ""
    """Of a parked paper: an id alone does not tell which PDF it was."""


def ingest(config: Config, text: str) -> str:
    """Asks for a paper by id, address or path of a PDF; returns its id. Raises BadConfig on anything else."""
    path = Path(text).expanduser()
    is_file = path.is_file() or (path.suffix.lower() == ".pdf" and "://" not in text)
    try:
        paper = local_paper(path) if is_file else parse_id(text)
    except ValueError as exc:
        raise BadConfig(str(exc)) from None
    with Store.open(config.paths.store) as store:
        if isinstance(paper, Paper):
            store.library.save_paper(paper)
        paper_id = paper.id if isinstance(paper, Paper) else paper
        today = datetime.now(config.zone).date()
        store.library.save_choice(
            Choice(paper=paper_id, day=today, score=2.0, chosen=True, reasons=("you asked for it",))
        )
        parked = store.library.is_parked(paper_id)
    if parked:
        retry(config, paper_id)
    return paper_id


def regenerate(config: Config, format: str, day: date) -> ShowId:
    """Asks for a new edition of a day's show; returns its id. Raises BadConfig where there is no such format."""
    dated = [each.name for each in FORMATS if each.is_dated]
    if format not in dated:
        raise BadConfig(f"no show of a day has the format {format}; there are {' and '.join(dated)}")
    with Store.open(config.paths.store) as store:
        show = store.programme.next_edition_id(format, day)
    _enqueue(config, WorkflowName("show", show))
    return show


def poll(config: Config) -> str:
    """Asks arXiv what is new, now. Raises BadConfig where arXiv is turned off."""
    if not (config.arxiv.enabled and config.station.contact):
        raise BadConfig("arXiv is not asked without a contact; set [station] contact to your e-mail address or page")
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S")
    _enqueue(config, WorkflowName("poll", now))
    return now


def work(config: Config) -> list[Work]:
    """What is waiting or running, and what ended without a result."""
    with _client(config) as client:
        unfinished = client.list_workflows(status=list(UNFINISHED), load_output=False)
        failed = client.list_workflows(status=list(FAILED), load_output=False)
    rows = [Work(w.workflow_id, "running" if w.status == "PENDING" else "waiting") for w in unfinished]
    rows.extend(Work(w.workflow_id, "failed", ENDED) for w in failed)
    with Store.open(config.paths.store) as store:
        for parked in store.library.parked():
            paper = store.library.find_paper(PaperId(parked.id))
            rows.append(Work(parked.id, "parked", f"{parked.step}: {parked.reason}", paper.title if paper else ""))
    return rows


def retry(config: Config, subject: str) -> str:
    """Tries parked or failed work again under a new workflow id. Raises BadConfig when there is none of that id."""
    with Store.open(config.paths.store) as store:
        work = _workflow_of(store, subject) if store.library.is_parked(subject) else _failed(config, subject)
    with _client(config) as client:
        earlier = client.list_workflows(workflow_id_prefix=work.id, load_output=False)
    again = after((workflow.workflow_id for workflow in earlier), work)
    _enqueue(config, again)
    with Store.open(config.paths.store) as store:
        store.library.unpark(subject)
    return again.id


def release(config: Config, paper: str) -> str:
    """Has a paper that was held back for its hidden text read all the same. Raises BadConfig where it is not parked."""
    with Store.open(config.paths.store) as store:
        paper_id = PaperId(paper)
        document = store.library.find_document(paper_id)
        if not store.library.is_parked(paper) or document is None or not any(h.orders for h in document.hidden):
            raise BadConfig(f"no paper called {paper} is held back; `paper-radio work list` shows what is parked")
        store.library.release(paper_id)
    return retry(config, paper)


def _failed(config: Config, subject: str) -> WorkflowName:
    """The work of a failed workflow, by its id."""
    name = find_workflow_name(subject)
    with _client(config) as client:
        failed = client.list_workflows(status=list(FAILED), load_output=False)
    if name is None or name.kind not in QUEUE_OF or subject not in {w.workflow_id for w in failed}:
        raise BadConfig(f"nothing called {subject} is parked; `paper-radio work list` shows what is")
    return WorkflowName(name.kind, name.subject)


def drop(config: Config, subject: str) -> None:
    """Forgets parked work. Raises BadConfig when nothing of that id is parked."""
    with Store.open(config.paths.store) as store:
        if not store.library.is_parked(subject):
            raise BadConfig(f"nothing called {subject} is parked; `paper-radio work list` shows what is")
        store.library.unpark(subject)


def _workflow_of(store: Store, subject: str) -> WorkflowName:
    """The work that the parked paper, show or segment belonged to."""
    show = find_show_of(subject) or ShowId(subject)
    if store.programme.find_show(show):
        return _workflow_of_show(show)
    summary = store.library.find_summary(PaperId(subject))
    return WorkflowName("update" if summary and summary.writer == VERSIONS else "paper", subject)


def _workflow_of_show(show: ShowId) -> WorkflowName:
    """The show's own, or that of the paper which it is about."""
    name = show_name(show)
    return WorkflowName(name.format, name.paper) if name.paper else WorkflowName("show", show)


def _enqueue(config: Config, work: WorkflowName) -> None:
    options: EnqueueOptions = {
        "queue_name": QUEUE_OF[work.kind],
        "workflow_name": work.kind,
        "workflow_id": work.id,
    }
    with _client(config) as client:
        client.enqueue(options, work.subject)


@contextmanager
def _client(config: Config) -> Iterator[DBOSClient]:
    config.paths.work.parent.mkdir(parents=True, exist_ok=True)
    old_sqlite.teach()
    address = database_url(config.paths.work)
    DBOS.migrate(address)
    client = DBOSClient(system_database_url=address, serializer=DBOSPortableJSONSerializer())
    try:
        yield client
    finally:
        client.destroy()
