"""Notes, replies and migrations: the same promises on SQLite and on PostgreSQL."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta

import pytest
import sqlalchemy as sa

from radio.errors import BadConfig
from radio.model import Paper
from radio.store import Store, migrations, schema
from radio.store.database import Database

DAY = date(2026, 11, 20)
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


class Clock:
    def __init__(self) -> None:
        self.time = datetime(2026, 11, 20, 12, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.time


def test_studio_remembers_the_last_word_that_it_wrote_down(store: Store) -> None:
    assert store.studio.announced_until("arxiv") is None
    store.studio.save_announced_until("arxiv", DAY)
    store.studio.save_announced_until("arxiv", DAY + timedelta(days=1))
    assert store.studio.announced_until("arxiv") == DAY + timedelta(days=1)
    assert store.studio.announced_until("elsewhere") is None


def test_each_note_of_the_studio_stands_by_itself(store: Store) -> None:
    notes = store.studio
    assert (notes.tidied_on(), notes.seen_at(), notes.voice_speeds()) == (None, None, None)
    notes.save_tidied_on(DAY)
    notes.save_seen_at(NOON)
    notes.save_voice_speeds("[]")
    assert (notes.tidied_on(), notes.seen_at(), notes.voice_speeds()) == (DAY, NOON, "[]")


def test_a_reply_is_kept_by_the_hash_of_what_was_asked(store: Store) -> None:
    store.replies.save_reply("ab12", '{"headline": "☃"}')
    assert store.replies.find_reply("ab12") == '{"headline": "☃"}'
    assert store.replies.find_reply("ff") is None


def test_a_pdf_can_be_forgotten(store: Store) -> None:
    paper = Paper(id="2411.01234v2", title="A paper")
    store.library.save_paper(paper)
    store.library.save_pdf(paper.id, "ab/ab12.pdf")
    store.library.save_paper(paper)
    assert store.library.find_pdf(paper.id) == "ab/ab12.pdf"
    store.library.forget_pdf(paper.id)
    assert store.library.find_pdf(paper.id) is None


def test_a_paper_that_is_held_back_is_released_once(store: Store) -> None:
    paper = Paper(id="2411.01234v2", title="A paper")
    store.library.save_paper(paper)
    assert not store.library.is_released(paper.id)
    store.library.release(paper.id)
    store.library.save_paper(paper)
    assert store.library.is_released(paper.id)


def test_a_second_opening_finds_what_the_first_one_saved(address: str) -> None:
    with Store.open(address) as store:
        store.studio.save_announced_until("arxiv", DAY)
    with Store.open(address) as store:
        assert store.studio.announced_until("arxiv") == DAY


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
