"""The desk program: serves the web application on `[desk] host` and `port` until a signal ends it."""

from __future__ import annotations

import asyncio
import socket
import sys
from pathlib import Path

from radio import log
from radio.air_client import AirClient
from radio.config import Config, load
from radio.store import Store
from workers.desk.app import create_app
from workers.processes.web_server import listen, serve

CLOSE_SECONDS = 2
"""How long a request in progress may last when the desk ends."""


def main(config_path: Path | None = None, seconds: float | None = None) -> int:
    """Runs until SIGTERM, SIGINT or the seconds are over. Returns 1 when the port cannot be used."""
    config = load(config_path)
    log.start("desk")
    try:
        listening = listen(config.desk.host, config.desk.port)
    except OSError as exc:
        where = f"{config.desk.host}:{config.desk.port}"
        print(f"The page cannot be served on {where}: {exc.strerror or exc}. Set another [desk] port.", file=sys.stderr)
        return 1
    with listening:
        asyncio.run(_serve(config, listening, seconds))
    return 0


async def _serve(config: Config, listening: socket.socket, seconds: float | None) -> None:
    app = create_app(config, lambda: _store_of(config), AirClient(config.paths.air_socket))
    log.get().info("the page is up", host=listening.getsockname()[0], port=listening.getsockname()[1])
    await serve(app, listening, CLOSE_SECONDS, seconds)


def _store_of(config: Config) -> Store | None:
    """The store that studio made; None before it has."""
    return Store.open(config.paths.store) if config.paths.store.exists() else None
