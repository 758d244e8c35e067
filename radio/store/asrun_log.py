"""Air's as-run log (`<UTC date>.jsonl`) → the as-run table: the truth of what went out.

A `cued` line opens a row, the `ended` line of the same item closes it; both may be imported any number of times. A last
line without its newline is still being written and is left for the next import.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Literal

import sqlalchemy as sa
from pydantic import AwareDatetime, BaseModel, ConfigDict, ValidationError

from radio import log
from radio.ids import PaperId, ShowId
from radio.model import AsRun
from radio.store import schema as t
from radio.store.database import Database

IMPORT_BYTES = 2**18
"""Imported in one transaction, so that no other writer waits long."""
ON_AIR = "on air"
"""The outcome of a row whose `ended` line has not come."""


class _Line(BaseModel):
    """One line of air's log."""

    model_config = ConfigDict(extra="ignore")

    event: Literal["cued", "ended"]
    item: str
    show: str
    at: AwareDatetime
    frame: int = 0
    text: str = ""
    paper: str | None = None
    outcome: Literal["aired", "cut", "skipped"] = "aired"


class AsRunLog:
    """What went out, and when."""

    def __init__(self, database: Database):
        self._database = database

    # Import

    def import_folder(self, folder: Path) -> int:
        """Imports what is new in every day's file, in order; returns the number of lines read."""
        return sum(self.import_file(path) for path in sorted(folder.glob("*.jsonl")))

    def import_file(self, path: Path) -> int:
        """Imports the whole lines that were not imported before; returns their number."""
        count = 0
        while lines := self._import_part(path):
            count += lines
        return count

    def _import_part(self, path: Path) -> int:
        done = t.asrun_files.c.imported_bytes
        start = self._database.value(sa.select(done).where(t.asrun_files.c.name == path.name)) or 0
        if path.stat().st_size <= start:
            return 0
        with path.open("rb") as file:
            file.seek(start)
            whole = file.read(IMPORT_BYTES).rpartition(b"\n")
        part = b"".join(whole[:2])
        with self._database.write() as connection:
            for line in part.splitlines():
                self._import_line(connection, path.name, line)
            self._database.upsert(connection, t.asrun_files, {"name": path.name, "imported_bytes": start + len(part)})
        return part.count(b"\n")

    def _import_line(self, connection: sa.Connection, file: str, text: bytes) -> None:
        try:
            line = _Line.model_validate(json.loads(text))
        except (ValueError, ValidationError):
            log.get().warning("as-run line not understood", file=file, line=text[:200].decode(errors="replace"))
            return
        if line.event == "cued":
            self._open(connection, line)
        else:
            self._close(connection, line)

    def _open(self, connection: sa.Connection, line: _Line) -> None:
        row = {"item": line.item, "show": line.show, "started": line.at, "started_frame": line.frame}
        row |= {"ended": None, "outcome": ON_AIR, "text": line.text, "paper": line.paper}
        connection.execute(self._database.insert_missing(t.asrun, **row))

    def _close(self, connection: sa.Connection, line: _Line) -> None:
        """Ends the latest row of the item that had begun by then; a row that has its end keeps it."""
        if (started := _begun(connection, line)) is None:
            return
        this = (t.asrun.c.item == line.item) & (t.asrun.c.started == started) & t.asrun.c.ended.is_(None)
        connection.execute(t.asrun.update().where(this).values(ended=line.at, outcome=line.outcome))
        last = connection.scalar(sa.select(t.heard.c.last_at).where(t.heard.c.show == line.show))
        if line.outcome != "skipped" and (last is None or last < started):
            self._database.upsert(connection, t.heard, {"show": line.show, "last_at": started})

    # What went out

    def last_aired_by_show(self) -> dict[ShowId, datetime]:
        """When the last item of each show that was heard to its end, or cut, had started."""
        return {ShowId(show): last_at for show, last_at in self._database.rows(sa.select(t.heard))}

    def find_last_heard(self, paper: PaperId) -> datetime | None:
        """When something about this version of the paper was last heard."""
        heard = (t.asrun.c.paper == paper) & (t.asrun.c.outcome != "skipped")
        return self._database.value(sa.select(sa.func.max(t.asrun.c.started)).where(heard))

    def recent(self, limit: int = 50) -> list[AsRun]:
        """The last that went out, the latest first; what is on air now has no end."""
        return _records(self._database.rows(sa.select(t.asrun).order_by(t.asrun.c.started.desc()).limit(limit)))


def _begun(connection: sa.Connection, line: _Line) -> datetime | None:
    """When the item of an `ended` line had started; None where its `cued` line is missing."""
    begun = (t.asrun.c.item == line.item) & (t.asrun.c.started <= line.at)
    return connection.scalar(sa.select(sa.func.max(t.asrun.c.started)).where(begun))


def _records(rows: Sequence[Any]) -> list[AsRun]:
    return [
        AsRun(
            item=row.item,
            show=ShowId(row.show),
            started=row.started,
            ended=row.ended,
            started_frame=row.started_frame,
            outcome="aired" if row.outcome == ON_AIR else row.outcome,
            text=row.text,
            paper=PaperId(row.paper) if row.paper else None,
        )
        for row in rows
    ]
