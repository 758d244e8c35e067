"""What a person asks for → durable work. Used by the command line and the desk; studio does it when it runs next.

Works whether studio is running or not, and never makes anything itself.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from dbos import DBOS, DBOSClient, DBOSPortableJSONSerializer

from radio.config import Config
from radio.errors import BadConfig
from radio.model import Choice, Format, Paper, PaperId
from radio.papers import local_paper, parse_id
from radio.store import RELEASE_MARK, Store, old_sqlite
from shows.claims.revision import VERSIONS
from shows.formats.naming import story_of, update_of
from workers.queues import FAILED, QUEUE_OF, UNFINISHED, database_url, id_after

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


def regenerate(config: Config, format: Format, day: date) -> str:
    """Asks for a new edition of a day's show; returns its id."""
    with Store.open(config.paths.store) as store:
        show = store.programme.next_edition_id(format, day)
    _enqueue(config, "show", show, f"show/{show}")
    return show


def poll(config: Config) -> str:
    """Asks arXiv what is new, now. Raises BadConfig where arXiv is turned off."""
    if not (config.arxiv.enabled and config.station.contact):
        raise BadConfig("arXiv is not asked without a contact; set [station] contact to your e-mail address or page")
    now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S")
    _enqueue(config, "poll", now, f"poll/{now}")
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
            paper = store.library.paper(parked.id)
            rows.append(Work(parked.id, "parked", f"{parked.step}: {parked.reason}", paper.title if paper else ""))
    return rows


def retry(config: Config, subject: str) -> str:
    """Tries parked or failed work again under a new workflow id. Raises BadConfig when there is none of that id."""
    with Store.open(config.paths.store) as store:
        parked = store.library.is_parked(subject)
        name, whole = _workflow_of(store, subject) if parked else _failed(config, subject)
    with _client(config) as client:
        earlier = client.list_workflows(workflow_id_prefix=f"{name}/{whole}", load_output=False)
    tries = [w.workflow_id for w in earlier if w.workflow_id.partition("~")[0] == f"{name}/{whole}"]
    workflow_id = id_after(tries, f"{name}/{whole}")
    _enqueue(config, name, whole, workflow_id)
    with Store.open(config.paths.store) as store:
        store.library.unpark(subject)
    return workflow_id


def release(config: Config, paper: str) -> str:
    """Has a paper that was held back for its hidden text read all the same. Raises BadConfig where it is not parked."""
    with Store.open(config.paths.store) as store:
        document = store.library.document(PaperId(paper))
        if not store.library.is_parked(paper) or document is None or not any(h.orders for h in document.hidden):
            raise BadConfig(f"no paper called {paper} is held back; `paper-radio work list` shows what is parked")
        store.mark(RELEASE_MARK + paper, datetime.now(UTC).isoformat(timespec="seconds"))
    return retry(config, paper)


def _failed(config: Config, subject: str) -> tuple[str, str]:
    """Name and subject of a failed workflow, from its id."""
    name, _, whole = subject.partition("~")[0].partition("/")
    with _client(config) as client:
        failed = client.list_workflows(status=list(FAILED), load_output=False)
    if name not in QUEUE_OF or subject not in {w.workflow_id for w in failed}:
        raise BadConfig(f"nothing called {subject} is parked; `paper-radio work list` shows what is")
    return name, whole


def drop(config: Config, subject: str) -> None:
    """Forgets parked work. Raises BadConfig when nothing of that id is parked."""
    with Store.open(config.paths.store) as store:
        if not store.library.is_parked(subject):
            raise BadConfig(f"nothing called {subject} is parked; `paper-radio work list` shows what is")
        store.library.unpark(subject)


def _workflow_of(store: Store, subject: str) -> tuple[str, str]:
    """Name and subject of the workflow that the parked thing belonged to."""
    show = subject.rsplit("/", 1)[0] if "/" in subject and store.programme.segment(subject) else subject
    if store.programme.show(show):
        story, update = story_of(show), update_of(show)
        return ("paper", story) if story else ("update", update) if update else ("show", show)
    summary = store.library.summary(subject)
    return "update" if summary and summary.writer == VERSIONS else "paper", subject


def _enqueue(config: Config, name: str, subject: str, workflow_id: str) -> None:
    with _client(config) as client:
        client.enqueue({"queue_name": QUEUE_OF[name], "workflow_name": name, "workflow_id": workflow_id}, subject)


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
