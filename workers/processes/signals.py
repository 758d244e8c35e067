"""What ends a program: SIGTERM, SIGINT, or a time that was set for it."""

from __future__ import annotations

import asyncio
import signal
from collections.abc import Callable


def when_stopped(act: Callable[[], object], seconds: float | None = None) -> None:
    """Has the running loop call `act` at every SIGTERM and SIGINT, and after so many seconds; None sets no time."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, act)
    if seconds is not None:
        loop.call_later(seconds, act)
