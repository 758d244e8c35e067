"""`paper-radio doctor`: each part of the station is tried once, and what is missing is said with the way to mend it.

In: the configuration's path. Out: findings in the order of the data. Nothing is changed, and nothing is asked of
arXiv beyond opening a connection.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import socket
import sys
import tempfile
import time
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import httpx

from radio.config import Config, load
from radio.config_check import is_loopback, mistakes
from radio.errors import BadConfig, RadioError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from radio.doors import Speaking
    from radio.speech.cast import Cast

OLDEST_PYTHON = (3, 11)
FIRST_YEAR, LAST_YEAR = 2026, 2100
ROOMY_MIB = 20_480
"""Below this a week of the default budget may not fit."""
CONNECT_SECONDS = 4.0
PORTS = {"http": 80, "https": 443, "rtmp": 1935, "rtmps": 443}
MIB = 2**20


class Level(Enum):
    GOOD = "✓"
    WARNING = "!"
    BROKEN = "✗"


@dataclass(frozen=True, slots=True)
class Finding:
    """What one check saw."""

    level: Level
    part: str
    text: str
    mend: str = ""
    """What the operator can do; empty where all is well."""

    def __str__(self) -> str:
        return f"{self.level.value} {self.part:<8} {self.text}" + (f"\n{'':11}→ {self.mend}" if self.mend else "")


async def examine(config_path: Path | None) -> list[Finding]:
    """Every finding. A configuration that cannot be read ends the examination."""
    try:
        config = load(config_path)
    except BadConfig as exc:
        return [python(), *map(_mistake, exc.mistakes)]
    findings = [python()]
    for look in (configuration, data_folder, clock, ffmpeg, pictures, installed_voices):
        findings.extend(look(config))
    for try_out in (voices, pdf_reader, arxiv, writer, latent_writer, outputs, desk):
        findings.extend(await try_out(config))
    return findings


def python() -> Finding:
    found = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < OLDEST_PYTHON:
        return Finding(Level.BROKEN, "python", f"this is Python {found}", "install Python 3.11 or newer")
    return Finding(Level.GOOD, "python", f"Python {found}")


def configuration(config: Config) -> list[Finding]:
    if found := mistakes(config):
        return [_mistake(mistake) for mistake in found]
    return [Finding(Level.GOOD, "config", "every value can be used")]


def _mistake(mistake: str) -> Finding:
    return Finding(
        Level.BROKEN, "config", mistake, "change it in the file; `paper-radio init --print` explains every key"
    )


def data_folder(config: Config) -> list[Finding]:
    folder = config.station.data
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder) as file:
            file.write(b"\0" * 4096)
    except OSError as exc:
        return [
            Finding(
                Level.BROKEN,
                "data",
                f"{folder} cannot be written: {exc.strerror}",
                "set [station] data to another folder",
            )
        ]
    free_mib = shutil.disk_usage(folder).free // MIB
    text = f"{folder} has {free_mib / 1024:.1f} GiB free"
    if free_mib < config.limits.free_disk_mib:
        return [
            Finding(Level.BROKEN, "data", text, "free some space: nothing new is made below [limits] free_disk_mib")
        ]
    if free_mib < ROOMY_MIB:
        return [
            Finding(Level.WARNING, "data", text, "20 GiB hold a week; lower [rank] hours_per_day or free some space")
        ]
    return [Finding(Level.GOOD, "data", text)]


def clock(config: Config) -> list[Finding]:
    now = datetime.now(UTC)
    if not FIRST_YEAR <= now.year <= LAST_YEAR:
        return [Finding(Level.BROKEN, "clock", f"it says {now:%Y-%m-%d}", "set the time: `timedatectl set-ntp true`")]
    if time.get_clock_info("monotonic").adjustable:
        return [Finding(Level.WARNING, "clock", "its monotonic time can be set back", "run on a machine of its own")]
    return [Finding(Level.GOOD, "clock", f"{now.astimezone(config.zone):%Y-%m-%d %H:%M} in {config.station.timezone}")]


def ffmpeg(_config: Config) -> list[Finding]:
    from radio.ffmpeg import abilities

    try:
        found = abilities()
    except BadConfig as exc:
        return [Finding(Level.BROKEN, "ffmpeg", str(exc), "install it: `apt install ffmpeg`")]
    if found.missing:
        text = f"{found.path} ({found.version}) lacks {', '.join(found.missing)}"
        return [Finding(Level.BROKEN, "ffmpeg", text, "install a full one: `apt install ffmpeg`")]
    return [Finding(Level.GOOD, "ffmpeg", f"{found.version} at {found.path}")]


def installed_voices(config: Config) -> list[Finding]:
    from radio.speech.voices import voice_files

    found = [(f"{e}:{v}", voice_files.damage(folder)) for e, v, folder in voice_files.installed(config.paths.voices)]
    whole = [name for name, wrong in found if not wrong]
    text = f"installed: {', '.join(whole)}" if whole else "no natural voices are installed"
    return [
        Finding(Level.GOOD, "voices", text),
        *(
            Finding(Level.WARNING, "voices", f"{name} is damaged: {wrong}", "`paper-radio voices check` tells more")
            for name, wrong in found
            if wrong
        ),
    ]


async def voices(config: Config) -> list[Finding]:
    from radio.media import Media
    from radio.speech.engines.registry import cast, engines

    speaking = engines(config.speech, config.paths.voices)
    hosts = cast(config.speech, speaking, Media(config.paths.media))
    try:
        return [await _voice(hosts, host.name, speaking) for host in config.speech.hosts]
    except RadioError as exc:
        return [Finding(Level.BROKEN, "voices", str(exc), "choose other voices in [[speech.hosts]]")]
    finally:
        for engine in speaking.values():
            await engine.close()


async def _voice(hosts: Cast, host: str, speaking: Mapping[str, Speaking]) -> Finding:
    """What the host speaks with, and what keeps it from better."""
    from radio.speech.collect import collect

    part = (await hosts.reading()).part_of(host)
    recording = await collect("This is a test.", part.voice, speaking[part.engine])
    text = f"{host} speaks with {part} ({recording.seconds:.1f} s)"
    if part.engine != "espeak":
        return Finding(Level.GOOD, "voices", text)
    text += ", an emergency voice: it needs nothing and sounds like a machine"
    mend = "`paper-radio voices list` tells which can be installed, and what keeps better ones away"
    return Finding(Level.WARNING, "voices", text, mend)


async def pdf_reader(config: Config) -> list[Finding]:
    from radio.documents.ocr import ocr
    from radio.documents.reader import SandboxedReader
    from radio.papers import samples

    limits = config.limits
    reader = SandboxedReader(pages=limits.pdf_pages, seconds=limits.pdf_seconds, memory_mib=limits.pdf_memory_mib)
    try:
        sample = samples()[0]
        document = await reader.read(Path(sample.pdf), sample.id)
    except (RadioError, OSError, IndexError) as exc:
        return [Finding(Level.BROKEN, "papers", f"the sample paper cannot be read: {exc}", "install the project again")]
    finally:
        await reader.close()
    scans = "scans are recognised" if ocr.installed() else "scans are parked: the extra `ocr` is not installed"
    text = f"a sample of {len(document.pages)} pages is read in the sandbox; {scans}"
    return [Finding(Level.GOOD, "papers", text)]


def pictures(config: Config) -> list[Finding]:
    from radio.pictures import station_card

    try:
        station_card(config.station.name, "a test")
    except (OSError, RuntimeError, RadioError) as exc:
        return [Finding(Level.BROKEN, "pictures", f"no picture can be drawn: {exc}", "install the project again")]
    return [Finding(Level.GOOD, "pictures", "the fonts are there and a card can be drawn")]


async def arxiv(config: Config) -> list[Finding]:
    if not config.arxiv.enabled:
        return [Finding(Level.GOOD, "arxiv", "turned off by [arxiv] enabled")]
    if not config.station.contact:
        text = "is not polled: it asks for a contact; on air are samples, primers and your own PDFs"
        return [Finding(Level.WARNING, "arxiv", text, "set [station] contact to your e-mail address or page")]
    addresses = (config.arxiv.feed_url, config.arxiv.api_url, config.arxiv.oai_url)
    closed = [urlsplit(address).netloc for address in addresses if not await _opens(address)]
    if closed:
        text = f"{', '.join(closed)} cannot be reached; the station goes on air with samples and primers"
        return [Finding(Level.WARNING, "arxiv", text, "look at the network; it is tried again by itself")]
    return [Finding(Level.GOOD, "arxiv", f"reached; you are {config.station.contact}")]


async def writer(config: Config) -> list[Finding]:
    if not config.writer.base_url:
        return [
            Finding(Level.GOOD, "writer", "the built-in extractive writer; [writer] base_url adds a language model")
        ]
    if not await _opens(config.writer.base_url):
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


async def outputs(config: Config) -> list[Finding]:
    from workers.air.keycheck import key_file_works

    if not config.air.outputs:
        return [Finding(Level.GOOD, "outputs", "HLS on the station's page; [[air.outputs]] adds Twitch and others")]
    findings = []
    if any(output.key_file for output in config.air.outputs) and not await key_file_works():
        text = "this ffmpeg cannot take a stream key from a file, so no output with a key is sent"
        findings.append(Finding(Level.BROKEN, "outputs", text, "install Debian's: `apt install ffmpeg`"))
    for output in config.air.outputs:
        server = urlsplit(output.url).netloc
        if await _opens(output.url):
            findings.append(Finding(Level.GOOD, "outputs", f"{server} answers"))
        else:
            text = f"{server} does not answer; it is tried again for ever"
            findings.append(Finding(Level.WARNING, "outputs", text, "look at the network and at the address"))
    return findings


async def desk(config: Config) -> list[Finding]:
    host, port = config.desk.host, config.desk.port
    try:
        with socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET):
            pass
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


async def _opens(address: str) -> bool:
    """Whether a connection to the address's server can be opened; nothing is sent."""
    parts = urlsplit(address)
    try:
        async with asyncio.timeout(CONNECT_SECONDS):
            _, connection = await asyncio.open_connection(parts.hostname, parts.port or PORTS.get(parts.scheme))
            connection.close()
            await connection.wait_closed()
            return True
    except (OSError, TimeoutError, ValueError):
        return False
