"""Who is whose child, read from /proc."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from pathlib import Path

LOOK_EVERY_SECONDS = 0.002
WAIT_SECONDS = 10.0


def children(pid: int) -> list[int]:
    """The living children of a process, whichever of its threads started them."""
    found: list[int] = []
    try:
        for task in Path(f"/proc/{pid}/task").iterdir():
            found += map(int, (task / "children").read_text().split())
    except OSError:
        return []
    return found


def zygotes() -> list[int]:
    """Of this process."""
    return _named(b"zygote")


def _named(word: bytes) -> list[int]:
    """This process's children that have a word in their command line."""
    return [child for child in children(os.getpid()) if word in Path(f"/proc/{child}/cmdline").read_bytes()]


def status(pid: int) -> dict[str, str]:
    """The lines of /proc/PID/status."""
    lines = Path(f"/proc/{pid}/status").read_text().splitlines()
    return {name: value.strip() for name, _, value in (line.partition(":") for line in lines)}


async def child_named(word: bytes) -> int:
    """The first child of this process with a word in its command line; waits for it."""
    async with asyncio.timeout(WAIT_SECONDS):
        while not (found := _named(word)):  # noqa: ASYNC110 - nobody tells when a process starts
            await asyncio.sleep(LOOK_EVERY_SECONDS)
    return found[0]


async def working() -> int:
    """The child that works on a document of this process's; waits for it."""
    return await first_child(zygotes)


async def first_child(parents: Callable[[], list[int]]) -> int:
    """The first child that one of the processes has; waits for both."""
    async with asyncio.timeout(WAIT_SECONDS):
        while True:
            for pid in parents():
                if found := children(pid):
                    return found[0]
            await asyncio.sleep(LOOK_EVERY_SECONDS)


async def gone(pid: int) -> None:
    """Waits for the end of a process that is not ours to wait for."""
    async with asyncio.timeout(WAIT_SECONDS):
        while Path(f"/proc/{pid}").exists():  # noqa: ASYNC110 - nobody tells when a stranger's child is gone
            await asyncio.sleep(LOOK_EVERY_SECONDS)
