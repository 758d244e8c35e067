"""One database: how it is opened, and the two ways to use it, `read` and `write`.

SQLite keeps a rollback journal with full syncs, so that an acknowledged write outlives the power, and two programs may
share the file. Every error of the database leaves here as one of `radio.errors`.
"""

from __future__ import annotations

from collections.abc import Generator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, TypeVar

import sqlalchemy as sa
from sqlalchemy import event
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import ArgumentError, DBAPIError, IntegrityError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from radio.errors import BadConfig, Busy, Missing, Permanent, RadioError, Transient, Unreachable

LOCK_SECONDS = 5.0
"""How long a call waits for another program's write."""
STATEMENT_SECONDS = 30.0
CONNECT_SECONDS = 5.0
POOL_SECONDS = 10.0
MANY = 100_000
"""Rows returned at most where the caller names no limit."""

# A write opens its transaction with the lock in hand: two readers that both turn writers would fail at once.
_SQLITE_BEGIN = {True: "BEGIN IMMEDIATE", False: "BEGIN"}
_SQLITE_PRAGMAS = (
    f"PRAGMA busy_timeout = {LOCK_SECONDS * 1000:.0f}",
    "PRAGMA journal_mode = TRUNCATE",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
)


class Database:
    """A SQLite file or a PostgreSQL database. Calls are quick, and safe from any thread."""

    def __init__(self, address: str | Path):
        self.url = database_url(address)
        self.file = Path(self.url.database or "") if self.url.get_backend_name() == "sqlite" else None
        """The file of SQLite, None on PostgreSQL."""
        self._engine = _sqlite_engine(self.url) if self.file else _postgresql_engine(self.url)
        self._insert = sqlite.insert if self.file else postgresql.insert

    @contextmanager
    def read(self) -> Generator[sa.Connection]:
        """A transaction that only reads; rows are fetched before it ends."""
        with self._translated(), self._engine.connect() as connection, connection.begin():
            yield connection

    @contextmanager
    def write(self) -> Generator[sa.Connection]:
        """A transaction that is durable when the block ends, and leaves no trace when it raises."""
        with self._translated(), self._engine.connect() as connection:
            connection = connection.execution_options(writes=True)
            with connection.begin():
                yield connection

    def upsert(self, connection: sa.Connection, table: sa.Table, *rows: Mapping[str, Any]) -> None:
        """Writes rows by primary key; columns that a row does not name keep what they hold."""
        if not rows:
            return
        insert = self._insert(table)
        kept = {c.name: insert.excluded[c.name] for c in table.columns if c.name in rows[0] and not c.primary_key}
        connection.execute(insert.on_conflict_do_update(index_elements=list(table.primary_key), set_=kept), list(rows))

    def insert_missing(self, table: sa.Table, **row: Any) -> sa.Insert:
        """An insert that does nothing where the key is there."""
        return self._insert(table).values(**row).on_conflict_do_nothing()

    def save(self, table: sa.Table, *rows: Mapping[str, Any]) -> None:
        """Upserts the rows in a transaction of their own."""
        with self.write() as connection:
            self.upsert(connection, table, *rows)

    def rows(self, query: sa.Executable) -> Sequence[Any]:
        """All rows of one query, each a tuple whose columns have names as well."""
        with self.read() as connection:
            return connection.execute(query).all()

    def value(self, query: sa.Executable) -> Any:
        """The first column of the first row, or None."""
        with self.read() as connection:
            return connection.execute(query).scalar()

    def close(self) -> None:
        self._engine.dispose()

    @contextmanager
    def _translated(self) -> Generator[None]:
        try:
            yield
        except PoolTimeoutError as exc:
            raise Busy(f"the store {self} had no connection free for {POOL_SECONDS:.0f} s") from exc
        except DBAPIError as exc:
            raise _as_radio_error(exc, str(self)) from exc

    def __str__(self) -> str:
        return str(self.file) if self.file else self.url.render_as_string(hide_password=True)


Found = TypeVar("Found")


def there(found: Found | None, kind: str, id: str) -> Found:
    """What was found. Raises Missing, naming the record that is not there."""
    if found is None:
        raise Missing(f"the store has no {kind} of {id}; it was never made, or another store was put in its place")
    return found


def database_url(address: str | Path) -> sa.URL:
    """A path means a SQLite file; `postgresql://user@host/name` a database there. Raises BadConfig."""
    if "://" not in str(address):
        return sa.URL.create("sqlite", database=str(address))
    try:
        url = sa.make_url(str(address))
    except ArgumentError:
        raise BadConfig("the store's address is no database URL; use postgresql://user@host/name") from None
    if url.get_backend_name() == "sqlite" and url.database:
        return url.set(drivername="sqlite")
    if url.get_backend_name() == "postgresql":
        return url.set(drivername="postgresql+psycopg")
    raise BadConfig(
        f"the store cannot be kept in {url.get_backend_name()}; give a file's path or a postgresql:// address"
    )


def _sqlite_engine(url: sa.URL) -> sa.Engine:
    folder = Path(url.database or "").parent
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as exc:
        raise BadConfig(f"the store's folder {folder} cannot be made: {exc.strerror}") from exc
    engine = sa.create_engine(url, connect_args={"timeout": LOCK_SECONDS}, pool_timeout=POOL_SECONDS)
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: Any, _record: object) -> None:
    connection.isolation_level = None
    for pragma in _SQLITE_PRAGMAS:
        connection.execute(pragma)


def _begin_sqlite(connection: sa.Connection) -> None:
    connection.exec_driver_sql(_SQLITE_BEGIN[bool(connection.get_execution_options().get("writes"))])


def _postgresql_engine(url: sa.URL) -> sa.Engine:
    limits = f"-c lock_timeout={LOCK_SECONDS * 1000:.0f} -c statement_timeout={STATEMENT_SECONDS * 1000:.0f}"
    arguments = {"connect_timeout": int(CONNECT_SECONDS), "options": limits, "application_name": "paper-radio"}
    return sa.create_engine(url, connect_args=arguments, pool_pre_ping=True, pool_timeout=POOL_SECONDS)


def _as_radio_error(error: DBAPIError, store: str) -> RadioError:
    """What the database said, as the error that says what should happen next."""
    said = str(error.orig).strip().partition("\n")[0]
    if isinstance(error, IntegrityError):
        return Permanent(f"the store {store} refused a record that does not fit its others: {said}")
    for words, kind, sentence in _SENTENCES:
        if any(word in said for word in words):
            return kind(sentence.format(store=store, said=said))
    return Transient(f"the store {store} failed: {said}")


_SENTENCES: tuple[tuple[tuple[str, ...], type[RadioError], str], ...] = (
    (
        ("database or disk is full", "No space left", "disk full", "disk I/O error"),
        Transient,
        "the disk of the store {store} is full or failing ({said}): free some space; nothing saved before is lost",
    ),
    (
        ("database is locked", "lock timeout", "statement timeout", "too many clients", "deadlock detected"),
        Busy,
        "the store {store} is in use by another program ({said})",
    ),
    (
        ("readonly database", "unable to open database file", "permission denied", "authentication failed"),
        BadConfig,
        "the store {store} cannot be opened for writing ({said}): check its folder, owner and password",
    ),
    (
        ("not a database", "malformed"),
        Permanent,
        "the store {store} is damaged or is no SQLite file ({said}): move it away and restore a backup",
    ),
    (
        ("connection failed", "server closed", "terminating connection", "connection is bad", "could not connect"),
        Unreachable,
        "the database server of the store {store} does not answer ({said})",
    ),
)
