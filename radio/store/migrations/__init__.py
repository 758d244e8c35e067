"""Forward migrations: numbered modules with an `apply(connection)`, each applied once, in order, under a lock."""

from __future__ import annotations

import pkgutil
from datetime import UTC, datetime
from importlib import import_module

import sqlalchemy as sa

from radio.errors import BadConfig
from radio.store import schema
from radio.store.database import Database

_LOCK_NUMBER = 4_150_316
"""PostgreSQL's advisory lock of whoever migrates; SQLite locks the whole file."""


def names() -> tuple[str, ...]:
    """Every migration, oldest first."""
    return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__)))


def migrate(database: Database) -> tuple[str, ...]:
    """Brings the database to this version; returns what was applied. Raises BadConfig when it is newer than we are."""
    with database.write() as connection:
        if not database.file:
            connection.execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK_NUMBER)))
        schema.migrations.create(connection, checkfirst=True)
        applied = set(connection.scalars(sa.select(schema.migrations.c.name)))
        if unknown := applied.difference(names()):
            raise BadConfig(
                f"the store {database} was made by a newer Paper Radio ({max(unknown)}): install that version"
            )
        waiting = tuple(name for name in names() if name not in applied)
        for name in waiting:
            import_module(f"{__name__}.{name}").apply(connection)
            connection.execute(schema.migrations.insert().values(name=name, applied_at=datetime.now(UTC)))
    return waiting
