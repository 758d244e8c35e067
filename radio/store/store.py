"""The store: one open database and the books in it.

`library` holds papers and what was read in them, `programme` shows and their parts, `asrun` what went out, `replies`
what language models answered, `studio` what studio remembers of its own work. Air never touches the store.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import sqlalchemy as sa

from radio.model import MediaKey
from radio.store import backup, migrations
from radio.store import schema as t
from radio.store.asrun_log import AsRunLog
from radio.store.database import Database
from radio.store.library import Library
from radio.store.programme_book import ProgrammeBook
from radio.store.replies import Replies
from radio.store.store_gate import StoreGate
from radio.store.studio_book import StudioBook
from radio.utc import utc_now


class Store:
    """Open it once a program: `with Store.open(config.paths.store) as store: store.library.paper(id)`."""

    def __init__(self, database: Database, now: Callable[[], datetime] = utc_now):
        self._database = database
        self._now = now
        self.library = Library(database, now)
        self.programme = ProgrammeBook(database, now)
        self.asrun = AsRunLog(database)
        self.replies = Replies(database, now)
        self.studio = StudioBook(database)

    @classmethod
    def open(cls, address: str | Path, now: Callable[[], datetime] = utc_now) -> Store:
        """Opens a SQLite file (made when missing) or a postgresql:// address, and brings its tables to this version."""
        database = Database(address)
        try:
            migrations.migrate(database)
        except BaseException:
            database.close()
            raise
        return cls(database, now)

    def gate(self, name: str, seconds: float, now: Callable[[], float] | None = None) -> StoreGate:
        """The gate of one server: turns `seconds` apart over every program and machine that shares this store."""
        return StoreGate(self._database, name, seconds, now)

    def media_in_use(self) -> set[MediaKey]:
        """Every sound and picture that an item names, and every PDF that is kept."""
        pdfs = sa.select(t.papers.c.pdf).where(t.papers.c.pdf.is_not(None))
        query = sa.union(sa.select(t.items.c.sound), sa.select(t.items.c.picture), pdfs)
        return {MediaKey(key) for (key,) in self._database.rows(query)}

    def backup(self, path: Path) -> None:
        """Writes a whole, checked copy while others read and write. Raises BadConfig on PostgreSQL."""
        backup.write_backup(self._database, path)

    def mistakes(self) -> tuple[str, ...]:
        """What SQLite finds wrong with the file, normally nothing; PostgreSQL looks after itself."""
        return backup.mistakes(self._database.file) if self._database.file else ()

    def close(self) -> None:
        self._database.close()

    def __enter__(self) -> Store:
        return self

    def __exit__(self, *_exc: object) -> None:
        self.close()
