"""Hidden text on real pages: how much of it is found, how many clean pages are accused, and what looking for it costs.

    python tests/bench/hidden.py [--quick] [--json FILE]

Each way of hiding (`hidden_kinds.py`) is tried on random pages of real papers. A sentence is found where it is recorded
as hidden and stands in no line of the page. A clean page is accused where anything on it is called hidden; the pages in
`TRULY_HIDDEN` were looked at, and what is told of them is so. Scans and other unreadable papers are left out.
"""

from __future__ import annotations

import random
import re
import sys
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pymupdf

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))
import measure
from hidden_kinds import KINDS, Chance, Hide
from station_run import SHARED

from radio.documents import scan
from radio.documents.document import assembled
from radio.documents.hidden.contrast import PageLook
from radio.documents.hidden.visibility import sort_out
from radio.documents.layout import Scan
from radio.documents.printed import opening
from radio.documents.scanned import Scanned
from radio.errors import Unreadable
from radio.ids import PaperId
from radio.model import PageSize
from radio.papers import samples

BARS = {"recall": 0.99, "false_page_rate": 0.005, "pages_per_second": 25}
TRIES, TRIES_QUICK = 50, 4
PAPERS_QUICK = 8
MOST_PAGES = 40
"""Of a long paper."""
SEED = "hidden"
FOUND_SHARE = 0.8
"""Of the words of a sentence that a record must hold; what runs off a box's edge may be seen."""
TRULY_HIDDEN = {
    "1706.03762v5": {13, 14, 15},  # titles of the attention figures, cut off by the figures' frames
    "1708.05894v1": {4},  # the title of a figure, cut off
    "2605.20170": {2},  # a browser's title and address line around a printed figure, cut off
    "podcastfy-joss-draft": {4},  # the end of a line of code runs off the page
}


@dataclass
class Clean:
    """What was seen on papers as they are."""

    pages: list[tuple[str, int]] = field(default_factory=list)
    """Name and index of each page that can be written on."""
    count: int = 0
    accused: list[str] = field(default_factory=list)
    seconds: float = 0.0
    seconds_looking: float = 0.0


def papers(quick: bool) -> dict[str, bytes]:
    """Every real paper by name; our samples where there are none."""
    found = {path.stem: path.read_bytes() for path in sorted((SHARED / "papers").glob("*.pdf"))}
    found = found or {paper.id: Path(paper.pdf).read_bytes() for paper in samples()}
    return dict(list(found.items())[:PAPERS_QUICK] if quick else found)


def read_clean(contents: dict[str, bytes]) -> Clean:
    """Reads each paper, and looks once more at each of its pages to time the look alone."""
    clean = Clean()
    for name, content in contents.items():
        started = time.process_time()
        try:
            printed = scan.scan(content, MOST_PAGES)
            assembled(PaperId(name), printed)
        except (Unreadable, Scanned):
            continue
        clean.seconds += time.process_time() - started
        clean.seconds_looking += seconds_looking(content)
        clean.count += len(printed.pages)
        clean.accused += accused(name, printed)
        with opening.opened(content) as document:
            clean.pages += [(name, page.number) for page in document.pages(stop=MOST_PAGES) if page.rotation == 0]
    return clean


def accused(name: str, printed: Scan) -> Iterator[str]:
    for page in printed.pages:
        if page.hidden and page.number not in TRULY_HIDDEN.get(name, ()):
            yield f"{name} page {page.number}: {page.hidden[0].kind}, {page.hidden[0].text[:60]!r}"


def seconds_looking(content: bytes) -> float:
    """CPU of sorting out what is seen, without reading and prose."""
    document, spoilt, total = opening.opened(content), opening.opened(content), 0.0
    for page in document.pages(stop=MOST_PAGES):
        size = PageSize(page.rect.width, page.rect.height)
        groups = list(scan.groups(page.get_text("dict", clip=pymupdf.INFINITE_RECT(), flags=scan.FLAGS), size.width))
        started = time.process_time()
        sort_out(groups, size, page.number + 1, PageLook(page, lambda page=page: spoilt[page.number]))
        total += time.process_time() - started
    return total


def is_found(hide: Hide, content: bytes, index: int, seed: str) -> bool:
    """Hides a sentence on one page of a paper and reads that page."""
    with opening.opened(content) as paper, pymupdf.open() as single:
        single.insert_pdf(paper, from_page=index, to_page=index)
        page = single[0]
        page.wrap_contents()
        sentence = hide(page, Chance(seed, page))
        changed = single.tobytes()
    try:
        (scanned,) = scan.scan(changed, 1).pages
    except (Unreadable, Scanned):
        return True  # a page with next to no text of its own is not read at all
    told = " ".join(hidden.text for hidden in scanned.hidden)
    shown = " ".join(line.text for line in scanned.lines)
    return share(sentence, told) >= FOUND_SHARE and sentence not in shown


def share(sentence: str, text: str) -> float:
    """Share of the words of a sentence that a text holds."""
    wanted, held = (Counter(re.findall(r"\w+", each.lower())) for each in (sentence, text))
    return sum((wanted & held).values()) / max(1, wanted.total())


def main() -> None:
    arguments = measure.arguments(__doc__.splitlines()[0])
    contents = papers(arguments.quick)
    clean = read_clean(contents)
    tries = TRIES_QUICK if arguments.quick else TRIES
    chance, found, missed = random.Random(SEED), {}, []
    for hide in KINDS:
        found[hide.__name__] = 0
        for number in range(tries):
            name, index = chance.choice(clean.pages)
            ok = is_found(hide, contents[name], index, f"{hide.__name__}/{number}")
            found[hide.__name__] += ok
            missed += [] if ok else [f"{hide.__name__}/{number} on {name} page {index + 1}"]
    figures = {
        "recall": sum(found.values()) / (tries * len(KINDS)),
        "false_page_rate": len(clean.accused) / clean.count,
        "pages_per_second": clean.count / clean.seconds,
        "pages_per_second_without_looking": clean.count / (clean.seconds - clean.seconds_looking),
    }
    rows = [(f"found, {kind.replace('_', ' ')}", f"{count} of {tries}", "") for kind, count in found.items()]
    rows += [
        ("recall", f"{figures['recall']:.2%}", f">= {BARS['recall']:.0%}"),
        ("clean pages accused", f"{len(clean.accused)} of {clean.count}", f"<= {BARS['false_page_rate']:.1%}"),
        ("pages/s/core with the look", f"{figures['pages_per_second']:.0f}", f">= {BARS['pages_per_second']}"),
        ("pages/s/core without it", f"{figures['pages_per_second_without_looking']:.0f}", ""),
    ]
    for line in (*missed, *clean.accused):
        print(line)
    measure.report("hidden text", rows, figures, arguments.json)


if __name__ == "__main__":
    main()
