"""What the verbs share: options, and how a list is printed."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

ConfigPath = Annotated[
    Path | None, typer.Option("--config", "-c", help="The configuration file to use instead of the one found.")
]
AsJson = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]
Seconds = Annotated[float | None, typer.Option("--for", min=0, help="Stop by itself after so many seconds.")]


def print_rows(columns: Sequence[str], rows: Iterable[Sequence[Any]], *, as_json: bool, empty: str) -> None:
    """A table, or JSON objects under the same names; `empty` is printed where there is no row."""
    rows = [[str(cell) for cell in row] for row in rows]
    if as_json:
        print_json([dict(zip(columns, row, strict=True)) for row in rows])
    elif not rows:
        print(empty)
    else:
        from rich.console import Console
        from rich.markup import escape
        from rich.table import Table

        table = Table(*columns, box=None, pad_edge=False)
        for row in rows:
            table.add_row(*map(escape, row))
        # A pipe gets whole rows: no terminal's width cuts them.
        Console(width=None if sys.stdout.isatty() else 1000, soft_wrap=False, highlight=False).print(table)


def print_json(value: Any) -> None:
    print(json.dumps(value, ensure_ascii=False, indent=2, default=str))
