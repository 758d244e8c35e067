"""What the walls cost: a paper read by a child behind them, in this process without any, and by a new interpreter.

In: the sample papers. Each is read in all three ways in turn. Out: a table and figures; the overhead is the child's
time less that of the bare read just before it.
"""

from __future__ import annotations

import asyncio
import statistics
import subprocess
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))
import measure

from radio.documents.sandbox import job
from radio.documents.sandbox.messages import ANSWERED, Request
from radio.documents.sandbox.sandbox import Sandbox
from radio.papers import samples

BAR_OVERHEAD_MS = 60.0
ROUNDS, QUICK_ROUNDS = 100, 15
REQUEST = Request(kind="read", paper="p")
NEW_INTERPRETER = """
import sys
from pathlib import Path
from radio.documents.sandbox import job
from radio.documents.sandbox.messages import Request
sys.stdout.buffer.write(job.answer(Request(kind="read", paper="p"), Path(sys.argv[1]).read_bytes()))
"""


async def _bare(pdf: Path) -> bytes:
    return job.answer(REQUEST, pdf.read_bytes())


async def _interpreter(pdf: Path) -> bytes:
    command = [sys.executable, "-P", "-c", NEW_INTERPRETER, str(pdf)]
    process = await asyncio.create_subprocess_exec(*command, stdout=subprocess.PIPE)
    return (await process.communicate())[0]


async def timed_ms(read: Callable[[Path], Awaitable[bytes]], pdf: Path) -> float:
    started = time.perf_counter()
    answer = await read(pdf)
    taken = time.perf_counter() - started
    if not answer.startswith(ANSWERED):
        raise SystemExit(f"{pdf.name} cannot be read")
    return taken * 1000


async def measured(rounds: int) -> dict[str, list[float]]:
    """Milliseconds by way of reading, and the overhead of each pair."""
    sandbox = Sandbox()

    async def behind_walls(pdf: Path) -> bytes:
        return ANSWERED + await sandbox.run(REQUEST, pdf)

    ways = {"bare": _bare, "walls": behind_walls, "interpreter": _interpreter}
    pdfs = [Path(sample.pdf) for sample in samples()]
    for way in ways.values():  # the first of each starts what later ones find started
        await timed_ms(way, pdfs[0])
    taken: dict[str, list[float]] = {name: [] for name in (*ways, "overhead")}
    for number in range(rounds):
        for name, way in ways.items():
            taken[name].append(await timed_ms(way, pdfs[number % len(pdfs)]))
        taken["overhead"].append(taken["walls"][-1] - taken["bare"][-1])
    await sandbox.close()
    return taken


def p50_and_p95(milliseconds: list[float]) -> tuple[float, float]:
    return statistics.median(milliseconds), statistics.quantiles(milliseconds, n=20)[-1]


def main() -> None:
    options = measure.arguments(__doc__)
    taken = asyncio.run(measured(QUICK_ROUNDS if options.quick else ROUNDS))
    figures = {}
    for name, milliseconds in taken.items():
        figures[f"{name}_p50_ms"], figures[f"{name}_p95_ms"] = p50_and_p95(milliseconds)
    shown = {
        "bare": ("bare, in this process: p50, p95 ms", ""),
        "walls": ("in a child behind the walls", ""),
        "interpreter": ("in a new interpreter, no walls", "the peer"),
        "overhead": ("overhead of the walls", f"at most {BAR_OVERHEAD_MS:.0f} at p50"),
    }
    rows = [
        (words, f"{figures[f'{name}_p50_ms']:.1f}, {figures[f'{name}_p95_ms']:.1f}", bar)
        for name, (words, bar) in shown.items()
    ]
    measure.report("The cost of the walls, per document", rows, figures, options.json)


if __name__ == "__main__":
    main()
