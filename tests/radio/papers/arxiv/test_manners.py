"""How the station behaves towards a server, seen from the server."""

from __future__ import annotations

import asyncio
import socket
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime

import pytest
from local_arxiv import Fault
from local_arxiv_papers import made_up
from local_gate import LocalGate
from pydantic import ValidationError

from radio.config import ArxivConfig
from radio.errors import Busy, Unreachable, Unreadable
from radio.http import Manners, PoliteClient, seconds_of

FRIDAY = date(2026, 11, 20)
NOON = datetime(2026, 11, 20, 17, tzinfo=UTC)
GAP_SECONDS = 0.05
CLOCK_ERROR_SECONDS = 0.001


def test_the_configuration_refuses_less_than_three_seconds():
    with pytest.raises(ValidationError, match="greater than or equal to 3"):
        ArxivConfig(seconds_between_requests=2.9)
    assert ArxivConfig().seconds_between_requests > 3


async def test_requests_of_every_kind_keep_their_distance(opened):
    """Feed, OAI-PMH, the pages that the `arxiv` package asks for, retries and PDFs, all at once."""
    papers = [made_up(n, FRIDAY) for n in range(1, 251)]
    server, door = await opened(papers, NOON, FRIDAY)
    server.misbehave("/oai", "half", "500")
    server.misbehave("/api", "half", "empty")
    async with asyncio.TaskGroup() as group:
        group.create_task(door.announced(date(2026, 11, 18)))
        group.create_task(door.search("count", limit=250))
        group.create_task(door.find(papers[0].id))
    assert len(server.asked) >= 10
    assert min(server.gaps) >= GAP_SECONDS - CLOCK_ERROR_SECONDS


async def test_every_request_tells_who_asks(opened):
    server, door = await opened([made_up(1, FRIDAY)], NOON, FRIDAY)
    await door.announced(FRIDAY)
    await door.find("2611.00001")
    assert all(asked.agent.startswith("paperradio/") for asked in server.asked)
    assert all(asked.agent.endswith("(+me@example.org)") for asked in server.asked)


@pytest.mark.parametrize("status", ["429", "503"])
async def test_a_refusal_is_waited_out_and_nothing_is_lost(opened, status: str):
    server, door = await opened([made_up(1, FRIDAY)], NOON, FRIDAY)
    server.misbehave("/atom", status, Fault(status, retry_after="0.2"))
    assert len(await door.announced(FRIDAY)) == 1
    first_pause, told_pause = server.gaps
    assert first_pause >= 0.1 - CLOCK_ERROR_SECONDS
    assert told_pause >= 0.2 - CLOCK_ERROR_SECONDS


async def test_a_long_refusal_ends_the_call_and_holds_for_everybody(opened):
    server, door = await opened([made_up(1, FRIDAY)], NOON, FRIDAY)
    server.misbehave("/atom", Fault("429", retry_after="0.6"))
    with pytest.raises(Busy, match="asks to wait") as caught:
        await door.announced(FRIDAY)
    assert caught.value.retry_after_seconds == 0.6
    assert (await door.find("2611.00001")).id == "2611.00001v1"
    assert server.gaps[0] >= 0.6 - CLOCK_ERROR_SECONDS


@pytest.mark.slow
async def test_pauses_grow_from_call_to_call_up_to_a_bound(opened):
    server, door = await opened([made_up(1, FRIDAY)], NOON, FRIDAY)
    server.misbehave("/atom", "429", times=5)
    pauses = []
    for _ in range(3):
        with pytest.raises(Busy) as caught:
            await door.announced(FRIDAY)
        pauses.append(caught.value.retry_after_seconds)
    assert pauses == [0.4, 0.4, 0.4], "0.1 and 0.2 were waited out within the first call"
    assert len(await door.announced(FRIDAY)) == 1


@pytest.mark.slow
async def test_nothing_is_lost_among_bad_neighbours(opened):
    papers = [made_up(n, FRIDAY) for n in range(1, 61)]
    server, door = await opened(papers, NOON, FRIDAY, page_papers=10)
    server.misbehave("/atom", "429", "stall", "html")
    server.misbehave("/oai", "503", "nonsense")
    server.misbehave("/api", "empty")
    found: set[str] = set()
    for _ in range(5):
        try:
            found |= {p.id for p in await door.announced(FRIDAY)}
        except (Busy, Unreachable):
            continue
    assert found == {p.id for p in papers}
    assert min(server.gaps) >= GAP_SECONDS - CLOCK_ERROR_SECONDS


async def test_a_server_that_is_not_there_is_unreachable():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{probe.getsockname()[1]}/"
        async with PoliteClient(LocalGate(0.01), "me@example.org", Manners(tries=2, gap_seconds=0.01)) as client:
            with pytest.raises(Unreachable, match=r"127\.0\.0\.1:\d+ did not answer in full"):
                await client.get(url)


async def test_a_body_beyond_the_limit_is_not_read_on(opened):
    server, _ = await opened([], NOON)
    server.recorded["/big"] = b"x" * (3 << 20)
    async with PoliteClient(LocalGate(0.0), "me@example.org") as client:
        with pytest.raises(Unreadable, match="larger than 1 MiB"):
            await client.get(f"{server.url}/big", most_bytes=1 << 20)


def test_retry_after_is_read_as_seconds_and_as_a_date():
    assert seconds_of("120") == 120
    assert 50 < seconds_of(format_datetime(datetime.now(UTC) + timedelta(seconds=60), usegmt=True)) <= 60
    assert seconds_of("soon") == seconds_of("") == seconds_of("-5") == 0
    assert seconds_of("9999999") == 24 * 3600


async def test_turns_are_served_in_order_and_apart():
    gate, order = LocalGate(0.02), []

    async def take(n: int) -> None:
        await gate.turn()
        order.append((n, asyncio.get_running_loop().time()))

    await asyncio.gather(*(take(n) for n in range(4)))
    assert [n for n, _ in order] == [0, 1, 2, 3]
    assert order[-1][1] - order[0][1] >= 3 * 0.02 - CLOCK_ERROR_SECONDS
