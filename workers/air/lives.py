"""One life after another: what ended begins again, without limit, at a growing, capped, jittered distance."""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable

from radio import log
from radio.errors import RadioError

FIRST_PAUSE_SECONDS = 0.5
LONGEST_PAUSE_SECONDS = 10.0
HEALTHY_SECONDS = 20.0


async def again_and_again(
    name: str,
    life: Callable[[], Awaitable[None]],
    *,
    first_seconds: float = FIRST_PAUSE_SECONDS,
    longest_seconds: float = LONGEST_PAUSE_SECONDS,
) -> None:
    """Never returns. A life that ends by itself is followed by the next at once."""
    pause = first_seconds
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
        if asyncio.get_running_loop().time() - began > HEALTHY_SECONDS:
            pause = first_seconds
        await asyncio.sleep(pause * random.uniform(0.5, 1.0))
        pause = min(2 * pause, longest_seconds)
