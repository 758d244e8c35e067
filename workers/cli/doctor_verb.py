"""`paper-radio doctor`."""

from __future__ import annotations

import asyncio

import typer

from workers.cli.doctor import examine
from workers.cli.doctor.finding import Level
from workers.cli.options import AsJson, ConfigPath, print_json


def doctor(config_path: ConfigPath = None, as_json: AsJson = False) -> None:
    """Check every part of the station, and say how to mend what is missing."""
    findings = asyncio.run(examine(config_path))
    if as_json:
        print_json([{"level": f.level.name.lower(), "part": f.part, "text": f.text, "mend": f.mend} for f in findings])
    else:
        for finding in findings:
            print(finding)
    if any(f.level is Level.BROKEN for f in findings):
        raise typer.Exit(1)
