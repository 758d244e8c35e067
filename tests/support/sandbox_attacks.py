"""A confined process that tries to get out. Prints as JSON how each attempt ended.

`python sandbox_attacks.py KIND FOLDER`: `computing` as a child that parses, `drawing` as one that starts poppler;
`endless` tries to go on for ever.
"""

from __future__ import annotations

import ctypes
import errno
import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from radio.documents.sandbox.confine import MIB, confine

MEMORY_MIB = 512
SECONDS = 1.0
CLONE_NEWUSER = 0x10000000
PTRACE_ATTACH = 16
_libc = ctypes.CDLL(None, use_errno=True)


def _call(name: str, *arguments: int) -> None:
    if getattr(_libc, name)(*arguments) == -1:
        raise OSError(ctypes.get_errno(), name)


def attempts(parent: int, written: int, folder: Path) -> dict[str, Callable[[], object]]:
    """`written` is a file that was open for writing before the walls went up."""
    return {
        "open a network socket": lambda: socket.socket(socket.AF_INET),
        "open a local socket": lambda: socket.socket(socket.AF_UNIX),
        "open a pair of sockets": socket.socketpair,
        "read a file": lambda: Path("/etc/hostname").read_bytes(),
        "make a file": lambda: (folder / "made").touch(),
        "write an open file": lambda: os.write(written, b"x"),
        "change a mode": lambda: folder.chmod(0o700),
        "rename a folder": lambda: folder.rename(folder.with_name("renamed")),
        "make a folder": lambda: (folder / "inner").mkdir(),
        "fork": _fork,
        "start a program": lambda: subprocess.run(["true"], check=True),
        "leave the group": os.setsid,
        "signal its parent": lambda: os.kill(parent, 0),
        "trace its parent": lambda: _call("ptrace", PTRACE_ATTACH, parent, 0, 0),
        "make a namespace": lambda: _call("unshare", CLONE_NEWUSER),
        "become root": lambda: os.setuid(0) if os.getuid() else None,
        "take more memory": lambda: bytearray(2 * MEMORY_MIB * MIB),
    }


def _fork() -> None:
    pid = os.fork()
    if pid == 0:
        os._exit(0)
    os.waitpid(pid, 0)


def outcome(attempt: Callable[[], object]) -> str:
    try:
        attempt()
    except OSError as exc:
        return errno.errorcode[exc.errno]
    except MemoryError:
        return "ENOMEM"
    return "done"


def main() -> None:
    folder = Path(sys.argv[2])
    folder.chmod(0o777)
    tried = attempts(os.getppid(), os.open(folder / "open", os.O_WRONLY | os.O_CREAT), folder)
    os.setpgid(0, 0)
    confine(os.getppid(), memory_mib=MEMORY_MIB, seconds=SECONDS, may_start_programs=sys.argv[1] == "drawing")
    while sys.argv[1] == "endless":
        pass
    print(json.dumps({name: outcome(attempt) for name, attempt in tried.items()}))


if __name__ == "__main__":
    main()
