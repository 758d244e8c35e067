"""A web application on a socket of ours, until a signal or the seconds are over.

In: an ASGI application and a listening socket. Out: nothing; requests in progress may end first. The program goes on
after it: uvicorn's own signal handling would send the signal on and so end the program as if it had failed.
"""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial

import uvicorn
from fastapi import FastAPI

from workers.processes.signals import when_stopped


def listen(host: str, port: int) -> socket.socket:
    """The socket. Raises OSError where the address cannot be used."""
    return socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)


async def serve(app: FastAPI, listening: socket.socket, close_seconds: int, seconds: float | None = None) -> None:
    """Returns when the server has ended; what is in progress then may take `close_seconds` more."""
    server = _Server(
        uvicorn.Config(
            app, log_config=None, access_log=False, server_header=False, timeout_graceful_shutdown=close_seconds
        )
    )
    when_stopped(partial(setattr, server, "should_exit", True), seconds)
    await server.serve(sockets=[listening])


class _Server(uvicorn.Server):
    """Leaves signals to the program."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield
