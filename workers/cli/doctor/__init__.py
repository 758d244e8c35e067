"""`paper-radio doctor`: each part of the station is tried once, and what is missing is said with the way to mend it.

In: the configuration's path. Out: findings in the order of the data. Nothing is changed, and nothing is asked of
arXiv beyond opening a connection. To add a check is a function from the configuration to its findings, and its line in
`CHECKS`.
"""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path

from radio.config import Config, load
from radio.errors import BadConfig
from workers.cli.doctor import (
    config_checks,
    machine_checks,
    paper_checks,
    speech_checks,
    stream_checks,
    writer_checks,
)
from workers.cli.doctor.finding import Finding

Check = Callable[[Config], Awaitable[list[Finding]]]

CHECKS: Mapping[str, Check] = {
    "python": machine_checks.python,
    "configuration": config_checks.configuration,
    "data folder": machine_checks.data_folder,
    "clock": machine_checks.clock,
    "ffmpeg": machine_checks.ffmpeg,
    "pictures": paper_checks.pictures,
    "installed voices": speech_checks.installed_voices,
    "voices": speech_checks.voices,
    "PDF reader": paper_checks.pdf_reader,
    "arXiv": paper_checks.arxiv,
    "writer": writer_checks.writer,
    "latent writer": writer_checks.latent_writer,
    "outputs": stream_checks.outputs,
    "desk": stream_checks.desk,
}


async def examine(config_path: Path | None) -> list[Finding]:
    """Every finding. A configuration that cannot be read ends the examination."""
    try:
        config = load(config_path)
    except BadConfig as exc:
        return [*await machine_checks.python(None), *map(config_checks.mistake_found, exc.mistakes)]
    return [finding for check in CHECKS.values() for finding in await check(config)]
