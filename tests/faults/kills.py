"""kill -9 of studio, air and desk at random moments, then what must still be true.

No paper lost, nothing aired twice, no half file, no orphan; killing or stopping studio or desk is inaudible.
"""

from __future__ import annotations

import json
import os
import random
import signal
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))
import local_arxiv
import measure
from station_run import SHARED, asrun, configure, descendants_of, program_pid, running, wait_for

from radio.config import load
from radio.store import Store

PROGRAMS = ("studio", "air", "desk")
SEED = 20261120
PAPER_SECONDS = 60.0
SOUNDS = timedelta(seconds=0.3)


@dataclass
class Outcome:
    """What a run of kills left behind."""

    kills: Counter = field(default_factory=Counter)
    papers_chosen: int = 0
    papers_lost: int = 0
    aired_twice: int = 0
    half_files: int = 0
    orphans: int = 0
    air_back_seconds: list[float] = field(default_factory=list)
    """From the kill of air to its next cued item."""


def kill(run: int, name: str, data: Path, outcome: Outcome) -> None:
    pid = wait_for(lambda: program_pid(run, name), 30, f"{name} did not come back")
    if name == "air":
        wait_for(lambda: paper_on_air(data), PAPER_SECONDS, "no sentence about a paper on air")
    cued = len(asrun(data))
    os.kill(pid, signal.SIGKILL)
    outcome.kills[name] += 1
    if name == "air":
        started = time.monotonic()
        wait_for(lambda: [line for line in asrun(data)[cued:] if line["event"] == "cued"], 30, "air cued nothing again")
        outcome.air_back_seconds.append(time.monotonic() - started)


def paper_on_air(data: Path) -> bool:
    """Whether the last item that was cued is about a paper and sounds by now."""
    cued = [line for line in asrun(data) if line["event"] == "cued"]
    return bool(cued and cued[-1].get("paper") and datetime.now(UTC) > datetime.fromisoformat(cued[-1]["at"]) + SOUNDS)


def aired_twice(lines: list[dict]) -> list[str]:
    """Items of papers that were cued again after they had been cut or aired, each with the log around it."""
    doubled, last = [], {}
    for number, line in enumerate(lines):
        if line["event"] == "cued" and line.get("paper"):
            position = last.setdefault(line["show"], [])
            if line["item"] in position[-3:]:
                doubled.append("\n".join(map(json.dumps, lines[max(0, number - 12) : number + 1])))
            position.append(line["item"])
    return doubled


def settle(config: Path, outcome: Outcome, seconds: float) -> None:
    """Waits until every chosen paper is ready or parked, and counts those that are neither."""
    with Store.open(load(config).paths.store) as store:

        def missing() -> list[str]:
            ready = {r.show.id.removesuffix("-paper") for r in store.programme.ready_shows("paper", limit=5000)}
            parked = {p.id.split("-paper")[0] for p in store.library.parked()}
            chosen = {
                p.id for p in store.library.papers(limit=5000) if (c := store.library.find_choice(p.id)) and c.chosen
            }
            outcome.papers_chosen = len(chosen)
            return sorted(chosen - ready - parked)

        try:
            wait_for(lambda: not missing(), seconds, "papers are neither ready nor parked")
        except AssertionError:
            outcome.papers_lost = len(missing())


def run_kills(kills: int, papers: int, seed: int = SEED) -> Outcome:
    """A station on a local arXiv, killed so many times, a third of them each program."""
    outcome, dice = Outcome(), random.Random(seed)
    with tempfile.TemporaryDirectory() as folder, local_arxiv.program(SHARED, papers) as arxiv:
        config = configure(Path(folder, "station"), arxiv, licence="private = true")
        data = load(config).paths.data
        with running(config) as process:
            wait_for(lambda: asrun(data), 60, "nothing on air")
            for n in range(kills):
                time.sleep(dice.uniform(0.5, 6.0))
                kill(process.pid, PROGRAMS[n % 3], data, outcome)
            settle(config, outcome, 60 + 12 * papers)
        time.sleep(1.0)
        outcome.orphans = len(descendants_of(data))
        outcome.half_files = len(list(data.rglob("*.part")))
        doubled = aired_twice(asrun(data))
        outcome.aired_twice = len(doubled)
        print(*doubled, sep="\n\n", end="", file=sys.stderr)
    return outcome


def main() -> None:
    options = measure.arguments(__doc__.splitlines()[0])
    outcome = run_kills(*((6, 6) if options.quick else (60, 40)))
    back = sorted(outcome.air_back_seconds)
    figures = {
        "kills": sum(outcome.kills.values()),
        "papers_lost": outcome.papers_lost,
        "aired_twice": outcome.aired_twice,
        "half_files": outcome.half_files,
        "orphans": outcome.orphans,
        "air_back_p50_seconds": round(back[len(back) // 2], 2) if back else 0,
    }
    rows = [
        ("kills", json.dumps(dict(outcome.kills)), ">= 20 of each program"),
        ("papers chosen, lost", f"{outcome.papers_chosen}, {outcome.papers_lost}", "0 lost"),
        ("aired twice", str(outcome.aired_twice), "0"),
        ("half files", str(outcome.half_files), "0"),
        ("orphans", str(outcome.orphans), "0"),
        (
            "air back after a kill, median and worst s",
            f"{back[len(back) // 2]:.1f}, {back[-1]:.1f}" if back else "-",
            "",
        ),
    ]
    measure.report("Kills", rows, figures, options.json)


if __name__ == "__main__":
    main()
