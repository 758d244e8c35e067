"""`paper-radio status`, `skip`, `say` and `stop`: a word with air, which answers even when studio is dead."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated, Any

import typer

from radio.air_client import AirClient
from radio.config import load
from radio.errors import Transient, Unreachable
from workers.cli.options import AsJson, ConfigPath, print_json

AIR_IS_DOWN = "air is not running; `paper-radio run` starts the station"


Follow = Annotated[bool, typer.Option("--follow", help="Go on, with a line for each sentence, until Ctrl-C.")]


def status(config_path: ConfigPath = None, as_json: AsJson = False, follow: Follow = False) -> None:
    """Say what is on air, and how the air is. Exit status 1 while nothing flows."""
    if follow:
        asyncio.run(_follow(AirClient(load(config_path).paths.air_socket), as_json))
        return
    now = _ask(config_path, "status")
    if as_json:
        print_json(now)
    else:
        print("\n".join(_lines(now)))
    if not now.get("flowing"):
        raise typer.Exit(1)


def skip(config_path: ConfigPath = None) -> None:
    """Go on with the next show."""
    _ask(config_path, "skip")
    print("skipped")


def say(show: str, config_path: ConfigPath = None) -> None:
    """Play a show next, by its id."""
    _ask(config_path, "say", show=show)
    print(f"{show} plays next")


def stop(config_path: ConfigPath = None) -> None:
    """Stop the air, and with it a station that was started by `paper-radio run`."""
    _ask(config_path, "stop")
    print("stopping; a unit of systemd is stopped with `systemctl stop paper-radio.target`")


def _ask(config_path: Path | None, command: str, **values: Any) -> dict[str, Any]:
    reply = asyncio.run(AirClient(load(config_path).paths.air_socket).request(command, **values))
    if reply is None:
        raise Unreachable(AIR_IS_DOWN)
    if not reply.get("ok", True):
        raise Transient(str(reply.get("error")))
    return reply


async def _follow(air: AirClient, as_json: bool) -> None:
    """Prints what is heard, at each change, until air ends. Raises Unreachable where it is down already."""
    last = None
    async for now in air.subscribe():
        line = json.dumps(now) if as_json else f"{now.get('title') or 'the station bed'}: {now.get('text') or '…'}"
        if line != last:
            print(line, flush=True)
        last = line
    if last is None:
        raise Unreachable(AIR_IS_DOWN)


def _lines(now: dict[str, Any]) -> Iterator[str]:
    yield f"on air    {now.get('title') or 'the station bed'} ({now.get('source')})"
    if now.get("text"):
        yield f"says      {now['text']}"
    if now.get("paper"):
        yield f"paper     {now['paper']}" + (f", page {now['page']}" if now.get("page") else "")
    if now.get("next"):
        yield f"next      {now['next']}"
    yield f"runway    {now.get('runway_seconds', 0):.0f} s"
    for name, sink in now.get("sinks", {}).items():
        yield f"output    {name}: {sink.get('state')}"
    yield f"flowing   {'yes' if now.get('flowing') else 'no'}, dead air {now.get('dead_air_seconds', 0):.1f} s"
