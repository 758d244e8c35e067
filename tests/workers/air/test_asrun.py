from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from radio.ids import PaperId, ShowId
from radio.model import Item, MediaKey
from workers.air.asrun import AsRunLog

NOW = datetime(2026, 11, 20, 23, 59, 58, tzinfo=UTC)
SHOW = ShowId("2026-11-20-daily")


def item(name: str) -> Item:
    key = MediaKey("x")
    paper = PaperId("2411.01234v2")
    return Item(id=name, sound=key, frames=1, pause_frames=0, picture=key, text="Words.", speaker="Ada", paper=paper)


def lines(folder: Path) -> list[dict]:
    return [json.loads(line) for path in sorted(folder.glob("*.jsonl")) for line in path.read_text().splitlines()]


@pytest.fixture
def log(tmp_path: Path) -> AsRunLog:
    return AsRunLog(tmp_path / "asrun")


def test_every_line_says_what_where_and_when(log: AsRunLog):
    log.cued(item("a"), SHOW, NOW, 960)
    log.ended("a", SHOW, NOW + timedelta(seconds=5), 240_960, "aired")
    cued, ended = lines(log.folder)
    assert cued == {
        "event": "cued", "item": "a", "show": SHOW, "at": "2026-11-20T23:59:58.000+00:00", "frame": 960,
        "text": "Words.", "paper": "2411.01234v2",
    }  # fmt: skip
    assert (ended["event"], ended["outcome"], ended["frame"]) == ("ended", "aired", 240_960)
    assert sorted(p.name for p in log.folder.iterdir()) == ["2026-11-20.jsonl", "2026-11-21.jsonl"]


def test_what_a_crash_cut_short_is_closed_and_counts_as_heard(log: AsRunLog):
    log.cued(item("a"), SHOW, NOW, 0)
    log.ended("a", SHOW, NOW, 10, "aired")
    log.cued(item("b"), SHOW, NOW, 10)
    after = AsRunLog(log.folder)
    assert after.recover(NOW) == ["b"]
    assert lines(log.folder)[-1]["outcome"] == "cut"
    assert after.heard.items[SHOW] == {"a", "b"}
    assert (after.heard.last_show, after.heard.last_item) == (SHOW, "b")
    assert AsRunLog(log.folder).recover(NOW) == []


def test_a_show_resumes_after_the_last_item_cued_though_the_one_before_it_ended_later(log: AsRunLog):
    log.cued(item("a"), SHOW, NOW, 0)
    log.cued(item("b"), SHOW, NOW + timedelta(seconds=5), 240_000)
    log.ended("a", SHOW, NOW + timedelta(seconds=5), 240_000, "aired")
    after = AsRunLog(log.folder)
    assert after.recover(NOW + timedelta(seconds=7)) == ["b"]
    assert after.heard.last_item == log.heard.last_item == "b"


def test_a_torn_last_line_spoils_no_other(log: AsRunLog):
    log.cued(item("a"), SHOW, NOW, 0)
    path = log.folder / "2026-11-20.jsonl"
    path.write_bytes(path.read_bytes() + b'{"event": "ended", "it')
    after = AsRunLog(log.folder)
    assert after.recover(NOW) == ["a"]
    assert json.loads(path.read_text().splitlines()[-1])["outcome"] == "cut"


def test_a_day_that_cannot_be_read_does_not_hide_the_others(log: AsRunLog):
    log.cued(item("a"), SHOW, NOW, 0)
    (log.folder / "2026-11-19.jsonl").mkdir()
    assert AsRunLog(log.folder).recover(NOW) == ["a"]


def test_a_full_disk_keeps_the_lines_until_there_is_room(log: AsRunLog):
    log.folder.parent.mkdir(exist_ok=True)
    log.folder.write_text("a file where the folder should be")
    log.cued(item("a"), SHOW, NOW, 0)
    log.folder.unlink()
    log.ended("a", SHOW, NOW, 10, "aired")
    assert [entry["event"] for entry in lines(log.folder)] == ["cued", "ended"]


def test_what_was_never_heard_was_not_on_air(log: AsRunLog):
    log.ended("a", SHOW, NOW, 0, "skipped")
    assert SHOW not in log.heard.shows


def test_what_was_heard_long_ago_and_is_not_needed_is_forgotten(log: AsRunLog):
    heard = log.heard
    long_ago = NOW - timedelta(days=15)
    for show, at in (("old", long_ago), ("needed", long_ago), ("new", NOW)):
        heard.note(ShowId(show), "a", at, "aired")
        heard.given_up.add(ShowId(show))
    heard.note(ShowId("broken"), "a", NOW, "skipped")
    heard.forget(NOW - timedelta(days=14), needed={ShowId("needed")})
    assert set(heard.shows) == set(heard.items) == heard.given_up == {"needed", "new"}
