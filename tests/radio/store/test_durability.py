"""What SQLite must survive: kill -9, a full disk, a damaged file, and a backup that is really needed."""

from __future__ import annotations

import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from radio.errors import BadConfig, Busy, Permanent, Transient
from radio.model import Paper
from radio.store import Store
from radio.store.backup import mistakes, restore, write_backup
from radio.store.database import Database

WRITER = """
import sys
from radio.model import Paper
from radio.store import Store

store = Store.open(sys.argv[1])
for n in range(int(sys.argv[2]), 99999):
    store.library.save_papers(Paper(id=f"2411.{n:05}v{v}", title="T" * 500) for v in (1, 2))
    print(n, flush=True)
"""

LIMITED_WRITER = """
import resource, signal, sys
from radio.errors import Transient
from radio.model import Paper
from radio.store import Store

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
store = Store.open(sys.argv[1])
resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, resource.RLIM_INFINITY))
saved = 0
try:
    while True:
        store.library.save_paper(Paper(id=f"2411.{saved:05}v1", title="T" * 2000))
        saved += 1
except Transient as exc:
    print(exc)
assert len(store.library.papers()) == saved, "what was saved before can still be read"
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
store.library.save_paper(Paper(id="2411.99999v1", title="T"))
assert len(store.library.papers()) == saved + 1
"""


def a_paper(n: int) -> Paper:
    return Paper(id=f"2411.{n:05}v1", title="T")


@pytest.mark.slow
def test_a_killed_writer_loses_nothing_that_it_was_told_is_saved(tmp_path: Path) -> None:
    path, next_number = tmp_path / "station.sqlite", 0
    for kill in range(6):
        command = [sys.executable, "-c", WRITER, str(path), str(next_number)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
            for _ in range(3 + 7 * kill):
                acknowledged = int(writer.stdout.readline())
            writer.send_signal(signal.SIGKILL)
            acknowledged = max([acknowledged, *map(int, writer.stdout.read().split())])
        with Store.open(path) as store:
            ids = {p.id for p in store.library.papers()}
            assert store.mistakes() == ()
        next_number = len(ids) // 2
        assert ids == {f"2411.{n:05}v{v}" for n in range(next_number) for v in (1, 2)}, "whole transactions only"
        assert next_number > acknowledged


@pytest.mark.slow
def test_a_full_disk_is_one_clear_sentence_and_costs_nothing_saved_before(tmp_path: Path) -> None:
    command = [sys.executable, "-c", LIMITED_WRITER, str(tmp_path / "station.sqlite")]
    done = subprocess.run(command, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    assert "full or failing" in done.stdout
    assert "free some space" in done.stdout


@pytest.mark.slow
def test_a_store_locked_by_another_program_is_busy_and_readable_again_after(tmp_path: Path) -> None:
    path = tmp_path / "station.sqlite"
    with Store.open(path) as store, sqlite3.connect(path, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        store.library.papers()
        with pytest.raises(Busy, match="in use by another program"):
            store.library.save_paper(a_paper(1))
        other.execute("ROLLBACK")
        store.library.save_paper(a_paper(1))
    other.close()


def test_a_file_that_is_no_store_is_named_in_the_message(tmp_path: Path) -> None:
    path = tmp_path / "station.sqlite"
    path.write_text("this is a letter, not a database" * 100)
    with pytest.raises(Permanent, match=r"station\.sqlite is damaged or is no SQLite file"):
        Store.open(path)


def test_a_place_that_cannot_hold_a_store_is_a_mistake_of_the_configuration(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(BadConfig, match="cannot be made"):
        Store.open(tmp_path / "file" / "station.sqlite")
    with pytest.raises(BadConfig, match="cannot be opened"):
        Store.open(tmp_path)
    with pytest.raises(BadConfig, match="cannot be kept in mysql"):
        Store.open("mysql://radio@127.0.0.1/station")


def test_a_password_in_the_address_is_never_shown() -> None:
    with pytest.raises(Transient) as raised:
        Store.open("postgresql://radio:hunter2@127.0.0.1:1/station")
    assert "does not answer" in str(raised.value)
    assert "hunter2" not in str(raised.value)


def test_a_backup_taken_while_others_write_can_be_restored(tmp_path: Path) -> None:
    path, backup = tmp_path / "station.sqlite", tmp_path / "backups" / "monday.sqlite"
    with Store.open(path) as store, Store.open(path) as other:
        store.library.save_papers(a_paper(n) for n in range(50))
        store.backup(backup)
        other.library.save_paper(a_paper(99))
        store.backup(tmp_path / "backups" / "tuesday.sqlite")
    moved = restore(backup, path)
    with Store.open(path) as store:
        assert len(store.library.papers()) == 50
    with Store.open(moved) as store:
        assert len(store.library.papers()) == 51
    assert sorted(p.name for p in backup.parent.iterdir()) == ["monday.sqlite", "tuesday.sqlite"]


def test_a_store_in_use_is_not_replaced(tmp_path: Path) -> None:
    path, backup = tmp_path / "station.sqlite", tmp_path / "backup.sqlite"
    with Store.open(path) as store:
        store.backup(backup)
        with sqlite3.connect(path, isolation_level=None) as other:
            other.execute("BEGIN IMMEDIATE")
            with pytest.raises(BadConfig, match="stop the station first"):
                restore(backup, path)
        other.close()
    assert mistakes(path) == ()


def test_a_damaged_backup_is_refused_and_the_store_stays(tmp_path: Path) -> None:
    path, backup = tmp_path / "station.sqlite", tmp_path / "backup.sqlite"
    with Store.open(path) as store:
        store.library.save_papers(a_paper(n) for n in range(200))
        store.backup(backup)
    content = bytearray(backup.read_bytes())
    content[4096:12_288] = b"\xff" * 8192
    backup.write_bytes(content)
    with pytest.raises(Permanent, match="is damaged"):
        restore(backup, path)
    with pytest.raises(BadConfig, match="there is no backup"):
        restore(tmp_path / "none.sqlite", path)
    with Store.open(path) as store:
        assert len(store.library.papers()) == 200


def test_a_backup_of_postgresql_points_to_its_own_tools(tmp_path: Path) -> None:
    with pytest.raises(BadConfig, match="pg_dump"):
        write_backup(Database("postgresql://radio@127.0.0.1:1/station"), tmp_path / "backup")


def test_the_file_is_kept_with_full_syncs_and_without_wal(tmp_path: Path) -> None:
    Store.open(tmp_path / "station.sqlite").close()
    with sqlite3.connect(tmp_path / "station.sqlite") as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() != ("wal",)
    connection.close()
