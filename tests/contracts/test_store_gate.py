"""Turns at one server are kept apart over processes and machines, on SQLite and on PostgreSQL."""

from __future__ import annotations

import asyncio
import subprocess
import sys
import time
from itertools import pairwise

import pytest

from radio.store import Store

TURNS = """
import asyncio, sys, time
from radio.store import Store

async def main():
    with Store.open(sys.argv[1]) as store:
        gate = store.gate("arxiv", float(sys.argv[2]))
        for _ in range(int(sys.argv[3])):
            await gate.turn()
            print(time.time(), flush=True)

asyncio.run(main())
"""


@pytest.mark.slow
def test_two_programs_never_take_turns_closer_than_the_interval(address: str) -> None:
    Store.open(address).close()
    command = [sys.executable, "-c", TURNS, address, "0.3", "5"]
    programs = [subprocess.Popen(command, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    times = sorted(float(t) for p in programs for t in p.communicate(timeout=60)[0].split())
    gaps = [later - earlier for earlier, later in pairwise(times)]
    assert [p.returncode for p in programs] == [0, 0]
    assert len(times) == 10
    assert min(gaps) > 0.25, gaps


async def test_callers_of_one_program_are_served_in_order_and_none_before_its_time(store: Store) -> None:
    gate, served = store.gate("arxiv", 0.05), []
    began = time.monotonic()

    async def ask(name: str) -> None:
        await gate.turn()
        served.append((name, time.monotonic()))

    async with asyncio.TaskGroup() as callers:
        for name in "abcd":
            callers.create_task(ask(name))
    assert [name for name, _ in served] == list("abcd")
    assert all(at - began > 0.045 * position for position, (_, at) in enumerate(served))


async def test_a_postponed_gate_lets_nobody_through_before_its_time(store: Store) -> None:
    await store.gate("arxiv", 0.05).postpone(0.3)
    began = time.monotonic()
    await store.gate("arxiv", 0.05).turn()
    assert time.monotonic() - began > 0.25


async def test_a_caller_already_waiting_obeys_a_postponement_too(store: Store) -> None:
    gate = store.gate("arxiv", 0.2)
    await gate.turn()
    waiting = asyncio.create_task(gate.turn())
    await asyncio.sleep(0)
    began = time.monotonic()
    await store.gate("arxiv", 0.2).postpone(0.5)
    await waiting
    assert time.monotonic() - began > 0.45


async def test_a_shorter_postponement_does_not_shorten_a_longer_one(store: Store) -> None:
    gate = store.gate("arxiv", 0.01)
    await gate.postpone(0.3)
    await gate.postpone(0.01)
    began = time.monotonic()
    await gate.turn()
    assert time.monotonic() - began > 0.25


async def test_a_caller_who_gives_up_costs_nobody_a_turn(store: Store) -> None:
    gate = store.gate("arxiv", 0.2)
    await gate.turn()
    for _ in range(5):
        with pytest.raises(TimeoutError):
            await asyncio.wait_for(gate.turn(), 0.01)
    began = time.monotonic()
    await gate.turn()
    assert time.monotonic() - began < 0.5


async def test_a_next_turn_written_by_a_wrong_clock_is_not_believed(store: Store) -> None:
    await store.gate("arxiv", 3.1, now=lambda: 4e9).turn()
    await asyncio.wait_for(store.gate("arxiv", 3.1, now=lambda: 1.8e9).turn(), 5)


async def test_gates_of_different_servers_do_not_wait_for_each_other(store: Store) -> None:
    await store.gate("arxiv", 60).turn()
    await asyncio.wait_for(store.gate("mirror", 60).turn(), 5)
