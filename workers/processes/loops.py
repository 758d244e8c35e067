"""Named loops side by side: one that fails is started again after a jittered pause and never stops another.

In: coroutine functions. Out: nothing; what failed is in the log. Never gives up.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping

from radio import log
from radio.backoff import BackOff
from radio.errors import RadioError

FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 60.0
HEALTHY_SECONDS = 120.0
"""A loop that ran this long begins again after the first pause."""

Loop = Callable[[], Awaitable[None]]


async def supervise(loops: Mapping[str, Loop], stopping: asyncio.Event) -> None:
    """Runs every loop until `stopping` is set. A loop that returns is done; one that raises begins again."""
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(_keep(name, loop), name=name) for name, loop in loops.items()]
        await stopping.wait()
        for task in tasks:
            task.cancel()


async def again_and_again(name: str, life: Loop, pauses: BackOff) -> None:
    """Never returns. A life that ends as planned is followed at once, one that could not go on after a pause.

    What is neither OSError nor RadioError is a mistake of ours, and raised.
    """
    logged = ""
    while True:
        began = asyncio.get_running_loop().time()
        try:
            await life()
            continue
        except (RadioError, OSError) as exc:
            if str(exc) != logged:
                log.get().warning("ended and begins again", child=name, reason=str(exc))
            logged = str(exc)
        await asyncio.sleep(pauses.ended(asyncio.get_running_loop().time() - began))


async def _keep(name: str, loop: Loop) -> None:
    pauses = BackOff(FIRST_PAUSE_SECONDS, LONGEST_PAUSE_SECONDS, HEALTHY_SECONDS)
    while True:
        began = asyncio.get_running_loop().time()
        try:
            return await loop()
        except Exception:
            log.get().error("loop failed and begins again", loop=name, exc_info=True)
        await asyncio.sleep(pauses.ended(asyncio.get_running_loop().time() - began))
