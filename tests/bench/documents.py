"""What the reader reads: word precision and recall of prose, order, leaked furniture, pages a second; peers beside it.

    python tests/bench/documents.py [--quick] [--json FILE]

Truth: `papers_truth.py`. Peers: `pip install -e ".[bench]"`; each is scored as it comes and with the help anybody
would give it (broken words joined, cut at abstract and references), and keeps its better score. Leaks:
`papers_leaks.py`. The walk of PyMuPDF that ours is compared with leaves out pictures, as ours does.
"""

from __future__ import annotations

import bisect
import contextlib
import os
import statistics
import sys
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pymupdf
from rich.console import Console
from rich.table import Table

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))
import measure
import papers_leaks as leaks
from papers_peers import MOST_PAGES, PEERS, document, helped, ours
from papers_truth import HAND, Truth, truths, words
from station_run import SHARED

from radio.documents import scan
from radio.documents.document import assembled
from radio.documents.layout import Scan, ScannedPage
from radio.documents.pictures import drawing
from radio.documents.printed.print_lines import join
from radio.errors import Unreadable
from radio.ids import PaperId
from radio.model import PageSize

OURS = "Paper Radio"
ANCHOR_WORDS = 5
MOST_PAGES_QUICK = 20
"""Longer papers are left to the peers faster than this many pages a second when the run is quick."""
SLOW_PEERS = ("pymupdf4llm", "pdfminer.six", "pypdf")
SCREEN = (1280, 720)
RENDERED_EVERY, RENDERED_EVERY_QUICK = 3, 12
BARS = {"text": 50, "checked text": 25, "render": 45}


@dataclass(frozen=True, slots=True)
class Score:
    """How a text agrees with its truth: shares of words, and of its anchors out of order."""

    precision: float
    recall: float
    disorder: float

    @property
    def f1(self) -> float:
        return 2 * self.precision * self.recall / max(1e-9, self.precision + self.recall)


@dataclass(slots=True)
class Pace:
    """Pages read and the CPU-seconds they took."""

    pages: int = 0
    seconds: float = 0.0

    @property
    def pages_per_second(self) -> float:
        return self.pages / self.seconds if self.seconds else 0.0

    def run(self, pages: int, work: Callable, *arguments: object):
        started = cpu_seconds()
        try:
            return work(*arguments)
        finally:
            self.seconds += cpu_seconds() - started
            self.pages += pages


def cpu_seconds() -> float:
    """Of this process and of its children that ended."""
    return sum(os.times()[:4])


def score(truth: Sequence[str], read: Sequence[str]) -> Score:
    common = sum((Counter(truth) & Counter(read)).values())
    return Score(common / max(1, len(read)), common / max(1, len(truth)), disorder(truth, read))


def disorder(truth: Sequence[str], read: Sequence[str]) -> float:
    """Share of the runs of words, found once in both, that must be moved to stand in the truth's order."""
    here, there = _anchors(truth), _anchors(read)
    places = [there[anchor] for anchor in sorted(here.keys() & there.keys(), key=here.__getitem__)]
    tails: list[int] = []
    for place in places:
        at = bisect.bisect(tails, place)
        tails[at : at + 1] = [place]
    return 1 - len(tails) / len(places) if places else 0.0


def _anchors(text: Sequence[str]) -> dict[tuple[str, ...], int]:
    runs = list(zip(*(text[i:] for i in range(ANCHOR_WORDS)), strict=False))
    once = {run for run, count in Counter(runs).items() if count == 1}
    return {run: place for place, run in enumerate(runs) if run in once}


def read_by_all(path: Path, paces: dict[str, Pace], quick: bool) -> dict[str, list[str]]:
    """The texts of one PDF by tool: as it comes, and for a peer as helped."""
    pages = pages_of(path)
    texts = {OURS: [paces[OURS].run(pages, ours, path)]}
    for name, read in PEERS.items():
        if not (quick and name in SLOW_PEERS and pages > MOST_PAGES_QUICK):
            text = paces[name].run(pages, read, path)
            texts[name] = [text, helped(text)]
    return texts


def pages_of(path: Path) -> int:
    with pymupdf.open(path) as opened:
        return opened.page_count


def scores(found: list[Truth], paces: dict[str, Pace], quick: bool) -> dict[tuple[str, str], dict[str, Score]]:
    """The better score of each tool by (paper, truth)."""
    table: dict[tuple[str, str], dict[str, Score]] = {}
    read: dict[Path, dict[str, list[list[str]]]] = {}
    for truth in found:
        if truth.pdf not in read:
            texts = read_by_all(truth.pdf, paces, quick)
            read[truth.pdf] = {name: [words(text) for text in each] for name, each in texts.items()}
        table[truth.pdf.stem, truth.source] = {
            name: max((score(truth.prose, text) for text in each), key=lambda s: s.f1)
            for name, each in read[truth.pdf].items()
        }
        if truth.whole is not None:
            table[truth.pdf.stem, "hand.txt, whole"] = {
                name: score(truth.whole, each[0]) for name, each in read[truth.pdf].items()
            }
    return table


def print_scores(table: dict[tuple[str, str], dict[str, Score]]) -> None:
    shown = Table(title="Words of prose: precision, recall, F1, share out of order")
    for column in ("paper", "truth", OURS, *PEERS):
        shown.add_column(column)
    for (paper, source), row in table.items():
        cells = [
            f"{s.precision:.3f} {s.recall:.3f}\n{s.f1:.4f} {s.disorder:.3f}" if (s := row.get(name)) else "-"
            for name in (OURS, *PEERS)
        ]
        shown.add_row(paper, source, *cells)
    Console(width=160).print(shown)


