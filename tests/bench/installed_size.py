"""What an installation weighs: the runtime package by package, and what would go with each that the station asks for.

    python tests/bench/installed_size.py [--quick] [--json FILE]

Counts the files that each package's record lists, compiled ones among them, and follows what each requires; extras do
not count. There is nothing to shorten: `--quick` does the same.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable
from functools import cache
from importlib.metadata import Distribution, distribution
from pathlib import Path

from packaging.requirements import Requirement

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))
import measure

STATION = "paper-radio"
LARGEST = 25
Wanted = tuple[str, frozenset[str]]
"""A package and the extras that are wanted of it."""


@cache
def required(wanted: Wanted) -> frozenset[Wanted]:
    """What a package requires here, with these of its extras."""
    name, extras = wanted
    found = set()
    for line in distribution(name).requires or ():
        asked = Requirement(line)
        if asked.marker is None or any(asked.marker.evaluate({"extra": extra}) for extra in ("", *extras)):
            found.add((usual(asked.name), frozenset(asked.extras)))
    return frozenset(found)


def usual(name: str) -> str:
    """A package's name as an index spells it."""
    return re.sub(r"[-_.]+", "-", name).lower()


def needed(roots: Iterable[Wanted]) -> set[str]:
    """All packages that these require, and they themselves."""
    seen, waiting = set[Wanted](), list(roots)
    while waiting:
        if (one := waiting.pop()) not in seen:
            seen.add(one)
            waiting.extend(required(one))
    return {name for name, _ in seen}


def megabytes(of: Distribution) -> float:
    files = (Path(str(of.locate_file(file))) for file in of.files or ())
    return sum(file.stat().st_size for file in files if file.is_file()) / 1e6


def main() -> None:
    options = measure.arguments(__doc__.partition("\n")[0])
    asked = required((STATION, frozenset()))
    sizes = {name: megabytes(distribution(name)) for name in needed(asked)}
    total = sum(sizes.values())
    alone = {
        name: total - sum(sizes[other] for other in needed(one for one in asked if one[0] != name)) for name, _ in asked
    }
    rows = [
        (
            f"{name} {distribution(name).version}",
            f"{sizes[name]:.1f} MB",
            f"{alone[name]:.1f} MB go with it" if name in alone else "comes with another",
        )
        for name in sorted(sizes, key=lambda name: -sizes[name])[:LARGEST]
    ]
    rows.append((f"all {len(sizes)} packages", f"{total:.1f} MB", ""))
    figures = {"installed_mb": round(total, 1), "installed_packages": float(len(sizes))}
    figures |= {f"{name}_mb": round(size, 1) for name, size in sorted(sizes.items())}
    figures |= {f"{name}_and_what_goes_mb": round(size, 1) for name, size in sorted(alone.items())}
    measure.report("What the station installs, without extras", rows, figures, options.json)


if __name__ == "__main__":
    main()
