"""A SQLite store → a whole copy of it, while programs use it; and a copy → the store again.

PostgreSQL brings its own tools (`pg_dump`, `pg_restore`); asking here raises BadConfig.
"""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from pathlib import Path

from radio.errors import BadConfig, Permanent, Transient
from radio.store.database import LOCK_SECONDS, Database

CHECK_ROWS = 20
"""Mistakes listed at most."""


def write_backup(database: Database, path: Path) -> None:
    """Copies in one go, checks the copy, and gives it its name last."""
    if database.file is None:
        raise BadConfig(f"the store {database} is on PostgreSQL: back it up with pg_dump")
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.{os.getpid()}.part")
    try:
        _copy(database.file, part)
        _refuse_damaged(part)
        part.replace(path)
    except (sqlite3.OperationalError, OSError) as exc:
        raise Transient(f"the backup {path} could not be written ({exc}): check the disk") from exc
    finally:
        part.unlink(missing_ok=True)


def restore(backup: Path, store: Path) -> Path | None:
    """Puts a backup in the place of a store that nobody has open; returns where the old one was moved, or None.

    Raises BadConfig when the backup is missing or the store is in use, Permanent when the backup is damaged.
    """
    if not backup.is_file():
        raise BadConfig(f"there is no backup {backup}")
    _refuse_damaged(backup)
    store.parent.mkdir(parents=True, exist_ok=True)
    part = store.with_name(f".{store.name}.{os.getpid()}.part")
    try:
        _copy(backup, part)
        old = _move_away(store)
        part.replace(store)
    finally:
        part.unlink(missing_ok=True)
    return old


def mistakes(file: Path) -> tuple[str, ...]:
    """What SQLite finds wrong in a file: pages, indexes, foreign keys."""
    try:
        with closing(sqlite3.connect(f"file:{file}?mode=ro", uri=True, timeout=LOCK_SECONDS)) as connection:
            found = [row[0] for row in connection.execute(f"PRAGMA integrity_check({CHECK_ROWS})") if row[0] != "ok"]
            broken = connection.execute("PRAGMA foreign_key_check").fetchmany(CHECK_ROWS)
    except sqlite3.DatabaseError as exc:
        return (str(exc),)
    return (*found, *(f"a row of {table} refers to a missing row of {parent}" for table, _, parent, _ in broken))


def _copy(source: Path, target: Path) -> None:
    """The online backup: readers go on, writers wait until it is done."""
    with closing(sqlite3.connect(source, timeout=LOCK_SECONDS)) as reader, closing(sqlite3.connect(target)) as writer:
        reader.backup(writer)
    with target.open("rb") as file:
        os.fsync(file.fileno())


def _refuse_damaged(file: Path) -> None:
    if found := mistakes(file):
        raise Permanent(f"the backup {file} is damaged: {found[0]}")


def _move_away(store: Path) -> Path | None:
    if not store.exists():
        return None
    with closing(sqlite3.connect(store, timeout=0)) as connection:
        try:
            connection.execute("BEGIN EXCLUSIVE")
        except sqlite3.OperationalError as exc:
            raise BadConfig(f"the store {store} is in use: stop the station first") from exc
        except sqlite3.DatabaseError:
            pass
    old = store.with_name(f"{store.name}.before-restore")
    store.replace(old)
    return old
