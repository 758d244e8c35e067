"""The walls of a child that parses a PDF. Called once, in the child, before the first byte of the file is looked at.

After `confine` the process cannot open a file or a socket, write a file, start a process, signal another, gain rights,
outlive its zygote, or take more memory and processor time than it was given; where it was root it is nobody. A child
that draws with a program of poppler's may read files and start processes; the rest holds for it and for what it starts.
"""

from __future__ import annotations

import ctypes
import math
import os
import resource
import sys

from radio.documents.sandbox import syscalls
from radio.parent_death import hold

MIB = 1024 * 1024
NOBODY = 65534
OPEN_FILES = 4
"""Standard input, output and error, and the answer: every number is taken, so nothing more can be opened."""
OPEN_FILES_WITH_CHILDREN = 64
_PR_SET_NO_NEW_PRIVS = 38  # prctl(2); Linux


def confine(zygote: int, *, memory_mib: int, seconds: float, may_start_programs: bool) -> None:
    """Puts up the walls. `zygote` is the process that this one must not outlive."""
    _become_nobody()
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    hold(zygote)  # after the change of user, which would undo it
    _limit(resource.RLIMIT_AS, memory_mib * MIB)
    _limit(resource.RLIMIT_CPU, math.ceil(seconds), grace=1)  # first SIGXCPU, which tells why, then SIGKILL
    _limit(resource.RLIMIT_CORE, 0)
    _limit(resource.RLIMIT_FSIZE, 0)
    if may_start_programs:
        _limit(resource.RLIMIT_NOFILE, OPEN_FILES_WITH_CHILDREN)
        syscalls.reach_nothing()
    else:
        _limit(resource.RLIMIT_NPROC, 0)
        _limit(resource.RLIMIT_NOFILE, OPEN_FILES)
        syscalls.only_compute()


def _become_nobody() -> None:
    if os.geteuid() == 0:
        os.setgroups([])
        os.setresgid(NOBODY, NOBODY, NOBODY)
        os.setresuid(NOBODY, NOBODY, NOBODY)


def _limit(kind: int, most: int, *, grace: int = 0) -> None:
    """`grace` is how far above `most` the kernel's last word lies."""
    hard = resource.getrlimit(kind)[1]
    if hard == resource.RLIM_INFINITY:
        hard = most + grace
    resource.setrlimit(kind, (min(most, hard), min(most + grace, hard)))
