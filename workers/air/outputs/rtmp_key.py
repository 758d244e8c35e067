"""How a stream key reaches ffmpeg: in a file that only we can read. Some builds read it and send an empty key instead.

In: a key. Out: its file; and whether this machine's ffmpeg sends what it reads there, from publishing a made-up key to
a listener on loopback that speaks just enough RTMP to be given the key. Nothing leaves the machine.
"""

from __future__ import annotations

import asyncio
import os
import secrets
import tempfile
from asyncio.subprocess import PIPE
from pathlib import Path

import ffmpeg as graph

from workers.air import commands
from workers.processes import child

CHECK_SECONDS = 8.0
LAST_WORDS_SECONDS = 0.5
"""How long after ffmpeg's end the listener may still be reading what it sent."""
HANDSHAKE_BYTES = 1536
TRANSACTION_ONE = bytes.fromhex("003ff0000000000000")
CONNECTED = b"\x02\x00\x07_result" + TRANSACTION_ONE + b"\x03\x00\x00\x09" * 2
"""AMF0: the answer to `connect`, with two empty objects."""


def write_key(preset: Path, key: str) -> Path:
    """A file that gives ffmpeg the key, and that only we can read."""
    preset.parent.mkdir(parents=True, exist_ok=True)
    preset.unlink(missing_ok=True)
    fd = os.open(preset, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(fd, "w") as file:
        file.write(f"rtmp_playpath={key}\n")
    return preset


async def key_file_works() -> bool:
    """Publishes a made-up key, and says whether the listener got it."""
    key = secrets.token_hex(8)
    received = asyncio.Event()
    server = await asyncio.start_server(lambda r, w: _listen(r, w, key.encode(), received), "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    with tempfile.TemporaryDirectory() as folder:
        preset = write_key(Path(folder) / "check.ffpreset", key)
        process = await child.spawn(_publish_silence(f"rtmp://127.0.0.1:{port}/app", preset), stderr=PIPE)
        draining = asyncio.create_task(child.drain(process.stderr, lambda _: None))
        hearing = asyncio.create_task(received.wait())
        try:
            await asyncio.wait({hearing, draining}, timeout=CHECK_SECONDS, return_when=asyncio.FIRST_COMPLETED)
            await asyncio.wait({hearing}, timeout=LAST_WORDS_SECONDS)
        finally:
            hearing.cancel()
            child.kill(process)
            await process.wait()
            await draining
            server.close()
    return received.is_set()


def _publish_silence(url: str, preset: Path) -> list[str]:
    """Half a second of silence to an RTMP server, to see what key it is given."""
    sound = graph.input("anullsrc=r=48000:cl=stereo", format="lavfi", t=0.5)
    return commands.line(sound.output(url, fpre=str(preset), **{"c:a": "aac"}, **commands.FLV_OUT))


async def _listen(
    reader: asyncio.StreamReader, writer: asyncio.StreamWriter, key: bytes, received: asyncio.Event
) -> None:
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
                received.set()
    except (OSError, asyncio.IncompleteReadError):
        return
    finally:
        writer.close()
