"""Whether an ffmpeg takes a stream key from a file. Some builds read the file and send an empty key instead.

In: nothing but ffmpeg. Out: yes or no, from publishing a made-up key to a listener on loopback that speaks just enough
RTMP to be told the key. Nothing leaves the machine.
"""

from __future__ import annotations

import asyncio
import secrets
import tempfile
from asyncio.subprocess import PIPE
from pathlib import Path

from workers.air import commands
from workers.processes import child

CHECK_SECONDS = 8.0
LAST_WORDS_SECONDS = 0.5
"""How long after ffmpeg's end the listener may still be reading what it sent."""
HANDSHAKE_BYTES = 1536
TRANSACTION_ONE = bytes.fromhex("003ff0000000000000")
CONNECTED = b"\x02\x00\x07_result" + TRANSACTION_ONE + b"\x03\x00\x00\x09" * 2
"""AMF0: the answer to `connect`, with two empty objects."""


async def key_file_works() -> bool:
    """Publishes a made-up key, and says whether the listener got it."""
    key = secrets.token_hex(8)
    told = asyncio.Event()
    server = await asyncio.start_server(lambda r, w: _listen(r, w, key.encode(), told), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        preset = commands.write_key(Path(folder) / "check.ffpreset", key)
        process = await child.spawn(commands.publish_tone(f"rtmp://127.0.0.1:{port}/app", preset), stderr=PIPE)
        draining = asyncio.create_task(child.drain(process.stderr, lambda _: None))
        telling = asyncio.create_task(told.wait())
        try:
            await asyncio.wait({telling, draining}, timeout=CHECK_SECONDS, return_when=asyncio.FIRST_COMPLETED)
            await asyncio.wait({telling}, timeout=LAST_WORDS_SECONDS)
        finally:
            telling.cancel()
            child.kill(process)
            await process.wait()
            await draining
            server.close()
    return told.is_set()


async def _listen(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, key: bytes, told: asyncio.Event) -> None:
    try:
        hello = await reader.readexactly(1 + HANDSHAKE_BYTES)
        writer.write(b"\x03" + bytes(HANDSHAKE_BYTES) + hello[1:])
        await reader.readexactly(HANDSHAKE_BYTES)
        seen = b""
        while portion := await reader.read(4096):
            if not seen:
                head = b"\x03\x00\x00\x00" + len(CONNECTED).to_bytes(3, "big") + b"\x14" + bytes(4)
                writer.write(head + CONNECTED)
            seen += portion
            if key in seen:
                told.set()
    except (OSError, asyncio.IncompleteReadError):
        return
    finally:
        writer.close()
