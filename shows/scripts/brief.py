"""Summary → what a writer tells, in which order: points by kind, within a number of words and few figures.

In: a paper and its claims.  Out: a Brief. Decides what is told; the words around it are the writer's.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from radio.ids import arxiv_number
from radio.model import Claim, ClaimKind, Paper, Summary
from shows.claims.scopes import FOLLOWS
from shows.claims.titles import said_title
from shows.words import latex
from shows.words.fields import FIELDS
from shows.words.sentences import count_words
from shows.words.tables import MONTHS

ORDER: tuple[ClaimKind, ...] = ("problem", "idea", "method", "result", "limit")
MOST_FIGURES = 3

_THE = re.compile(r"^The (?=[A-Z])")
_FIGURE = re.compile(r"\d+(?:[.,]\d+)*")
_NEW = frozenset({"new", "cross", "replace", "replace-cross", "catch-up"})


@dataclass(frozen=True, slots=True)
class Point:
    """A claim with those that lean on it: told together or not at all."""

    kind: ClaimKind
    claims: tuple[Claim, ...]

    @property
    def words(self) -> int:
        return sum(count_words(claim.text) for claim in self.claims)

    @property
    def figures(self) -> int:
        return sum(len(_FIGURE.findall(claim.text)) for claim in self.claims)

    @property
    def score(self) -> float:
        return max(claim.score for claim in self.claims)


@dataclass(frozen=True, slots=True, kw_only=True)
class Brief:
    """What a story tells: names, day, number, and the points of each part in order."""

    title: str
    authors: str
    day: str
    number: str
    field: str
    parts: tuple[tuple[ClaimKind, tuple[Point, ...]], ...]


def brief(paper: Paper, summary: Summary, words: int) -> Brief:
    """The points that fit into about so many words, the best of each kind first."""
    points = list(points_of(summary))
    kept = _fitting(points, words)
    parts: tuple[tuple[ClaimKind, tuple[Point, ...]], ...] = tuple(
        (kind, of_kind) for kind in ORDER if (of_kind := tuple(p for p in kept if p.kind == kind))
    )
    return Brief(
        title=said_title(paper, summary),
        authors=authors_of(paper),
        day=day_of(paper),
        number=number_of(paper),
        field=FIELDS.get(paper.primary, ""),
        parts=parts,
    )


def points_of(summary: Summary) -> Iterator[Point]:
    """Claims in the order of the paper, each with those that follow from it. One whose forerunner is gone is
    left out."""
    held: list[Claim] = []
    seen: set[str] = set()
    for claim in sorted(summary.claims, key=lambda c: c.id):
        if claim.text in seen or (claim.scope == FOLLOWS and not held):
            continue
        seen.add(claim.text)
        if claim.scope != FOLLOWS and held:
            yield _point(held)
            held = []
        held.append(claim)
    if held:
        yield _point(held)


def authors_of(paper: Paper) -> str:
    """`Jane Doe and 4 colleagues`"""
    names = [_THE.sub("the ", latex.plain(name)) for name in paper.authors]
    if len(names) > 2:
        return f"{names[0]} and {len(names) - 1} colleagues"
    return " and ".join(names)


def day_of(paper: Paper) -> str:
    """`20 November`, with its year for a paper that is not of these days; empty where arXiv did not date it."""
    day = paper.published or paper.announced
    if day is None or not number_of(paper):
        return ""
    return f"{day.day} {MONTHS[day.month - 1]}" + ("" if paper.announce in _NEW else f" {day.year}")


def number_of(paper: Paper) -> str:
    """The arXiv number without its version; empty for a paper that has none."""
    return arxiv_number(paper.id)


def _point(claims: list[Claim]) -> Point:
    kind = claims[0].kind
    return Point("problem" if kind == "context" else kind, tuple(claims))


def _fitting(points: list[Point], words: int) -> list[Point]:
    """The best point of each kind, then the best of the rest, as long as there is room; in the paper's order."""
    ranked = sorted(points, key=lambda p: -p.score)
    first = [
        next((p for p in ranked if p.kind == kind), None) for kind in ("idea", "result", "problem", "limit", "method")
    ]
    wanted = list(dict.fromkeys([p for p in first if p is not None] + ranked))
    kept = _take(wanted, [], words, MOST_FIGURES)
    if sum(p.words for p in kept) < words // 2:
        kept = _take(wanted, kept, words // 2, 99)
    return [p for p in points if p in kept]


def _take(wanted: list[Point], kept: list[Point], words: int, figures: int) -> list[Point]:
    kept = list(kept)
    for point in wanted:
        room = words - sum(p.words for p in kept)
        told = sum(p.figures for p in kept if p.kind == "result")
        crowded = point.kind == "result" and point.figures and told and told + point.figures > figures
        if point not in kept and point.words <= room + 8 and not crowded:
            kept.append(point)
    return kept
