"""Child processes that die with their parent.

In: a command line and its pipes. Out: an asyncio process in a process group of its own, killed by the kernel when this
process ends for whatever reason. Start children from the main thread: the kernel ties them to the thread that forked.
"""

from __future__ import annotations

import asyncio
import contextlib
from asyncio.subprocess import DEVNULL, PIPE, Process
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from radio.parent_death import leashed


async def spawn(
    argv: Sequence[str],
    *,
    stdin: int | None = DEVNULL,
    stdout: int | None = DEVNULL,
    stderr: int | None = PIPE,
    pass_fds: Sequence[int] = (),
    env: Mapping[str, str] | None = None,
    cwd: Path | None = None,
) -> Process:
    """Starts a child. Its standard input is empty unless asked otherwise; read its standard error with `drain`."""
    return await asyncio.create_subprocess_exec(
        *leashed(argv),
        stdin=stdin,
        stdout=stdout,
        stderr=stderr,
        pass_fds=tuple(pass_fds),
        env=env,
        cwd=cwd,
        process_group=0,
    )


async def drain(stream: asyncio.StreamReader | None, line_seen: Callable[[str], None]) -> None:
    """Reads a child's output to its end, so that it never blocks on a full pipe; overlong lines are dropped.

    Nothing where the child has no pipe.
    """
    while stream is not None:
        try:
            line = await stream.readline()
        except ValueError:
            continue
        if not line:
            return
        if text := line.decode(errors="replace").strip():
            line_seen(text)


async def end(process: Process, grace_seconds: float) -> int:
    """Asks the child to end, and kills it when the grace is over."""
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            process.terminate()
    return await settle(process, grace_seconds)


async def settle(process: Process, seconds: float) -> int:
    """Waits for a child that is about to end, and kills it when it does not, or when nobody waits any more."""
    try:
        async with asyncio.timeout(seconds):
            await process.wait()
    except TimeoutError:
        kill(process)
    except asyncio.CancelledError:
        kill(process)
        raise
    return await process.wait()


def kill(process: Process) -> None:
    """Kills the child at once, if it still runs."""
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            process.kill()
