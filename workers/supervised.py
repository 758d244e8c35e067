"""Named loops side by side: one that fails is started again after a jittered pause and never stops another."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping

from radio import log

FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 60.0
HEALTHY_SECONDS = 120.0
"""A loop that ran this long starts again with the first pause."""

Loop = Callable[[], Awaitable[None]]


async def supervise(loops: Mapping[str, Loop], told: asyncio.Event) -> None:
    """Runs every loop until told to stop. A loop that returns is done; one that raises begins again."""
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(_keep(name, loop), name=name) for name, loop in loops.items()]
        await told.wait()
        for task in tasks:
            task.cancel()


async def _keep(name: str, loop: Loop) -> None:
    pause = FIRST_PAUSE_SECONDS
    while True:
        started = asyncio.get_running_loop().time()
        try:
            return await loop()
        except Exception:
            log.get().error("loop failed and begins again", loop=name, exc_info=True)
        if asyncio.get_running_loop().time() - started > HEALTHY_SECONDS:
            pause = FIRST_PAUSE_SECONDS
        await asyncio.sleep(pause * random.uniform(0.5, 1.0))
        pause = min(2 * pause, LONGEST_PAUSE_SECONDS)
