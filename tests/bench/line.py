"""Papers through the whole line, on the embedded default: papers/h, CPU by step, time to the rundown, memory.

Two runs. First the whole station (studio, air, desk) works from a local arXiv, its store and caches empty, the licence
gate open, so that every sentence has its take and its page picture; then the steps run one by one on a few papers, and
each step's CPU is counted, its child processes' with it.
"""

from __future__ import annotations

import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))
import local_arxiv
import measure
from station_run import SHARED, configure, running

from radio.config import load
from radio.ids import ShowName
from radio.store import Store
from workers.studio.station import open_station
from workers.studio.steps.embed import embed
from workers.studio.steps.fetch import fetch
from workers.studio.steps.plan import plan
from workers.studio.steps.publish import publish
from workers.studio.steps.read import read
from workers.studio.steps.summarise import summarise
from workers.studio.steps.voice import voice
from workers.studio.steps.write import write

BAR_PAPERS_PER_HOUR = 300
BAR_MIB = 1024
PAPERS = 34
"""Real ones, each of its own words: a copy would be spared the takes of its original."""
SAMPLES = 3
LONGEST_SECONDS = 300.0
OPEN_GATE = {"licence": "private = true"}


@dataclass
class Seen:
    """What was watched of a run: when each paper was first known and first ready, in seconds, and the memory."""

    known: dict[str, float] = field(default_factory=dict)
    ready: dict[str, float] = field(default_factory=dict)
    peak_mib: float = 0.0
    parked: int = 0


def watch(process: subprocess.Popen, config: Path, seconds: float) -> Seen:
    """Looks at the store each second for so long."""
    seen, started = Seen(), time.monotonic()
    paths = load(config).paths
    while not paths.store.exists() and time.monotonic() - started < 30:
        time.sleep(0.2)
    with Store.open(paths.store) as store:
        while (now := time.monotonic() - started) < seconds and process.poll() is None:
            for paper in store.library.papers(limit=2000):
                seen.known.setdefault(paper.id, now)
            for ready in store.programme.ready_shows("paper"):
                seen.ready.setdefault(ready.show.id.removesuffix("-paper"), now)
            seen.parked = len(store.library.parked())
            if len(seen.ready) + seen.parked >= PAPERS + SAMPLES:
                break
            seen.peak_mib = max(seen.peak_mib, measure.pss_mib(measure.tree(process.pid)))
            time.sleep(1.0)
    return seen


def papers_per_hour(seen: Seen) -> float:
    """From the first finished arXiv paper to the last: the line at work, without its start."""
    times = sorted(at for paper, at in seen.ready.items() if not paper.startswith("sample"))
    return (len(times) - 1) / (times[-1] - times[0]) * 3600 if len(times) > 2 else 0.0


def known_to_ready(seen: Seen) -> float:
    waits = [at - seen.known[paper] for paper, at in seen.ready.items() if paper in seen.known]
    return statistics.median(waits) if waits else 0.0


async def cpu_by_step(config: Path, count: int) -> tuple[Counter, int]:
    """CPU-seconds of each step over `count` papers, studio and its children."""
    spent: Counter = Counter()
    steps = (fetch, read, summarise, embed)
    done = 0
    async with open_station(load(config)) as station:
        papers = await station.sources["arxiv"].announced(station.today())
        for paper in papers[:count]:
            station.store.library.save_paper(paper)
            try:
                for step in steps:
                    await counted(spent, step.__name__, step(station, paper.id))
                show = ShowName(format="paper", paper=paper.id).id
                segment = await counted(spent, "plan", plan(station, show))
                for step in (write, voice):
                    await counted(spent, step.__name__, step(station, segment))
                await counted(spent, "publish", publish(station, show))
                done += 1
            except Exception as exc:
                print(f"{paper.id} parked: {exc}", file=sys.stderr)
    return spent, done


async def counted(spent: Counter, name: str, work):
    before = sum(map(measure.cpu_seconds, measure.tree(os.getpid())))
    result = await work
    spent[name] += sum(map(measure.cpu_seconds, measure.tree(os.getpid()))) - before
    return result


def main() -> None:
    options = measure.arguments(__doc__.splitlines()[0])
    seconds, sampled = (45.0, 4) if options.quick else (LONGEST_SECONDS, 12)
    with tempfile.TemporaryDirectory() as folder, local_arxiv.program(SHARED, PAPERS) as arxiv:
        config = configure(Path(folder, "run"), arxiv, **OPEN_GATE)
        with running(config) as process:
            seen = watch(process, config, seconds)
        spent, done = asyncio.run(cpu_by_step(configure(Path(folder, "steps"), arxiv, **OPEN_GATE), sampled))
    figures = {
        "papers_per_hour": round(papers_per_hour(seen), 1),
        "cpu_seconds_per_paper": round(sum(spent.values()) / max(done, 1), 3),
        "known_to_ready_p50_seconds": round(known_to_ready(seen), 1),
        "peak_rss_mib": round(seen.peak_mib, 1),
    }
    rows = [
        ("papers per hour", f"{figures['papers_per_hour']:.0f}", f">= {BAR_PAPERS_PER_HOUR}"),
        ("papers ready, parked", f"{len(seen.ready)}, {seen.parked}", ""),
        ("known to ready, median s", f"{figures['known_to_ready_p50_seconds']:.1f}", "gate: 3.1 s a paper"),
        ("peak memory (PSS) MiB", f"{figures['peak_rss_mib']:.0f}", f"<= {BAR_MIB}"),
        (
            "CPU-seconds per paper",
            f"{figures['cpu_seconds_per_paper']:.2f}",
            f"<= {2 * 3600 / BAR_PAPERS_PER_HOUR:.0f}",
        ),
        *((f"  {step}", f"{cpu / max(done, 1):.3f}", "") for step, cpu in spent.items()),
    ]
    measure.report("Papers through the line", rows, figures, options.json)


if __name__ == "__main__":
    main()
