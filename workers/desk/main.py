"""The desk program: serves the web application on `[desk] host` and `port` until it is told to stop."""

from __future__ import annotations

import asyncio
import signal
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn

from radio import log
from radio.air_client import AirClient
from radio.config import Config, load
from radio.store import Store
from workers.desk.app import create_app

CLOSE_SECONDS = 2
"""How long a request in progress may last when the desk ends."""
BACKLOG = 128


class _Server(uvicorn.Server):
    """Ends by itself on a signal; uvicorn's own would send the signal on and so end the program as if it had failed."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, _end, self)
        yield


def main(config_path: Path | None = None, seconds: float | None = None) -> int:
    """Runs until SIGTERM, SIGINT or the seconds are over. Returns 1 when the port cannot be used."""
    config = load(config_path)
    log.start("desk")
    try:
        listening = _listen(config.desk.host, config.desk.port)
    except OSError as exc:
        where = f"{config.desk.host}:{config.desk.port}"
        print(f"The page cannot be served on {where}: {exc.strerror or exc}. Set another [desk] port.", file=sys.stderr)
        return 1
    with listening:
        asyncio.run(_serve(config, listening, seconds))
    return 0


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    return socket.create_server((host, port), family=family, backlog=BACKLOG)


async def _serve(config: Config, listening: socket.socket, seconds: float | None) -> None:
    app = create_app(config, lambda: _store_of(config), AirClient(config.paths.air_socket))
    server = _Server(
        uvicorn.Config(
            app, log_config=None, access_log=False, timeout_graceful_shutdown=CLOSE_SECONDS, server_header=False
        )
    )
    if seconds:
        asyncio.get_running_loop().call_later(seconds, _end, server)
    log.get().info("the page is up", host=listening.getsockname()[0], port=listening.getsockname()[1])
    await server.serve(sockets=[listening])


def _end(server: uvicorn.Server) -> None:
    server.should_exit = True


def _store_of(config: Config) -> Store | None:
    """The store that studio made; None before it has."""
    return Store.open(config.paths.store) if config.paths.store.exists() else None
