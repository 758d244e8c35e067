"""Papers and summaries made up for tests of the shows."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path

from radio.ids import PaperId
from radio.model import Claim, Paper, Summary

DAY = date(2026, 11, 20)

SUBJECTS = (
    ("Grasping soft fruit with a dexterous hand", "robot manipulation and grasping", "cs.RO"),
    ("Robot manipulation from a single demonstration", "robot manipulation with few demonstrations", "cs.RO"),
    ("Calibrated answers from language models", "uncertainty, calibration and confidence of answers", "cs.CL"),
    ("When models do not know: calibration under shift", "calibration and uncertainty when the world changes", "cs.LG"),
    ("Faster diffusion models for video", "diffusion and denoising of video", "cs.CV"),
    ("Denoising with fewer steps in diffusion models", "diffusion models and their denoising steps", "cs.CV"),
    ("Regret bounds for sleeping bandits", "regret and sample complexity", "stat.ML"),
    ("Speech recognition for whispered speech", "speech and audio recorded at night", "cs.SD"),
    ("A census of open source licences", "software repositories and their programs", "cs.SE"),
    ("Traffic forecasts from bicycle counters", "forecasting of time series", "cs.LG"),
)


def some_paper(number: int, **changes) -> Paper:
    title, about, category = SUBJECTS[number % len(SUBJECTS)]
    values = {
        "id": PaperId(f"2611.{number:05d}v1"),
        "title": title,
        "authors": (f"Author {'ABCDEFGHIJ'[number % 10]}. Writer", "Second Name", "Third Name"),
        "abstract": f"We study {about}. Earlier work leaves a gap. We propose a plain method for {about}. "
        f"Experiments show that it improves accuracy by {number + 2} percent over the strongest baseline. "
        + "The text goes on for a while so that it is as long as abstracts usually are. "
        * 3,
        "categories": (category,),
        "primary": category,
        "announced": DAY,
    }
    return Paper(**{**values, **changes})


def some_papers(count: int) -> list[Paper]:
    return [some_paper(number) for number in range(count)]


def summary_of(paper: Paper) -> Summary:
    """A summary whose claims are the abstract's sentences."""
    kinds = ("problem", "context", "method", "result", "limit", "idea", "result")
    sentences = [sentence.strip() + "." for sentence in paper.abstract.split(".") if sentence.strip()]
    claims = tuple(
        Claim(
            id=f"{paper.id}#c{place:02d}",
            kind=kind,
            text=sentence,
            quote=sentence,
            passage=f"{paper.id}#abstract",
            score=1.0 - place / 10,
        )
        for place, (kind, sentence) in enumerate(zip(kinds, sentences, strict=False))
    )
    return Summary(paper=paper.id, headline=paper.title, claims=claims)


def summaries_of(papers: list[Paper]) -> dict[PaperId, Summary]:
    return {paper.id: summary_of(paper) for paper in papers}


def real_days(shared: Path) -> dict[date, list[Paper]]:
    """Metadata of real papers by the day on which they were first seen."""
    days: dict[date, list[Paper]] = {}
    with (shared / "metadata.jsonl").open(encoding="utf-8") as rows:
        for row in map(json.loads, rows):
            day = date.fromisoformat(row["first_seen"])
            days.setdefault(day, []).append(_real_paper(row, day))
    return days


def _real_paper(row: dict, day: date) -> Paper:
    return Paper(
        id=PaperId(f"{row['id']}v1"),
        title=row["title"],
        authors=tuple(row["authors"]),
        abstract=row["abstract"],
        categories=tuple(row["categories"]),
        primary=row["primary_category"],
        announced=day,
    )
