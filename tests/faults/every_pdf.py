"""Every PDF dropped into a running station's folder becomes a segment or is parked with a reason; studio survives all.

The files are the real papers and the hostile ones of the shared data folder.
"""

from __future__ import annotations

import asyncio
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))
import measure
from station_run import SHARED, configure, program_pid, running, wait_for

from radio.config import load
from radio.papers import Folder, samples
from radio.store import Store

SECONDS_PER_FILE = 6.0
QUICK_FILES = 12


@dataclass
class Outcome:
    """What became of the files."""

    files: int = 0
    no_paper: list[str] = field(default_factory=list)
    """Not taken up: no PDF at all."""
    ready: list[str] = field(default_factory=list)
    parked: dict[str, str] = field(default_factory=dict)
    neither: list[str] = field(default_factory=list)
    studio_restarts: int = 0


def drop_all(files: Sequence[Path]) -> Outcome:
    """Runs a station with these files in its folder until each has ended."""
    outcome = Outcome(files=len(files))
    with tempfile.TemporaryDirectory() as folder:
        inbox = Path(folder, "inbox")
        inbox.mkdir()
        for file in files:
            shutil.copy2(file, inbox / file.name)
        watched = {"folder": f'watch = "{inbox}"', "licence": "private = true"}
        config = configure(Path(folder, "station"), **watched)
        papers = {paper.id: Path(paper.pdf).name for paper in asyncio.run(Folder(inbox).announced())}
        outcome.no_paper = sorted({file.name for file in files} - set(papers.values()))
        with running(config) as process:
            paths = load(config).paths
            wait_for(paths.store.exists, 30, "no store")
            studio = wait_for(lambda: program_pid(process.pid, "studio"), 30, "no studio")
            with Store.open(paths.store) as store:
                end = len(papers) + len(samples())
                try:
                    wait_for(lambda: len(_ended(store)) >= end, 60 + SECONDS_PER_FILE * len(files), "not all ended")
                finally:
                    _note(store, papers, outcome)
            outcome.studio_restarts = int(program_pid(process.pid, "studio") != studio)
    return outcome


def _ended(store: Store) -> set[str]:
    ready = {one.show.id.removesuffix("-paper") for one in store.programme.ready_shows("paper", limit=1000)}
    return ready | {parked.id.partition("-paper")[0] for parked in store.library.parked()}


def _note(store: Store, papers: dict[str, str], outcome: Outcome) -> None:
    ready = {one.show.id.removesuffix("-paper") for one in store.programme.ready_shows("paper", limit=1000)}
    parked = {one.id.partition("-paper")[0]: one.reason for one in store.library.parked()}
    for paper, name in papers.items():
        if paper in ready:
            outcome.ready.append(name)
        elif paper in parked:
            outcome.parked[name] = parked[paper]
        else:
            outcome.neither.append(name)


def files_of(shared: Path, quick: bool) -> list[Path]:
    """The papers and the hostile files; of each a few when quick."""
    papers, hostile = sorted(shared.glob("papers/*.pdf")), sorted(shared.glob("hostile/*.pdf"))
    few = QUICK_FILES // 2
    return [*papers[::6][:few], *hostile[::9][:few]] if quick else [*papers, *hostile]


def main() -> None:
    options = measure.arguments(__doc__.splitlines()[0])
    outcome = drop_all(files_of(SHARED, options.quick))
    figures = {
        "files": outcome.files,
        "ready": len(outcome.ready),
        "parked": len(outcome.parked),
        "no_paper": len(outcome.no_paper),
        "neither": len(outcome.neither),
        "studio_restarts": outcome.studio_restarts,
    }
    for name, reason in sorted(outcome.parked.items()):
        print(f"{name}: {reason}")
    bars = {"neither": "0", "studio_restarts": "0"}
    rows = [(name, str(value), bars.get(name, "")) for name, value in figures.items()]
    measure.report("Every PDF", rows, figures, options.json)


if __name__ == "__main__":
    main()
