"""Checks of where the station is heard: its outputs and its page."""

from __future__ import annotations

import os
from urllib.parse import urlsplit

from radio.config import Config
from radio.config_check import is_loopback
from workers.air.outputs import OUTPUTS, find_output
from workers.cli.doctor.finding import Finding, Level
from workers.cli.doctor.reach import opens


async def outputs(config: Config) -> list[Finding]:
    tables = config.air.outputs
    if not tables:
        return [Finding(Level.GOOD, "outputs", "HLS on the station's page; [[air.outputs]] adds Twitch and others")]
    findings = []
    keyed = [find_output(table.url) for table in tables if table.key_file]
    for output in OUTPUTS:
        if output in keyed and not await output.key_works():
            text = "this ffmpeg cannot take a stream key from a file, so no output with a key is sent"
            findings.append(Finding(Level.BROKEN, "outputs", text, "install Debian's: `apt install ffmpeg`"))
    return findings + [await _reached(table.url) for table in tables]


async def _reached(url: str) -> Finding:
    output = find_output(url)
    server = urlsplit(url).netloc
    if await opens(url, output.ports if output else {}):
        return Finding(Level.GOOD, "outputs", f"{server} answers")
    text = f"{server} does not answer; it is tried again for ever"
    return Finding(Level.WARNING, "outputs", text, "look at the network and at the address")


async def desk(config: Config) -> list[Finding]:
    from workers.processes.web_server import listen

    host, port = config.desk.host, config.desk.port
    try:
        listen(host, port).close()
    except OSError as exc:
        text = f"{host}:{port} cannot be used: {os.strerror(exc.errno) if exc.errno else exc}"
        return [Finding(Level.WARNING, "desk", text, "fine if the station runs already; else set [desk] port")]
    if not is_loopback(host):
        return [
            Finding(
                Level.WARNING,
                "desk",
                f"{host}:{port} is free, and open to the network",
                "put a reverse proxy before it",
            )
        ]
    return [Finding(Level.GOOD, "desk", f"http://{host}:{port}/ is free")]
