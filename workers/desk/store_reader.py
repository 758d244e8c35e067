"""Reads the store for web requests, without ever letting one wait long.

Out: the answer to a question about the store, or None while it is absent, locked or damaged. Never makes a store.
"""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from radio import log
from radio.errors import RadioError
from radio.store import Store

ANSWER_SECONDS = 2.0
THREADS = 2
MOST_WAITING = 8
"""Questions put to a store that does not answer; more are not asked."""

Answer = TypeVar("Answer")
OpenStore = Callable[[], Store | None]


class Records:
    """`await records.ask(lambda store: store.library.paper(id))`"""

    def __init__(self, open_store: OpenStore | None):
        self._open_store = open_store
        self._store: Store | None = None
        self._threads = ThreadPoolExecutor(THREADS, "desk-store")
        self._opening = threading.Lock()
        self._waiting = 0
        self._logged = ""

    async def ask(self, question: Callable[[Store], Answer]) -> Answer | None:
        """The answer; None when the store does not give one in time."""
        if self._open_store is None or self._waiting >= MOST_WAITING:
            return None
        self._waiting += 1
        future = asyncio.get_running_loop().run_in_executor(self._threads, self._answer, question)
        future.add_done_callback(self._answered)
        try:
            return await asyncio.wait_for(asyncio.shield(future), ANSWER_SECONDS)
        except (RadioError, TimeoutError) as exc:
            self._warn(str(exc) or "the store does not answer in time")
            return None

    def _answer(self, question: Callable[[Store], Answer]) -> Answer | None:
        with self._opening:
            if self._store is None and self._open_store:
                self._store = self._open_store()
        return question(self._store) if self._store else None

    def _answered(self, future: asyncio.Future) -> None:
        self._waiting -= 1
        if not future.cancelled() and future.exception() is None:
            self._logged = ""

    def _warn(self, reason: str) -> None:
        if reason != self._logged:
            log.get().warning("the store is not readable", reason=reason)
            self._logged = reason

    def close(self) -> None:
        """Leaves behind what still waits; the store's own locks bound it."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        if self._store:
            self._store.close()
