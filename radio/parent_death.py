"""Child processes that die with their parent.

In: a command line. Out: the same command, run so that the kernel kills it when its parent is gone, however that ended.
Never decides whether a child is restarted.

    process = subprocess.Popen(leashed(["ffmpeg", ...]))

The leash holds through `exec`, so it is put on by a short Python program (10 ms) that becomes the command. A child
that is our own Python calls `hold` instead and saves that start.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Sequence

_PR_SET_PDEATHSIG = 1  # prctl(2); Linux


def leashed(command: Sequence[str]) -> list[str]:
    """The command line that runs `command` on a leash held by the calling process (its main thread)."""
    return [sys.executable, "-I", "-S", __file__, str(os.getpid()), *command]


def hold(parent: int) -> None:
    """Ends this process with SIGKILL as soon as `parent` is gone; at once where it is gone already."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
    if os.getppid() != parent:
        sys.exit(1)


def _become(parent: int, command: list[str]) -> None:
    hold(parent)
    os.execvp(command[0], command)


if __name__ == "__main__":
    _become(int(sys.argv[1]), sys.argv[2:])
