"""`unixepoch('subsec')` for SQLite before 3.42, which has not heard of `subsec`.

DBOS writes it into its tables as the time of a row wherever Python is 3.12 or newer, whatever SQLite came with it;
there the rows would have no time and be refused.
"""

from __future__ import annotations

import sqlite3
import time

from sqlalchemy import event
from sqlalchemy.engine import Engine

KNOWS_SUBSEC = (3, 42)


def _now(_modifier: str) -> float:
    return round(time.time(), 3)


def _teach(connection: object, _record: object) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.create_function("unixepoch", 1, _now)


def teach() -> None:
    """Every SQLite connection that this process opens from now on knows it."""
    if sqlite3.sqlite_version_info < KNOWS_SUBSEC and not event.contains(Engine, "connect", _teach):
        event.listen(Engine, "connect", _teach)
