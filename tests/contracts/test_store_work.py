"""Marks, replies and migrations: the same promises on SQLite and on PostgreSQL."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime

import pytest
import sqlalchemy as sa

from radio.errors import BadConfig
from radio.model import Paper
from radio.store import Store, migrations, schema
from radio.store.database import Database


class Clock:
    def __init__(self) -> None:
        self.time = datetime(2026, 11, 20, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time


def test_a_mark_holds_the_last_word_given(store: Store) -> None:
    assert store.marked("polled") is None
    store.mark("polled", "2026-11-19")
    store.mark("polled", "2026-11-20")
    assert store.marked("polled") == "2026-11-20"


def test_a_reply_is_kept_by_the_hash_of_what_was_asked(store: Store) -> None:
    store.work.save_reply("ab12", '{"headline": "☃"}')
    assert store.work.reply_of("ab12") == '{"headline": "☃"}'
    assert store.work.reply_of("ff") is None


def test_a_mark_can_be_taken_away(store: Store) -> None:
    store.mark("pdf/2411.01234v2", "ab/ab12.pdf")
    store.unmark("pdf/2411.01234v2")
    assert store.marked("pdf/2411.01234v2") is None


def test_a_second_opening_finds_what_the_first_one_saved(address: str) -> None:
    with Store.open(address) as store:
        store.mark("polled", "2026-11-20")
    with Store.open(address) as store:
        assert store.marked("polled") == "2026-11-20"


def test_several_programs_may_open_a_new_store_at_once(address: str) -> None:
    with ThreadPoolExecutor(4) as threads:
        for store in threads.map(lambda _: Store.open(address), range(4)):
            store.close()


def test_threads_may_write_at_the_same_time(store: Store) -> None:
    papers = [Paper(id=f"2411.{n:05}v1", title="T") for n in range(40)]
    with ThreadPoolExecutor(8) as threads:
        list(threads.map(store.library.save_paper, papers))
    assert len(store.library.papers()) == 40


def test_a_store_made_by_a_newer_version_is_refused(address: str) -> None:
    database = Database(address)
    migrations.migrate(database)
    database.save(schema.migrations, {"name": "m9999_later", "applied_at": datetime.now(UTC)})
    database.close()
    with pytest.raises(BadConfig, match="newer Paper Radio"):
        Store.open(address)


def test_migrations_make_the_tables_that_queries_name(address: str) -> None:
    database = Database(address)
    assert migrations.migrate(database) == migrations.names()
    assert migrations.migrate(database) == ()
    with database.read() as connection:
        inspector = sa.inspect(connection)
        made = {name: _columns(inspector, name) for name in inspector.get_table_names()}
    database.close()
    named = {t.name: {(c.name, c.nullable) for c in t.columns} for t in schema.metadata.sorted_tables}
    assert made == named


def _columns(inspector: sa.Inspector, table: str) -> set[tuple[str, bool]]:
    return {(column["name"], column["nullable"]) for column in inspector.get_columns(table)}
