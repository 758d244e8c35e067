"""Checks of the writers: a language model's server, and the latent writer's."""

from __future__ import annotations

import httpx

from radio.config import Config
from workers.cli.doctor.finding import Finding, Level
from workers.cli.doctor.reach import CONNECT_SECONDS, opens


async def writer(config: Config) -> list[Finding]:
    if not config.writer.base_url:
        return [
            Finding(Level.GOOD, "writer", "the built-in extractive writer; [writer] base_url adds a language model")
        ]
    if not await opens(config.writer.base_url):
        text = f"{config.writer.base_url} does not answer; the extractive writer writes meanwhile"
        return [Finding(Level.WARNING, "writer", text, "start the server, or mend [writer] base_url")]
    return [Finding(Level.GOOD, "writer", f"a server answers at {config.writer.base_url}")]


async def latent_writer(config: Config) -> list[Finding]:
    """Nothing where none is configured."""
    latent = config.writer.latent
    if not latent.url:
        return []
    mend = "start `paper-radio latent serve`, or empty [writer.latent] url"
    try:
        async with httpx.AsyncClient(timeout=CONNECT_SECONDS, trust_env=False) as client:
            served = (await client.get(f"{latent.url.rstrip('/')}/v1/models")).json()["data"][0]
            checkpoint, vectors, back_end = served["id"], served["vectors"], served["backend"]
    except (httpx.HTTPError, httpx.InvalidURL, ValueError, LookupError, TypeError):
        text = f"no latent writer answers at {latent.url}; the next writer writes meanwhile"
        return [Finding(Level.WARNING, "writer", text, mend)]
    if latent.checkpoint not in ("", checkpoint):
        text = f"the latent writer serves {checkpoint}, and [writer.latent] checkpoint asks for {latent.checkpoint}"
        return [Finding(Level.WARNING, "writer", text, "serve that checkpoint, or change the key")]
    if latent.vector and latent.vector not in vectors:
        text = f"the latent writer has no prose vector {latent.vector}; it refuses to write"
        return [Finding(Level.WARNING, "writer", text, "build it for this checkpoint, or empty [writer.latent] vector")]
    return [Finding(Level.GOOD, "writer", f"a latent writer ({checkpoint}, {back_end}) answers at {latent.url}")]
