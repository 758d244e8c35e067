"""Papers for a local arXiv: the real PDFs in the shared folder, or the samples that the project ships."""

from __future__ import annotations

import csv
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

from radio.ids import PaperId, version_of
from radio.model import Paper
from radio.papers.samples import samples

CATEGORIES = ("cs.CL", "cs.AI", "cs.LG", "cs.CV", "stat.ML", "cs.RO")
NON_EXCLUSIVE = "http://arxiv.org/licenses/nonexclusive-distrib/1.0/"
LICENCES = {
    "CC BY": "http://creativecommons.org/licenses/by/4.0/",
    "CC BY 4.0 (policy)": "http://creativecommons.org/licenses/by/4.0/",
    "CC BY-SA 4.0": "http://creativecommons.org/licenses/by-sa/4.0/",
}
USUAL_PAGES = range(4, 41)
ABSTRACT = re.compile(
    r"abstract\W{0,4}(.{200,2200}?)(?=\n\s*(?:1|I)?\.?\s*introduction|\n\s*keywords|\Z)", re.IGNORECASE | re.DOTALL
)


def from_shared(data: Path, count: int = 40, day: date | None = None) -> tuple[Paper, ...]:
    """So many papers announced on a day, those of usual length first; PDFs are used again under new ids as needed."""
    day = day or date(2026, 11, 20)
    papers = _real(data / "papers") if (data / "papers/files.tsv").is_file() else _own()
    if not papers:
        raise FileNotFoundError(f"there are no papers in {data}, and the project has no samples")
    return tuple(_announced(papers[n % len(papers)], n, n // len(papers), day) for n in range(count))


def made_up(number: int, day: date, *, version: int = 1, category: str = "cs.CL") -> Paper:
    """A paper that nobody wrote, announced on a day."""
    sent_in = datetime.combine(day - timedelta(days=1), time(12), UTC)
    return Paper(
        id=PaperId(f"{day:%y%m}.{number:05d}v{version}"),
        title=f"On the number {number}",
        authors=("Ada One", "Bo Two"),
        abstract=f"We count to {number}.",
        categories=(category,),
        primary=category,
        published=sent_in - timedelta(days=30 * (version - 1)),
        updated=sent_in,
        announced=day,
        announce="new" if version == 1 else "replace",
        licence=LICENCES["CC BY"],
    )


def _announced(paper: Paper, number: int, copy: int, day: date) -> Paper:
    """The paper as announced on the day; a copy gets an id and a title of its own."""
    sent_in = datetime.combine(day - timedelta(days=1), time(12), UTC)
    categories = (CATEGORIES[number % len(CATEGORIES)], CATEGORIES[(number + 1) % len(CATEGORIES)])
    return replace(
        paper,
        id=PaperId(f"{day:%y%m}.{10000 + number:05d}v1") if copy or not paper.id else paper.id,
        title=f"{paper.title}, part {copy + 1}" if copy else paper.title,
        categories=categories,
        primary=categories[0],
        published=sent_in,
        updated=sent_in,
        announced=day,
        announce="new",
    )


def _own() -> Sequence[Paper]:
    return tuple(replace(sample, id=PaperId("")) for sample in samples())


def _real(folder: Path) -> Sequence[Paper]:
    with (folder / "files.tsv").open(newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if (folder / row["file"]).is_file()]
    rows.sort(key=lambda row: int(row["pages"]) not in USUAL_PAGES)
    return tuple(_of_row(folder / row["file"], row) for row in rows)


def _of_row(pdf: Path, row: dict[str, str]) -> Paper:
    title, abstract = _first_page(pdf)
    paper_id = row["arxiv"] and row["arxiv"] + ("" if version_of(row["arxiv"]) else "v1")
    return Paper(
        id=PaperId(paper_id),
        title=title or pdf.stem,
        authors=("A. Author", "B. Author"),
        abstract=abstract,
        licence=LICENCES.get(row["licence"], NON_EXCLUSIVE),
        pdf=str(pdf),
    )


def _first_page(pdf: Path) -> tuple[str, str]:
    """The largest print of the first page, and the words after `Abstract`."""
    import pymupdf

    with pymupdf.open(pdf) as document:
        page = document[0]
        lines = [
            line
            for block in page.get_text("dict")["blocks"]
            for line in block.get("lines", ())
            if line["dir"] == (1, 0)
        ]
        text = page.get_text()
    spans = [span for line in lines for span in line["spans"] if span["text"].strip()]
    largest = max((span["size"] for span in spans if len(span["text"].strip()) > 3), default=0.0)
    title = " ".join(span["text"].strip() for span in spans if abs(span["size"] - largest) < 0.5)
    found = ABSTRACT.search(text)
    return _one_line(title)[:200], _one_line(found[1] if found else text[:1500])


def _one_line(text: str) -> str:
    whole = unicodedata.normalize("NFKC", text.replace("-\n", ""))
    printable = "".join(letter if letter.isprintable() else " " for letter in whole)
    return " ".join(printable.split())
