"""A process that has PyMuPDF loaded and forks a confined child for each document.

`python -m radio.documents.sandbox.zygote CONTROL STUDIO`: a socket's number and a process id. In: requests with their
file descriptors on the control socket. Out: how each child ended. It never looks into a PDF itself. It is exec'd, not
forked from the studio, and goes when the control socket closes and its last child is gone.
"""

from __future__ import annotations

import contextlib
import os
import select
import signal
import socket
import sys
from dataclasses import dataclass

from radio import parent_death
from radio.documents.sandbox import confine, job, messages

FILES_OF_A_REQUEST = 3


@dataclass(frozen=True, slots=True)
class _Child:
    pid: int
    pidfd: int
    ending: socket.socket


class Zygote:
    """Takes requests, forks, and tells how each child ended."""

    def __init__(self, control: socket.socket):
        self._control = control
        self._poll = select.poll()
        self._by_pidfd: dict[int, _Child] = {}
        self._by_ending: dict[int, _Child] = {}

    def run(self) -> None:
        """Returns when the studio has closed the control socket and the last child is gone."""
        self._poll.register(self._control, select.POLLIN)
        self._control.send(messages.READY)
        open_for_requests = True
        while open_for_requests or self._by_pidfd:
            for number, _event in self._poll.poll():
                if number == self._control.fileno():
                    open_for_requests = self._take_request()
                elif number in self._by_ending:
                    self._kill(self._by_ending[number])
                elif number in self._by_pidfd:
                    self._reap(self._by_pidfd[number])

    def _take_request(self) -> bool:
        message, files, _flags, _address = socket.recv_fds(self._control, messages.REQUEST_BYTES, FILES_OF_A_REQUEST)
        if not message:
            self._poll.unregister(self._control)
            return False
        pdf, answer, ending = files
        request = messages.Request.unpack(message)
        zygote = os.getpid()
        pid = os.fork()
        if pid == 0:
            _be_child(request, pdf, answer, zygote)
        os.close(pdf)
        os.close(answer)
        self._remember(_Child(pid, os.pidfd_open(pid), socket.socket(fileno=ending)))
        return True

    def _remember(self, child: _Child) -> None:
        self._by_pidfd[child.pidfd] = child
        self._by_ending[child.ending.fileno()] = child
        self._poll.register(child.pidfd, select.POLLIN)
        self._poll.register(child.ending, select.POLLIN)

    def _kill(self, child: _Child) -> None:
        """The studio waits no longer for this child."""
        self._poll.unregister(child.ending)
        del self._by_ending[child.ending.fileno()]
        _kill_group(child.pid)

    def _reap(self, child: _Child) -> None:
        _kill_group(child.pid)  # what it may have started; its own number is not free before it is waited for
        _, status, usage = os.wait4(child.pid, 0)
        self._poll.unregister(child.pidfd)
        del self._by_pidfd[child.pidfd]
        if self._by_ending.pop(child.ending.fileno(), None):
            self._poll.unregister(child.ending)
        os.close(child.pidfd)
        with contextlib.suppress(OSError):  # the studio may have gone away, or not wait for this one
            child.ending.send(messages.Ending(os.waitstatus_to_exitcode(status), usage.ru_maxrss).pack())
        child.ending.close()


def _kill_group(pid: int) -> None:
    for kill in (os.killpg, os.kill):  # the child may not have its group yet
        with contextlib.suppress(ProcessLookupError):
            kill(pid, signal.SIGKILL)


def _be_child(request: messages.Request, pdf: int, answer: int, zygote: int) -> None:
    """Never returns: answers the request and ends."""
    status = 1
    try:
        os.setpgid(0, 0)
        content = job.load(pdf)
        _keep_only(answer, job.standard_input(request, content))
        confine.confine(
            zygote,
            memory_mib=request.memory_mib,
            seconds=request.seconds,
            may_start_programs=request.kind == "render-poppler",
        )
        _send(3, job.answer(request, content))
        status = 0
    finally:
        os._exit(status)


def _keep_only(answer: int, standard_input: int) -> None:
    """Leaves open: 0 the input, 1 and 2 nowhere, 3 the answer."""
    nowhere = os.open(os.devnull, os.O_RDWR)
    for source in (standard_input, nowhere, answer):  # out of the way of 0 to 3
        os.set_inheritable(source, False)
    parked = [os.dup(f) for f in (standard_input, nowhere, answer)]
    while min(parked) <= 3:
        parked = [os.dup(f) for f in parked]
    for target, source in zip((0, 1, 2, 3), (parked[0], parked[1], parked[1], parked[2]), strict=True):
        os.dup2(source, target, inheritable=target < 3)
    os.closerange(4, 1 << 16)


def _send(number: int, message: bytes) -> None:
    view = memoryview(message)
    while view:
        view = view[os.write(number, view) :]


def main() -> None:
    control, studio = int(sys.argv[1]), int(sys.argv[2])
    parent_death.hold(studio)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is the studio's to answer
    job.warm_up()
    Zygote(socket.socket(fileno=control)).run()


if __name__ == "__main__":
    main()
