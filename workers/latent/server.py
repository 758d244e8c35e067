"""The latent writer's program: serves a checkpoint on this machine's loopback until it is told to stop.

Apart from the station: it may end or be missing at any time, and the station writes without it.
"""

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
from radio.config_check import is_loopback
from radio.errors import BadConfig
from radio.latent import checkpoint
from radio.latent.base import load_base
from radio.latent.serving.batches import Batches
from radio.latent.serving.completions import create_app
from radio.latent.serving.loading import BackEnd, open_writing

CLOSE_SECONDS = 20
"""How long texts in progress may take when the server ends."""


class _Server(uvicorn.Server):
    """Ends by itself on a signal; uvicorn's own would send the signal on and so end the program as if it had failed."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        loop = asyncio.get_running_loop()
        for number in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(number, _end, self)
        yield


def main(
    folder: Path, vectors: Path, *, base: str = "", host: str = "127.0.0.1", port: int = 8485,
    back_end: BackEnd | None = None, device: str = "", four_bit: bool = False,
) -> int:  # fmt: skip
    """Runs until SIGTERM or SIGINT. Returns 1 when the port cannot be used. Raises BadConfig."""
    if not is_loopback(host):
        raise BadConfig(f"the latent writer answers on this machine only, and {host} is not loopback")
    log.start("latent")
    try:
        listening = socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET)
    except OSError as exc:
        print(f"{host}:{port} cannot be used: {exc.strerror or exc}. Choose another --port.", file=sys.stderr)
        return 1
    with listening:
        name = base or checkpoint.described(folder).base_model
        model, tokenizer = load_base(name, device=device, four_bit=four_bit)
        preparing, writing = open_writing(folder, model, tokenizer, vectors, back_end)
        batches = Batches(writing)
        try:
            asyncio.run(_serve(uvicorn.Config(
                create_app(preparing, batches), log_config=None, access_log=False, server_header=False,
                timeout_graceful_shutdown=CLOSE_SECONDS,
            ), listening, preparing.served.backend))  # fmt: skip
        finally:
            batches.close()
    return 0


async def _serve(config: uvicorn.Config, listening: socket.socket, back_end: str) -> None:
    host, port = listening.getsockname()[:2]
    log.get().info("the latent writer is up", host=host, port=port, back_end=back_end)
    await _Server(config).serve(sockets=[listening])


def _end(server: uvicorn.Server) -> None:
    server.should_exit = True