def furniture(papers: list[Path]) -> Counter:
    """Leaks over all papers by kind; each is printed."""
    counts: Counter = Counter()
    for path in papers:
        lines = leaks.raw_lines(path)
        counts["pages"] += pages_of(path)
        try:
            read = document(path)
        except Unreadable as exc:
            print(f"{path.stem}: not read: {exc}")
            continue
        kinds = {"heads": leaks.heads(lines), "numbers": leaks.numbers(lines), "references": leaks.references(lines)}
        for kind, found in kinds.items():
            counts[f"{kind} printed"] += len(found)
            for passage, line in leaks.leaked(read, found, lines):
                counts[kind] += 1
                print(f"{path.stem}: {kind} in {passage.id} on page {line.page}: {line.text[:70]}")
        for passage in leaks.entries(read):
            counts["references"] += 1
            print(f"{path.stem}: an entry in {passage.id}: {passage.text[:70]}")
    return counts


def bare_dict(path: Path) -> None:
    with pymupdf.open(path) as opened:
        for page in opened:
            page.get_text("dict", flags=pymupdf.TEXT_PRESERVE_WHITESPACE)


def unchecked(path: Path) -> None:
    """The way from the file to a Document without the search for hidden text."""
    with pymupdf.open(path) as opened:
        pages = [
            _unchecked_page(page.get_text("dict", flags=scan.FLAGS), number) for number, page in enumerate(opened, 1)
        ]
    assembled(PaperId(path.stem), Scan(pages))


def _unchecked_page(layout: dict, number: int) -> ScannedPage:
    level = [[seen.span for seen in group if seen.level] for group in scan.groups(layout, layout["width"])]
    lines = join(level, number)
    return ScannedPage(number, PageSize(layout["width"], layout["height"]), lines)


def text_speed(papers: list[Path]) -> dict[str, Pace]:
    """PyMuPDF's own walk over all pages, the way to prose without the search for hidden text, and the whole way."""
    paces = {"bare": Pace(), "unchecked": Pace(), "whole": Pace()}
    for path in papers:
        pages = pages_of(path)
        for name, work in (("bare", bare_dict), ("unchecked", unchecked), ("whole", document)):
            with contextlib.suppress(Unreadable):
                paces[name].run(pages, work, path)
    return paces


def render_speed(papers: list[Path], every: int) -> Pace:
    """Pages drawn to fit the screen and encoded."""
    pace = Pace()
    for path in papers:
        content = path.read_bytes()
        with pymupdf.open(path) as opened:
            sizes = [page.rect for page in opened]
        for number, size in list(enumerate(sizes, 1))[:MOST_PAGES:every]:
            width = round(size.width * min(SCREEN[0] / size.width, SCREEN[1] / size.height))
            pace.run(1, drawing.render, content, number, width)
    return pace


def main() -> None:
    options = measure.arguments(__doc__.splitlines()[0])
    papers = sorted((SHARED / "papers").glob("*.pdf"))
    paces = {name: Pace() for name in (OURS, *PEERS)}
    table = scores(truths(SHARED / "papers"), paces, options.quick)
    print_scores(table)
    counts = furniture(papers)
    text = text_speed(papers)
    bare, unchecked_pace = text["bare"].pages_per_second, text["unchecked"].pages_per_second
    render = render_speed(papers, RENDERED_EVERY_QUICK if options.quick else RENDERED_EVERY)
    hand = [row for (_, source), row in table.items() if source == "hand.txt"]
    complete = [name for name in PEERS if all(name in row for row in hand)]
    f1 = {name: statistics.mean(row[name].f1 for row in hand) for name in (OURS, *complete)}
    best = max(complete, key=f1.__getitem__)
    figures = {
        "f1_hand": round(f1[OURS], 4),
        "f1_hand_best_peer": round(f1[best], 4),
        "leaked_heads": counts["heads"],
        "leaked_page_numbers": counts["numbers"],
        "leaked_references": counts["references"],
        "text_pages_per_second": round(unchecked_pace, 1),
        "checked_text_pages_per_second": round(text["whole"].pages_per_second, 1),
        "render_pages_per_second": round(render.pages_per_second, 1),
        "ratio_to_get_text_dict": round(bare / max(0.1, unchecked_pace), 2),
    }
    rows = [
        (f"F1 on texts made {HAND}", f"{figures['f1_hand']:.4f}", f"{best} {figures['f1_hand_best_peer']:.4f}"),
        *(
            (
                f"leaked {kind} per page",
                f"{counts[kind] / counts['pages']:.4f}",
                f"0 of {counts[f'{kind} printed']} lines",
            )
            for kind in ("heads", "numbers", "references")
        ),
        ("text pages/s/core", f"{figures['text_pages_per_second']:.0f}", f">= {BARS['text']}"),
        (
            "  with the search for hidden text",
            f"{figures['checked_text_pages_per_second']:.0f}",
            f">= {BARS['checked text']}",
        ),
        (
            "bare get_text(dict) pages/s/core",
            f"{bare:.0f}",
            f"ratio {figures['ratio_to_get_text_dict']:.2f}, bar 2",
        ),
        *((f"  {name} pages/s/core", f"{paces[name].pages_per_second:.0f}", "") for name in PEERS),
        ("render pages/s/core", f"{figures['render_pages_per_second']:.0f}", f">= {BARS['render']}"),
    ]
    peers = {
        f"{paper}, {source}": {name: round(s.f1, 4) for name, s in row.items()}
        for (paper, source), row in table.items()
    }
    measure.report("Papers read", rows, figures, options.json, peers)


if __name__ == "__main__":
    main()
