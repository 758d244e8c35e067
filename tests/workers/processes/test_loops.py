"""Loops side by side: one that fails begins again, and its siblings never notice."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable

import pytest

from radio.backoff import BackOff
from radio.errors import Unreachable
from workers.processes.loops import FIRST_PAUSE_SECONDS, again_and_again, supervise

BOUND_SECONDS = 10 * FIRST_PAUSE_SECONDS


async def run_until(seen: Callable[[], bool], **loops: Callable[[], Awaitable[None]]) -> None:
    """Runs the loops until something was seen, then stops them, and waits until they have ended."""
    stopping = asyncio.Event()

    async def watch() -> None:
        while not seen():  # noqa: ASYNC110 - the loops are what is tested
            await asyncio.sleep(0.01)
        stopping.set()

    async with asyncio.timeout(BOUND_SECONDS):
        await supervise({**loops, "watch": watch}, stopping)


async def test_a_loop_that_fails_begins_again():
    begun = []

    async def failing() -> None:
        begun.append("again")
        raise OSError("the disk is away")

    await run_until(lambda: len(begun) == 2, failing=failing)


async def test_a_failing_loop_does_not_disturb_its_sibling():
    failed, starts, beats = [], [], []

    async def failing() -> None:
        failed.append(len(beats))
        raise ValueError("no good")

    async def steady() -> None:
        starts.append("once")
        while True:
            beats.append("beat")
            await asyncio.sleep(0.01)

    await run_until(lambda: len(failed) == 2 and len(beats) > failed[-1] + 3, failing=failing, steady=steady)
    assert starts == ["once"]
    assert failed[1] > failed[0]


@pytest.mark.slow
async def test_a_loop_that_returns_is_done_and_the_others_go_on():
    runs, beats = [], []

    async def short() -> None:
        runs.append("once")

    async def steady() -> None:
        while True:
            beats.append("beat")
            await asyncio.sleep(0.01)

    await run_until(lambda: len(beats) >= 2 * 100 * FIRST_PAUSE_SECONDS, short=short, steady=steady)
    assert runs == ["once"]


async def test_when_stopped_every_loop_ends_and_may_put_its_things_away():
    put_away, began = [], []

    def waiting(name: str) -> Callable[[], Awaitable[None]]:
        async def loop() -> None:
            began.append(name)
            try:
                await asyncio.Event().wait()
            finally:
                put_away.append(name)

        return loop

    await run_until(lambda: len(began) == 2, first=waiting("first"), second=waiting("second"))
    assert sorted(put_away) == ["first", "second"]


async def test_a_loop_that_is_in_its_pause_ends_at_once_when_stopped():
    failed = []

    async def failing() -> None:
        failed.append("once")
        raise OSError("the disk is away")

    async with asyncio.timeout(FIRST_PAUSE_SECONDS / 2):
        await run_until(lambda: bool(failed), failing=failing)
    assert failed == ["once"]


async def test_a_life_that_ends_as_planned_is_followed_at_once_and_one_that_could_not_go_on_after_a_pause():
    lives: list[float] = []

    async def life() -> None:
        lives.append(asyncio.get_running_loop().time())
        if len(lives) == 2:
            raise Unreachable("the server is away")
        if len(lives) == 4:
            raise KeyError("a mistake of ours")

    with pytest.raises(KeyError):
        await again_and_again("server", life, BackOff(0.2, 60.0, healthy_seconds=120.0))
    first, second, third, fourth = lives
    assert second - first < 0.1 <= third - second and fourth - third < 0.1
