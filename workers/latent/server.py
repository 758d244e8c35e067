"""The latent writer's program: serves a checkpoint on this machine's loopback until a signal ends it.

Apart from the station: it may end or be missing at any time, and the station writes without it.
"""

from __future__ import annotations

import asyncio
import socket
import sys
from pathlib import Path

from fastapi import FastAPI

from radio import log
from radio.config_check import is_loopback
from radio.errors import BadConfig
from radio.latent.model import checkpoint
from radio.latent.model.base import load_base
from radio.latent.serving.batches import Batches
from radio.latent.serving.completions import create_app
from radio.latent.serving.loading import BackEnd, open_writing
from workers.processes.web_server import listen, serve

CLOSE_SECONDS = 20
"""How long texts in progress may take when the server ends."""


def main(
    folder: Path, vectors: Path, *, base: str = "", host: str = "127.0.0.1", port: int = 8485,
    back_end: BackEnd | None = None, device: str = "", four_bit: bool = False,
) -> int:  # fmt: skip
    """Runs until SIGTERM or SIGINT. Returns 1 when the port cannot be used. Raises BadConfig."""
    if not is_loopback(host):
        raise BadConfig(f"the latent writer answers on this machine only, and {host} is not loopback")
    log.start("latent")
    try:
        listening = listen(host, port)
    except OSError as exc:
        print(f"{host}:{port} cannot be used: {exc.strerror or exc}. Choose another --port.", file=sys.stderr)
        return 1
    with listening:
        name = base or checkpoint.described(folder).base_model
        model, tokenizer = load_base(name, device=device, four_bit=four_bit)
        preparing, writing = open_writing(folder, model, tokenizer, vectors, back_end)
        batches = Batches(writing)
        try:
            asyncio.run(_serve(create_app(preparing, batches), listening, preparing.served.backend))
        finally:
            batches.close()
    return 0


async def _serve(app: FastAPI, listening: socket.socket, back_end: str) -> None:
    host, port = listening.getsockname()[:2]
    log.get().info("the latent writer is up", host=host, port=port, back_end=back_end)
    await serve(app, listening, CLOSE_SECONDS)
