"""The as-run log as it is imported: the same promises on SQLite and on PostgreSQL."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from radio.store import Store

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def cued(item: str, seconds: float, show: str = "2026-11-20-daily") -> dict[str, object]:
    at = (NOON + timedelta(seconds=seconds)).isoformat()
    return {"event": "cued", "item": item, "show": show, "at": at, "frame": 48_000, "text": "Hm.", "paper": None}


def ended(item: str, seconds: float, outcome: str = "aired") -> dict[str, object]:
    return {**cued(item, seconds), "event": "ended", "outcome": outcome}


def append(path: Path, *lines: dict[str, object], tail: str = "") -> None:
    path.parent.mkdir(exist_ok=True)
    with path.open("a") as file:
        file.write("".join(json.dumps(line) + "\n" for line in lines) + tail)


def test_what_was_cued_and_ended_is_one_row(store: Store, tmp_path: Path) -> None:
    append(tmp_path / "air/2026-11-20.jsonl", cued("a", 0), ended("a", 3), cued("b", 3))
    assert store.asrun.import_folder(tmp_path / "air") == 3
    on_air, before = store.asrun.recent()
    assert (before.item, before.started, before.ended, before.outcome) == (
        "a",
        NOON,
        NOON + timedelta(seconds=3),
        "aired",
    )
    assert (on_air.item, on_air.ended, on_air.started_frame) == ("b", None, 48_000)


def test_importing_twice_changes_nothing(store: Store, tmp_path: Path) -> None:
    lines = (cued("a", 0), ended("a", 3, "cut"), cued("a", 60), ended("a", 63))
    append(tmp_path / "air/2026-11-20.jsonl", *lines)
    append(tmp_path / "air/2026-11-20-copy.jsonl", *lines)
    store.asrun.import_folder(tmp_path / "air")
    assert store.asrun.import_folder(tmp_path / "air") == 0
    assert [(r.ended - NOON).seconds for r in store.asrun.recent()] == [63, 3]
    assert [r.outcome for r in store.asrun.recent()] == ["aired", "cut"]


def test_a_line_still_being_written_waits_for_its_end(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "air/2026-11-20.jsonl"
    line = json.dumps(ended("a", 3))
    append(path, cued("a", 0), tail=line[:20])
    assert store.asrun.import_file(path) == 1
    assert store.asrun.recent()[0].ended is None
    append(path, tail=line[20:] + "\n")
    assert store.asrun.import_file(path) == 1
    assert store.asrun.recent()[0].ended == NOON + timedelta(seconds=3)


def test_a_line_that_makes_no_sense_does_not_stop_the_next_one(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "air/2026-11-20.jsonl"
    append(
        path,
        tail='{"event": "cued", "it\n\x00\x00\n[]\n{"event":"cued","item":"x","show":"s","at":"2026-11-20T12:00:00"}\n',
    )
    append(path, cued("a", 0))
    assert store.asrun.import_file(path) == 5
    assert [r.item for r in store.asrun.recent()] == ["a"]


def test_an_item_that_began_yesterday_ends_in_the_file_of_today(store: Store, tmp_path: Path) -> None:
    append(tmp_path / "air/2026-11-20.jsonl", cued("a", 0))
    append(tmp_path / "air/2026-11-21.jsonl", ended("a", 5, "cut"))
    store.asrun.import_folder(tmp_path / "air")
    assert [r.outcome for r in store.asrun.recent()] == ["cut"]


def test_when_a_show_was_last_heard(store: Store, tmp_path: Path) -> None:
    append(tmp_path / "air/2026-11-20.jsonl", cued("a", 0), ended("a", 3), cued("b", 3), ended("b", 6))
    append(tmp_path / "air/2026-11-20.jsonl", cued("c", 9, "primer-search"), ended("c", 9, "skipped"))
    store.asrun.import_folder(tmp_path / "air")
    assert store.asrun.last_aired_by_show() == {"2026-11-20-daily": NOON + timedelta(seconds=3)}
    assert [r.item for r in store.asrun.recent(limit=2)] == ["c", "b"]


@pytest.mark.slow
def test_a_long_log_is_imported_in_several_parts(store: Store, tmp_path: Path) -> None:
    lines = [line for n in range(0, 2400, 2) for line in (cued(f"i{n}", n), ended(f"i{n}", n + 1))]
    append(tmp_path / "air/2026-11-20.jsonl", *lines)
    assert store.asrun.import_folder(tmp_path / "air") == 2400
    heard = store.asrun.recent(limit=2400)[::-1]
    assert [r.item for r in heard] == [f"i{n}" for n in range(0, 2400, 2)]
    assert all((r.ended - r.started).seconds == 1 for r in heard)


def test_a_folder_that_does_not_exist_yet_holds_nothing(store: Store, tmp_path: Path) -> None:
    assert store.asrun.import_folder(tmp_path / "air") == 0
