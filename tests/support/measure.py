"""What the benchmarks and fault runs share: a process tree's CPU and memory, one table, one JSON file."""

from __future__ import annotations

import argparse
import json
import os
import platform
from collections.abc import Mapping, Sequence
from pathlib import Path

from rich.console import Console
from rich.table import Table

TICKS = os.sysconf("SC_CLK_TCK")


def arguments(description: str) -> argparse.Namespace:
    """`--quick` and `--json FILE`."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--quick", action="store_true", help="the same figures on less work")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there as well")
    return parser.parse_args()


def tree(pid: int) -> list[int]:
    """The process and all that descend from it, those alive now."""
    parents = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = stat.read_text().rpartition(")")[2].split()
        except OSError:
            continue
        parents[int(stat.parent.name)] = int(fields[1])
    found = [pid]
    for one in found:
        found.extend(child for child, parent in parents.items() if parent == one)
    return found


def cpu_seconds(pid: int) -> float:
    """User and system time of a process and of its children that ended; 0 when it is gone."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return 0.0
    return sum(int(field) for field in fields[11:15]) / TICKS


def pss_mib(pids: Sequence[int]) -> float:
    """Memory with shared pages divided among those who share them."""
    kib = 0
    for pid in pids:
        try:
            rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
        except OSError:
            continue
        kib += next((int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:")), 0)
    return kib / 1024


def report(
    title: str,
    rows: Sequence[tuple[str, str, str]],
    figures: Mapping[str, float],
    to: Path | None,
    peers: Mapping[str, object] | None = None,
    series: Mapping[str, object] | None = None,
) -> None:
    """Prints one table of (what, figure, bar or peer) and writes the JSON file; `series` are curves."""
    table = Table(title=title)
    for column in ("figure", "here", "bar"):
        table.add_column(column)
    for row in rows:
        table.add_row(*row)
    Console(width=110).print(table)
    if to:
        machine = {"cores": os.cpu_count(), "python": platform.python_version(), "system": platform.platform()}
        told = {"figures": dict(figures), "peers": dict(peers or {}), "series": dict(series or {}), "machine": machine}
        to.write_text(json.dumps(told, indent=2))
