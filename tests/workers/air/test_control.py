from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from radio.air_client import AirClient
from workers.air.control import Control


class Station:
    """A control socket over a counter of skips."""

    def __init__(self, socket: Path):
        self.skips = 0
        self.changed = asyncio.Event()
        self.client = AirClient(socket)
        self.control = Control(socket, {"skip": self.skip}, lambda: {"skips": self.skips}, self.changed)

    def skip(self, _message: dict) -> dict:
        self.skips += 1
        return {"ok": True}


@pytest.fixture
async def station(tmp_path: Path) -> AsyncIterator[Station]:
    station = Station(tmp_path / "air.sock")
    serving = asyncio.create_task(station.control.run())
    await asyncio.sleep(0.05)
    yield station
    serving.cancel()
    with contextlib.suppress(asyncio.CancelledError):
        await serving


async def test_a_command_is_done_and_answered(station):
    assert await station.client.request("skip") == {"ok": True}
    assert await station.client.status() == {"skips": 1}


async def test_the_same_command_twice_is_done_once(station):
    for _ in range(2):
        assert await station.client.request("skip", id="one") == {"ok": True}
    assert station.skips == 1


async def test_the_reply_to_an_unknown_command_names_those_there_are(station):
    reply = await station.client.request("explode")
    assert reply["ok"] is False
    assert "skip" in reply["error"]


async def test_a_line_that_is_no_json_does_not_end_the_service(station):
    reading, writing = await asyncio.open_unix_connection(str(station.client.socket))
    writing.write(b"\xff{{{\n[1, 2]\n")
    assert b"error" in await reading.readline()
    assert b"error" in await reading.readline()
    writing.close()
    assert await station.client.status() == {"skips": 0}


async def test_a_subscriber_hears_of_a_change_at_once(station):
    statuses = station.client.subscribe()
    assert await anext(statuses) == {"skips": 0}
    await station.client.request("skip")
    station.changed.set()
    assert await anext(statuses) == {"skips": 1}
    await statuses.aclose()


async def test_only_the_stations_own_people_may_talk_to_it(station):
    assert station.client.socket.stat().st_mode & 0o777 == 0o660


async def test_while_air_is_down_there_is_no_answer(tmp_path):
    client = AirClient(tmp_path / "nobody.sock")
    assert await client.status() is None
    assert [s async for s in client.subscribe()] == []


async def test_when_air_ends_a_client_that_listens_is_let_go_without_a_word_in_the_log(tmp_path, caplog):
    control = Control(tmp_path / "air.sock", {}, dict, asyncio.Event())
    serving = asyncio.create_task(control.run())
    await asyncio.sleep(0.05)
    reading, writing = await asyncio.open_unix_connection(str(control.path))
    writing.write(b'{"cmd": "status"}\n')
    await reading.readline()
    serving.cancel()
    await asyncio.wait((serving,))
    assert await reading.read() == b""
    writing.close()
    assert len(asyncio.all_tasks()) == 1 and not caplog.records
