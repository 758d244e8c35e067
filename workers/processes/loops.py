"""Named loops side by side: one that fails is started again after a jittered pause and never stops another.

In: coroutine functions. Out: nothing; what failed is in the log. Never gives up.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from radio import log
from radio.errors import RadioError

FIRST_PAUSE_SECONDS = 0.5

Loop = Callable[[], Awaitable[None]]


@dataclass(slots=True)
class Pause:
    """How long what ended waits before it begins again: twice as long at each end in a row, up to a limit."""

    first_seconds: float = FIRST_PAUSE_SECONDS
    longest_seconds: float = 60.0
    healthy_seconds: float = 120.0
    """What ran this long waits for the first pause only."""
    _seconds: float = field(default=0.0, init=False)

    def after(self, ran_seconds: float) -> float:
        """The pause after a run of that length: half of it is certain, so that what fell together rises apart."""
        is_first = not self._seconds or ran_seconds > self.healthy_seconds
        self._seconds = self.first_seconds if is_first else min(2 * self._seconds, self.longest_seconds)
        return self._seconds * random.uniform(0.5, 1.0)


async def supervise(loops: Mapping[str, Loop], told: asyncio.Event) -> None:
    """Runs every loop until told to stop. A loop that returns is done; one that raises begins again."""
    async with asyncio.TaskGroup() as group:
        tasks = [group.create_task(_keep(name, loop), name=name) for name, loop in loops.items()]
        await told.wait()
        for task in tasks:
            task.cancel()


async def again_and_again(name: str, life: Loop, pause: Pause) -> None:
    """Never returns. A life that ends as planned is followed at once, one that could not go on after a pause.

    What is neither OSError nor RadioError is a mistake of ours, and raised.
    """
    told = ""
    while True:
        began = asyncio.get_running_loop().time()
        try:
            await life()
            continue
        except (RadioError, OSError) as exc:
            if str(exc) != told:
                log.get().warning("ended and begins again", child=name, reason=str(exc))
            told = str(exc)
        await asyncio.sleep(pause.after(asyncio.get_running_loop().time() - began))


async def _keep(name: str, loop: Loop) -> None:
    pause = Pause()
    while True:
        began = asyncio.get_running_loop().time()
        try:
            return await loop()
        except Exception:
            log.get().error("loop failed and begins again", loop=name, exc_info=True)
        await asyncio.sleep(pause.after(asyncio.get_running_loop().time() - began))
