"""Commands for the store: `backup`, `restore`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from radio.config import load
from radio.lock import only_one
from workers.cli.options import ConfigPath

BackupFile = Annotated[Path, typer.Argument(metavar="FILE", help="The copy of the store.")]


def backup(file: BackupFile, config_path: ConfigPath = None) -> None:
    """Write a whole, checked copy of the store while the station runs."""
    from radio.store import Store

    with Store.open(load(config_path).paths.store) as store:
        store.backup(file)
    print(f"{file} holds the store")


def restore(file: BackupFile, config_path: ConfigPath = None) -> None:
    """Put a copy in the place of the store; studio must be stopped."""
    from radio.store.backup import restore as put_back

    paths = load(config_path).paths
    with only_one(paths.run / "studio.lock", "studio"):
        moved = put_back(file, paths.store)
    print(f"the store is that of {file}" + (f"; the one before lies in {moved}" if moved else ""))
