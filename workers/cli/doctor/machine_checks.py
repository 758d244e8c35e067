"""Checks of the machine: Python, disk, clock, ffmpeg."""

from __future__ import annotations

import shutil
import sys
import tempfile
import time

from radio.config import Config
from radio.errors import BadConfig
from radio.utc import utc_now
from workers.cli.doctor.finding import Finding, Level

OLDEST_PYTHON = (3, 11)
FIRST_YEAR, LAST_YEAR = 2026, 2100
ROOMY_MIB = 20_480
"""Below this a week of the default budget may not fit."""
MIB = 2**20


async def python(_config: Config | None) -> list[Finding]:
    found = ".".join(map(str, sys.version_info[:3]))
    if sys.version_info < OLDEST_PYTHON:
        return [Finding(Level.BROKEN, "python", f"this is Python {found}", "install Python 3.11 or newer")]
    return [Finding(Level.GOOD, "python", f"Python {found}")]


async def data_folder(config: Config) -> list[Finding]:
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


async def clock(config: Config) -> list[Finding]:
    now = utc_now()
    if not FIRST_YEAR <= now.year <= LAST_YEAR:
        return [Finding(Level.BROKEN, "clock", f"it says {now:%Y-%m-%d}", "set the time: `timedatectl set-ntp true`")]
    if time.get_clock_info("monotonic").adjustable:
        return [Finding(Level.WARNING, "clock", "its monotonic time can be set back", "run on a machine of its own")]
    return [Finding(Level.GOOD, "clock", f"{now.astimezone(config.zone):%Y-%m-%d %H:%M} in {config.station.timezone}")]


async def ffmpeg(_config: Config) -> list[Finding]:
    from radio.ffmpeg import abilities

    try:
        found = abilities()
    except BadConfig as exc:
        return [Finding(Level.BROKEN, "ffmpeg", str(exc), "install it: `apt install ffmpeg`")]
    if found.missing:
        text = f"{found.path} ({found.version}) lacks {', '.join(found.missing)}"
        return [Finding(Level.BROKEN, "ffmpeg", text, "install a full one: `apt install ffmpeg`")]
    return [Finding(Level.GOOD, "ffmpeg", f"{found.version} at {found.path}")]
