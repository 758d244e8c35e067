"""A bounded queue of bytes in front of a non-blocking pipe.

In: whole pieces. Out: the same bytes in order, as fast as the reader takes them. Never waits, never drops a part: when
more than its bound is pending it says `overflowed`, and its owner ends the reader.
"""

from __future__ import annotations

import contextlib
import fcntl
import os
from collections import deque

PIPE_BYTES = 1 << 20
PIECES_AT_ONCE = 64


class Ring:
    """The writing end of a pipe."""

    def __init__(self, fd: int, bound_bytes: int):
        self.fd = fd
        self.bound_bytes = bound_bytes
        self.pending_bytes = 0
        self.overflowed = False
        self.broken = False
        self._pieces: deque[memoryview] = deque()
        os.set_blocking(fd, False)

    def offer(self, piece: bytes) -> None:
        if self.pending_bytes + len(piece) > self.bound_bytes:
            self.overflowed = True
        if not (self.overflowed or self.broken):
            self._pieces.append(memoryview(piece))
            self.pending_bytes += len(piece)

    def flush(self) -> None:
        """Writes what the pipe takes now."""
        while self._pieces and not self.broken:
            try:
                written = os.writev(self.fd, [self._pieces[i] for i in range(min(PIECES_AT_ONCE, len(self._pieces)))])
            except BlockingIOError:
                return
            except OSError:
                self.broken = True
                return
            self._forget(written)

    def _forget(self, written: int) -> None:
        self.pending_bytes -= written
        while written:
            first = self._pieces[0]
            if written < len(first):
                self._pieces[0] = first[written:]
                return
            written -= len(first)
            self._pieces.popleft()

    def close(self) -> None:
        self.broken = True
        self._pieces.clear()
        if self.fd >= 0:
            os.close(self.fd)
            self.fd = -1


def wide_pipe() -> tuple[int, int]:
    """A pipe that holds a megabyte where the machine allows it: (reading end, writing end)."""
    reading, writing = os.pipe()
    with contextlib.suppress(OSError):
        fcntl.fcntl(writing, fcntl.F_SETPIPE_SZ, PIPE_BYTES)
    return reading, writing
