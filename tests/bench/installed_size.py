"""What an installation takes on the disk: each package that the station needs without any extra, and all together.

Counts the files that each package's own record lists, with the byte code that Python writes beside them.
"""

from __future__ import annotations

import re
import sys
from importlib.metadata import Distribution, PackageNotFoundError, distribution
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))

import measure
from packaging.requirements import Requirement
from rich.console import Console
from rich.table import Table

PROJECT = "paper-radio"
MEGABYTE = 10**6
BEFORE_MB = 903
"""The figure of version 0.1.0's first form, for comparison."""
LISTED = 15


def needed(name: str, found: dict[str, Distribution]) -> dict[str, Distribution]:
    """The packages that a package needs here without extras of its own, itself included."""
    key = re.sub(r"[-_.]+", "-", name).lower()
    if key in found:
        return found
    found[key] = distribution(name)
    for text in found[key].requires or ():
        asked = Requirement(text)
        extras = ["", *asked.extras]
        if asked.marker is None or any(asked.marker.evaluate({"extra": extra}) for extra in [""]):
            needed(asked.name, found)
            for extra in extras[1:]:
                _needed_by_extra(asked.name, extra, found)
    return found


def _needed_by_extra(name: str, extra: str, found: dict[str, Distribution]) -> None:
    """What an extra of a package adds, such as the driver that `psycopg[binary]` names."""
    for text in distribution(name).requires or ():
        asked = Requirement(text)
        if (
            asked.marker is not None
            and asked.marker.evaluate({"extra": extra})
            and not asked.marker.evaluate({"extra": ""})
        ):
            try:
                needed(asked.name, found)
            except PackageNotFoundError:
                print(f"{asked.name}, of {name}[{extra}], is not installed here", file=sys.stderr)


def megabytes(package: Distribution) -> float:
    """What its files take."""
    files = {Path(str(package.locate_file(file))).resolve() for file in package.files or ()}
    return sum(file.stat().st_size for file in files if file.is_file()) / MEGABYTE


def main() -> None:
    options = measure.arguments(__doc__.splitlines()[0])
    sizes = {name: megabytes(package) for name, package in needed(PROJECT, {}).items() if name != PROJECT}
    total = sum(sizes.values())
    table = Table("package", "MB")
    for name in sorted(sizes, key=lambda name: -sizes[name])[:LISTED]:
        table.add_row(name, f"{sizes[name]:.1f}")
    table.add_row(f"{len(sizes)} packages", f"{total:.0f}")
    table.add_row("before", f"{BEFORE_MB}")
    Console().print(table)
    figures = {"installed_mb": total, "packages": len(sizes)} | {f"{name}_mb": size for name, size in sizes.items()}
    measure.report("what an installation takes", [], figures, options.json)


if __name__ == "__main__":
    main()
