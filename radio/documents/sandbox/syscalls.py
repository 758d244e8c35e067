"""The last wall: which calls to the kernel a confined process may make. Installed once; nothing takes it down again.

A child that only parses may read and write what is open, ask for memory and end: no file, no socket, no process, no
signal to anyone. A child that starts a program of ours may do all but reach the network, change a file, look into
another process or leave its process group. A forbidden call fails with EPERM. The filter is a program for the kernel's
packet filter (seccomp(2)); x86-64 and arm64, elsewhere only the limits of `confine` hold.
"""

from __future__ import annotations

import ctypes
import errno
import os
import platform
import struct
import sys
from dataclasses import dataclass

_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER = 22, 2  # prctl(2)
_ALLOW, _KILL, _EPERM = 0x7FFF0000, 0x80000000, 0x00050000 | errno.EPERM  # seccomp(2)
_LOAD, _JUMP_IF_EQUAL, _JUMP_IF_ANY_BIT, _RETURN = 0x20, 0x15, 0x45, 0x06  # bpf(4)
_NUMBER_AT, _ARCHITECTURE_AT, _ARGUMENTS_AT = 0, 4, 16  # struct seccomp_data
_CHANGES_A_FILE = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC

COMPUTING = {
    "read": (0, 63),
    "write": (1, 64),
    "close": (3, 57),
    "fstat": (5, 80),
    "lseek": (8, 62),
    "mmap": (9, 222),
    "mprotect": (10, 226),
    "munmap": (11, 215),
    "brk": (12, 214),
    "rt_sigaction": (13, 134),
    "rt_sigprocmask": (14, 135),
    "rt_sigreturn": (15, 139),
    "sched_yield": (24, 124),
    "mremap": (25, 216),
    "madvise": (28, 233),
    "exit": (60, 93),
    "gettimeofday": (96, 169),
    "futex": (202, 98),
    "restart_syscall": (219, 128),
    "clock_gettime": (228, 113),
    "exit_group": (231, 94),
    "getrandom": (318, 278),
}
"""What a process needs that only computes: name → number on x86-64 and on arm64."""

REACHING_OUT = {
    "socket": (41, 198),
    "connect": (42, 203),
    "sendto": (44, 206),
    "sendmsg": (46, 211),
    "bind": (49, 200),
    "listen": (50, 201),
    "socketpair": (53, 199),
    "sendmmsg": (307, 269),
    "io_uring_setup": (425, 425),
    "truncate": (76, 45),
    "rename": (82, None),
    "mkdir": (83, None),
    "rmdir": (84, None),
    "creat": (85, None),
    "link": (86, None),
    "unlink": (87, None),
    "symlink": (88, None),
    "chmod": (90, None),
    "fchmod": (91, 52),
    "chown": (92, None),
    "fchown": (93, 55),
    "lchown": (94, None),
    "mknod": (133, None),
    "mkdirat": (258, 34),
    "mknodat": (259, 33),
    "fchownat": (260, 54),
    "unlinkat": (263, 35),
    "renameat": (264, 38),
    "linkat": (265, 37),
    "symlinkat": (266, 36),
    "fchmodat": (268, 53),
    "renameat2": (316, 276),
    "openat2": (437, 437),
    "fchmodat2": (452, 452),
    "setpgid": (109, 154),
    "setsid": (112, 157),
    "ptrace": (101, 117),
    "process_vm_readv": (310, 270),
    "process_vm_writev": (311, 271),
    "pidfd_getfd": (438, 438),
    "mount": (165, 40),
    "unshare": (272, 97),
    "setns": (308, 268),
    "bpf": (321, 280),
    "userfaultfd": (323, 282),
    "perf_event_open": (298, 241),
    "keyctl": (250, 219),
    "add_key": (248, 217),
    "request_key": (249, 218),
}
"""What no program that turns one input into one output needs."""

OPENING = {"open": (2, None, 1), "openat": (257, 56, 2)}
"""Calls that open a file: the numbers, and which argument holds the flags."""


@dataclass(frozen=True, slots=True)
class _Machine:
    column: int
    """Of the tables above."""
    architecture: int
    """AUDIT_ARCH_*: a call made in the manner of another architecture would have other numbers."""


_MACHINES = {"x86_64": _Machine(0, 0xC000003E), "aarch64": _Machine(1, 0xC00000B7)}


def only_compute() -> None:
    """From now on this process may do what `COMPUTING` names. Raises OSError where the kernel refuses the filter."""
    if machine := _machine():
        _install(machine, _compute_filter(machine))


def reach_nothing() -> None:
    """From now on this process and all it starts may not do what `REACHING_OUT` names, nor open a file to change it.

    Raises OSError where the kernel refuses the filter."""
    if machine := _machine():
        _install(machine, _reach_filter(machine))


def _machine() -> _Machine | None:
    return _MACHINES.get(platform.machine()) if sys.platform == "linux" else None


def _compute_filter(machine: _Machine) -> list[bytes]:
    allowed = [numbers[machine.column] for numbers in COMPUTING.values()]
    return [step for number in allowed for step in _when(number, _ALLOW)] + [_step(_RETURN, _EPERM)]


def _reach_filter(machine: _Machine) -> list[bytes]:
    forbidden = [number for numbers in REACHING_OUT.values() if (number := numbers[machine.column]) is not None]
    steps = [step for number in forbidden for step in _when(number, _EPERM)]
    for *numbers, flags in OPENING.values():
        if (number := numbers[machine.column]) is not None:
            steps += [
                _step(_JUMP_IF_EQUAL, number, otherwise=4),
                _step(_LOAD, _ARGUMENTS_AT + 8 * flags),
                _step(_JUMP_IF_ANY_BIT, _CHANGES_A_FILE, otherwise=1),
                _step(_RETURN, _EPERM),
                _step(_RETURN, _ALLOW),
            ]
    return [*steps, _step(_RETURN, _ALLOW)]


def _when(number: int, verdict: int) -> list[bytes]:
    return [_step(_JUMP_IF_EQUAL, number, otherwise=1), _step(_RETURN, verdict)]


def _step(code: int, value: int, *, then: int = 0, otherwise: int = 0) -> bytes:
    """One instruction (struct sock_filter): how many steps to skip where its condition holds, and where it does not."""
    return struct.pack("HBBI", code, then, otherwise, value)


class _Program(ctypes.Structure):
    """struct sock_fprog"""

    _fields_ = (("length", ctypes.c_ushort), ("steps", ctypes.c_char_p))


def _install(machine: _Machine, steps: list[bytes]) -> None:
    steps = [
        _step(_LOAD, _ARCHITECTURE_AT),
        _step(_JUMP_IF_EQUAL, machine.architecture, then=1),
        _step(_RETURN, _KILL),
        _step(_LOAD, _NUMBER_AT),
        *steps,
    ]
    program = _Program(len(steps), b"".join(steps))
    if ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_SECCOMP, _SECCOMP_MODE_FILTER, ctypes.byref(program), 0, 0):
        raise OSError(ctypes.get_errno(), "the kernel takes no filter of system calls")
