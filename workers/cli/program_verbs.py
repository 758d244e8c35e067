"""`paper-radio run`, `studio`, `air`, `desk`: the programs; and `version`."""

from __future__ import annotations

from importlib.metadata import version as installed_version

import typer

from workers.cli.options import ConfigPath, Seconds


def run(config_path: ConfigPath = None, seconds: Seconds = None) -> None:
    """Start the whole station in the foreground; Ctrl-C stops it."""
    from workers.processes import supervisor

    raise typer.Exit(supervisor.main(config_path, seconds))


def studio(config_path: ConfigPath = None, seconds: Seconds = None) -> None:
    """Start the program that makes the shows."""
    from workers.studio import main

    raise typer.Exit(main.main(config_path, seconds))


def air(config_path: ConfigPath = None, seconds: Seconds = None) -> None:
    """Start the program that plays and sends them."""
    from workers.air import main

    raise typer.Exit(main.main(config_path, seconds))


def desk(config_path: ConfigPath = None, seconds: Seconds = None) -> None:
    """Start the program that serves the page."""
    from workers.desk import main

    raise typer.Exit(main.main(config_path, seconds))


def version() -> None:
    """Print the version."""
    print(f"paper-radio {installed_version('paper-radio')}")
