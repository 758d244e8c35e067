"""Whether a server can be reached. Opens a connection and sends nothing."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from urllib.parse import urlsplit

CONNECT_SECONDS = 4.0
WEB_PORTS = {"http": 80, "https": 443}


async def opens(address: str, ports: Mapping[str, int] = WEB_PORTS) -> bool:
    """Whether a connection to the address's server can be opened. `ports` are those of schemes that name none."""
    parts = urlsplit(address)
    try:
        async with asyncio.timeout(CONNECT_SECONDS):
            _, connection = await asyncio.open_connection(parts.hostname, parts.port or ports.get(parts.scheme))
            connection.close()
            await connection.wait_closed()
            return True
    except (OSError, TimeoutError, ValueError):
        return False
