"""Papers, why they were chosen, what was read in them and what will be said of them.

Every save may be done twice; the newer record replaces the older one under the same id.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import sqlalchemy as sa

from radio.ids import PaperId, WorkId, paper_name, version_of, work_of
from radio.model import Choice, Document, MediaKey, Paper, Summary, from_json, to_json
from radio.store import schema as t
from radio.store.database import MANY, Database, there

IDS_AT_ONCE = 1000
"""Asked for in one query; databases bound its parameters."""


@dataclass(frozen=True, slots=True)
class Parked:
    """A paper or show that could not be made, the step that gave up, and why."""

    id: str
    step: str
    reason: str
    parked_at: datetime


class Library:
    """What the station knows about papers."""

    def __init__(self, database: Database, now: Callable[[], datetime]):
        self._database = database
        self._now = now

    # Papers

    def save_paper(self, paper: Paper) -> None:
        self.save_papers((paper,))

    def save_papers(self, papers: Iterable[Paper]) -> tuple[PaperId, ...]:
        """Saves them in one transaction and returns the ids that were not known before, in their order."""
        by_id = {paper.id: paper for paper in papers}
        with self._database.write() as connection:
            known = self._known(connection, by_id)
            self._database.upsert(connection, t.papers, *(_paper_row(paper) for paper in by_id.values()))
        return tuple(paper for paper in by_id if paper not in known)

    @staticmethod
    def _known(connection: sa.Connection, ids: Iterable[PaperId]) -> set[str]:
        asked, known = list(ids), set[str]()
        for start in range(0, len(asked), IDS_AT_ONCE):
            some = t.papers.c.id.in_(asked[start : start + IDS_AT_ONCE])
            known.update(connection.scalars(sa.select(t.papers.c.id).where(some)))
        return known

    def paper(self, paper: PaperId) -> Paper:
        """The paper of this id; of an arXiv id without version, the newest version known. Raises Missing."""
        return there(self.find_paper(paper), "paper", paper)

    def find_paper(self, paper: PaperId) -> Paper | None:
        """As `paper`; None where the store has none."""
        exact = self._database.value(sa.select(t.papers.c.record).where(t.papers.c.id == paper))
        if exact is not None:
            return from_json(Paper, exact)
        newest = None if version_of(paper) else self.find_newest_version(paper)
        return self.find_paper(newest) if newest and newest != paper else None

    def find_newest_version(self, paper: PaperId) -> PaperId | None:
        """Id of the newest version known of the same paper."""
        same = sa.select(t.papers.c.id).where(t.papers.c.stem == work_of(paper))
        return self._database.value(same.order_by(t.papers.c.version.desc()).limit(1))

    def versions(self, paper: PaperId) -> list[Paper]:
        """Every version known of the same paper, the oldest first."""
        query = sa.select(t.papers.c.record).where(t.papers.c.stem == work_of(paper)).order_by(t.papers.c.version)
        return [from_json(Paper, record) for (record,) in self._database.rows(query)]

    def withdrawn(self) -> dict[WorkId, PaperId]:
        """Papers whose newest known version withdraws them: the work, and the id of that version."""
        newer = t.papers.alias("newer")
        is_newest = ~sa.exists().where(newer.c.stem == t.papers.c.stem, newer.c.version > t.papers.c.version)
        query = sa.select(t.papers.c.stem, t.papers.c.id).where(t.papers.c.withdrawn, is_newest)
        return {WorkId(stem): PaperId(paper) for stem, paper in self._database.rows(query)}

    def papers(
        self, announced_since: date | None = None, announced_before: date | None = None, limit: int = MANY
    ) -> list[Paper]:
        """Papers, the latest announced first; with a day given, only those that were announced."""
        query = sa.select(t.papers.c.record).where(*_announced(announced_since, announced_before))
        query = query.order_by(t.papers.c.announced.desc().nulls_last(), t.papers.c.id.desc()).limit(limit)
        return [from_json(Paper, record) for (record,) in self._database.rows(query)]

    def save_pdf(self, paper: PaperId, pdf: MediaKey) -> None:
        """The PDF of a saved paper lies in the media folder under this key."""
        self._set(paper, pdf=pdf)

    def find_pdf(self, paper: PaperId) -> MediaKey | None:
        """The media key of the paper's PDF; None before it was fetched, and after `forget_pdf`."""
        return self._database.value(sa.select(t.papers.c.pdf).where(t.papers.c.id == paper))

    def forget_pdf(self, paper: PaperId) -> None:
        """Nothing needs the PDF any more; its file may go."""
        self._set(paper, pdf=None)

    def release(self, paper: PaperId) -> None:
        """The operator has a paper read that was held back for its hidden text."""
        self._set(paper, released_at=self._now())

    def is_released(self, paper: PaperId) -> bool:
        return self._database.value(sa.select(t.papers.c.released_at).where(t.papers.c.id == paper)) is not None

    def _set(self, paper: PaperId, **columns: object) -> None:
        with self._database.write() as connection:
            connection.execute(t.papers.update().where(t.papers.c.id == paper).values(**columns))

    # Choices

    def save_choice(self, choice: Choice) -> None:
        self.save_choices((choice,))

    def save_choices(self, choices: Iterable[Choice]) -> None:
        """Saves them in one transaction; a paper has one choice a day."""
        rows = [
            {"paper": c.paper, "day": c.day, "chosen": c.chosen, "score": c.score, "record": to_json(c)}
            for c in choices
        ]
        self._database.save(t.choices, *rows)

    def choices(self, day: date, chosen: bool | None = None) -> list[Choice]:
        """The day's choices, the best first."""
        query = sa.select(t.choices.c.record).where(t.choices.c.day == day)
        if chosen is not None:
            query = query.where(t.choices.c.chosen == chosen)
        query = query.order_by(t.choices.c.score.desc(), t.choices.c.paper)
        return [from_json(Choice, record) for (record,) in self._database.rows(query)]

    def find_choice(self, paper: PaperId) -> Choice | None:
        """The latest choice made about a paper."""
        query = (
            sa.select(t.choices.c.record).where(t.choices.c.paper == paper).order_by(t.choices.c.day.desc()).limit(1)
        )
        record = self._database.value(query)
        return from_json(Choice, record) if record is not None else None

    def not_chosen(self, announced_since: date) -> list[Paper]:
        """Papers announced since a day that were never chosen, the latest first."""
        chosen = sa.select(t.choices.c.paper).where(t.choices.c.chosen)
        query = sa.select(t.papers.c.record).where(*_announced(announced_since, None), t.papers.c.id.not_in(chosen))
        query = query.order_by(t.papers.c.announced.desc(), t.papers.c.id.desc())
        return [from_json(Paper, record) for (record,) in self._database.rows(query)]

    def chosen_not_queued(self, limit: int = 100) -> list[Choice]:
        """The latest choice of each chosen paper that `mark_queued` has not seen, the best first."""
        other = t.choices.alias("other")
        settled = other.c.queued_at.is_not(None) | (other.c.chosen & (other.c.day > t.choices.c.day))
        query = sa.select(t.choices.c.record).where(t.choices.c.chosen)
        query = query.where(~sa.exists().where(other.c.paper == t.choices.c.paper, settled))
        query = query.order_by(t.choices.c.score.desc(), t.choices.c.paper).limit(limit)
        return [from_json(Choice, record) for (record,) in self._database.rows(query)]

    def mark_queued(self, paper: PaperId) -> None:
        """The work of a chosen paper was enqueued; choosing it again does not enqueue it again."""
        with self._database.write() as connection:
            connection.execute(t.choices.update().where(t.choices.c.paper == paper).values(queued_at=self._now()))

    # Documents and summaries

    def save_document(self, document: Document) -> None:
        """Keeps it packed: boxes of every line of print are most of it."""
        packed = zlib.compress(to_json(document).encode())
        self._database.save(t.documents, {"paper": document.paper, "packed": packed})

    def document(self, paper: PaperId) -> Document:
        """What was read in the paper. Raises Missing."""
        return there(self.find_document(paper), "document", paper)

    def find_document(self, paper: PaperId) -> Document | None:
        packed = self._database.value(sa.select(t.documents.c.packed).where(t.documents.c.paper == paper))
        return from_json(Document, zlib.decompress(packed)) if packed is not None else None

    def save_summary(self, summary: Summary) -> None:
        self._database.save(t.summaries, {"paper": summary.paper, "record": to_json(summary)})

    def summary(self, paper: PaperId) -> Summary:
        """What will be said of the paper. Raises Missing."""
        return there(self.find_summary(paper), "summary", paper)

    def find_summary(self, paper: PaperId) -> Summary | None:
        record = self._database.value(sa.select(t.summaries.c.record).where(t.summaries.c.paper == paper))
        return from_json(Summary, record) if record is not None else None

    def summarised(
        self, announced_since: date | None = None, announced_before: date | None = None, limit: int = MANY
    ) -> list[tuple[Paper, Summary]]:
        """Papers that have a summary, the latest announced first."""
        query = sa.select(t.papers.c.record, t.summaries.c.record).join_from(t.papers, t.summaries)
        query = query.where(*_announced(announced_since, announced_before))
        query = query.order_by(t.papers.c.announced.desc().nulls_last(), t.papers.c.id.desc()).limit(limit)
        return [(from_json(Paper, paper), from_json(Summary, summary)) for paper, summary in self._database.rows(query)]

    # Parked work

    def park(self, id: str, step: str, reason: str) -> None:
        """The paper or show cannot be made; the sentence says why."""
        self._database.save(t.parked, {"id": id, "step": step, "reason": reason, "parked_at": self._now()})

    def parked(self) -> list[Parked]:
        """What is parked, the latest first."""
        return [Parked(*row) for row in self._database.rows(sa.select(t.parked).order_by(t.parked.c.parked_at.desc()))]

    def is_parked(self, id: str) -> bool:
        return self._database.value(sa.select(t.parked.c.id).where(t.parked.c.id == id)) is not None

    def unpark(self, id: str) -> None:
        """It is tried again, or dropped."""
        with self._database.write() as connection:
            connection.execute(t.parked.delete().where(t.parked.c.id == id))


def _announced(since: date | None, before: date | None) -> Sequence[sa.ColumnElement[bool]]:
    day = t.papers.c.announced
    return [*((day >= since,) if since else ()), *((day < before,) if before else ())]


def _paper_row(paper: Paper) -> dict[str, object]:
    name = paper_name(paper.id)
    return {
        "id": paper.id,
        "stem": name.work,
        "version": name.version,
        "announced": paper.announced,
        "withdrawn": bool(paper.withdrawn),
        "record": to_json(paper),
    }
