"""A day's papers → which to tell, best first, with a reason for each point given. Reads abstracts only, never PDFs.

The same papers, interests and likeness always give the same order.
"""

from __future__ import annotations

import heapq
import re
from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType

from radio.ids import PaperId
from radio.model import Choice, Paper
from shows.words import words_of
from shows.words.fields import field_of

MINUTES_PER_STORY = 2.2

Point = tuple[float, str]
"""Points given and the reason in words."""

CATEGORY_PRIMARY, CATEGORY_LISTED = 1.0, 0.4
KEYWORD_IN_TITLE, KEYWORD_IN_ABSTRACT, KEYWORDS_AT_MOST = 2.0, 1.0, 6.0
AUTHOR = 2.5
LIKENESS = 3.0
AVOIDED = -100.0
WITHDRAWN = -100.0
VERSION_NEWS = 8.0
"""For a version that changes or takes the place of what was told or chosen before."""
OUT_OF_PLACE = -100.0
"""For a version that has nothing new, or is not the newest."""
TOO_ALIKE = 1.5
"""Points off for a paper much like one that was just placed."""

ANNOUNCED: Mapping[str, tuple[float, str]] = {
    "asked": (20.0, "asked for by the operator"),
    "local": (20.0, "a PDF of the operator's own"),
    "new": (0.5, "newly announced"),
    "catch-up": (0.4, "announced in the last days"),
    "cross": (0.2, "cross-listed"),
    "replace": (-0.8, "a new version of an earlier paper"),
    "replace-cross": (-1.0, "a new version, cross-listed"),
    "sample": (0.0, "a sample that ships with the station"),
}

RESULT_WORDS = re.compile(
    r"\b(outperform\w*|improv\w+|reduc\w+|achiev\w+|we (?:show|find|prove|observe)|results|experiments?)\b", re.I
)
FIGURE = re.compile(r"\d")
SHORT_WORDS, LONG_WORDS = 60, 330

ALIKE_AT = 0.34
"""Share of title words in common from which two papers sound the same in a row."""
ALIKE_WINDOW = 10
COMMON = words_of(
    "a an the of for in on to and or with from by via using towards toward at as is are be its it into under through",
    "model models learning based approach method new large language network networks neural deep data",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Interests:
    """What the operator wants to hear about."""

    categories: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    avoid: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()


def rank(
    papers: Iterable[Paper],
    interests: Interests,
    likeness: Mapping[PaperId, float],
    day: date,
    versions: Mapping[PaperId, Point] = MappingProxyType({}),
) -> list[Choice]:
    """Every paper with its score and reasons, best first, near-same ones spread out; none is chosen yet.

    `likeness` to the operator's library is between 0 and 1; a paper that it does not name gets no points for it.
    `versions` says what a paper's other versions mean for it, in place of how it was announced.
    """
    by_id = {paper.id: paper for paper in papers}
    choices = [
        _judged(paper, interests, likeness.get(paper.id), day, versions.get(paper.id)) for paper in by_id.values()
    ]
    return _spread(choices, {paper.id: _title_words(paper) for paper in by_id.values()})


def within_budget(
    choices: Sequence[Choice], hours_per_day: float, minutes_per_story: float = MINUTES_PER_STORY
) -> list[Choice]:
    """The same choices in the same order, with as many chosen as the day's audio budget holds; never one below zero."""
    room = int(hours_per_day * 60 / minutes_per_story)
    marked: list[Choice] = []
    for choice in choices:
        chosen = room > 0 and choice.score > 0
        room -= chosen
        marked.append(replace(choice, chosen=chosen))
    return marked


def _judged(paper: Paper, interests: Interests, likeness: float | None, day: date, version: Point | None) -> Choice:
    points = [
        *_by_category(paper, interests),
        *_by_keyword(paper, interests),
        *_by_author(paper, interests),
        *_by_likeness(likeness),
        *([version] if version else _by_announcement(paper)),
        *_by_abstract(paper),
        *_against(paper, interests),
    ]
    score = round(sum(given for given, _ in points), 4)
    return Choice(paper=paper.id, day=day, score=score, chosen=False, reasons=tuple(why for _, why in points))


def _by_category(paper: Paper, interests: Interests) -> Iterable[Point]:
    wanted = [c for c in paper.categories if c in interests.categories]
    if paper.primary in interests.categories:
        yield CATEGORY_PRIMARY, f"in {field_of(paper.primary)} ({paper.primary})"
    elif wanted:
        yield CATEGORY_LISTED, f"also listed in {field_of(wanted[0])} ({wanted[0]})"


def _by_keyword(paper: Paper, interests: Interests) -> Iterable[Point]:
    room = KEYWORDS_AT_MOST
    for keyword in interests.keywords:
        in_title = _mentions(paper.title, keyword)
        if room > 0 and (in_title or _mentions(paper.abstract, keyword)):
            given = min(room, KEYWORD_IN_TITLE if in_title else KEYWORD_IN_ABSTRACT)
            room -= given
            yield given, f"matches keyword '{keyword}'" + (" in its title" if in_title else "")


def _by_author(paper: Paper, interests: Interests) -> Iterable[Point]:
    names = {author.casefold(): author for author in paper.authors}
    for wanted in interests.authors:
        found = [name for folded, name in names.items() if _mentions(folded, wanted)]
        if found:
            yield AUTHOR, f"by {found[0]}"


def _by_likeness(likeness: float | None) -> Iterable[Point]:
    if likeness is not None and likeness > 0:
        yield LIKENESS * min(likeness, 1.0), f"like your library: {likeness:.2f}"


def _by_abstract(paper: Paper) -> Iterable[Point]:
    words = len(paper.abstract.split())
    if words < SHORT_WORDS:
        yield -0.6, f"short abstract ({words} words)"
    elif words > LONG_WORDS:
        yield -0.2, f"long abstract ({words} words)"
    found = min(len(RESULT_WORDS.findall(paper.abstract)), 3)
    if found:
        yield 0.15 * found, "reports results"
    if FIGURE.search(paper.abstract):
        yield 0.2, "gives figures"


def _by_announcement(paper: Paper) -> Iterable[Point]:
    yield ANNOUNCED[paper.announce]
    if paper.withdrawn:
        yield WITHDRAWN, "withdrawn"


def _against(paper: Paper, interests: Interests) -> Iterable[Point]:
    for word in interests.avoid:
        if _mentions(paper.title, word) or _mentions(paper.abstract, word):
            yield AVOIDED, f"contains '{word}', which you avoid"


def _mentions(text: str, phrase: str) -> bool:
    """Whether the phrase stands in the text as whole words, its plural included."""
    return bool(phrase) and re.search(rf"(?<!\w){re.escape(phrase)}(?:s|es)?(?!\w)", text, re.I) is not None


def _title_words(paper: Paper) -> frozenset[str]:
    return frozenset(re.findall(r"[a-z][a-z-]+", paper.title.lower())) - COMMON


def _spread(choices: Iterable[Choice], words: Mapping[PaperId, frozenset[str]]) -> list[Choice]:
    """Best first, but a paper much like one of the last few placed gives way once."""
    waiting = [(-choice.score, choice.paper, choice, False) for choice in choices]
    heapq.heapify(waiting)
    placed: list[Choice] = []
    recent: deque[PaperId] = deque(maxlen=ALIKE_WINDOW)
    while waiting:
        _, paper, choice, gave_way = heapq.heappop(waiting)
        twin = None if gave_way else _twin(paper, recent, words)
        if twin:
            later = replace(
                choice, score=round(choice.score - TOO_ALIKE, 4), reasons=(*choice.reasons, f"much like {twin}")
            )
            heapq.heappush(waiting, (-later.score, paper, later, True))
        else:
            placed.append(choice)
            recent.append(paper)
    return placed


def _twin(paper: PaperId, recent: Iterable[PaperId], words: Mapping[PaperId, frozenset[str]]) -> PaperId | None:
    mine = words[paper]
    for other in recent:
        theirs = words[other]
        if mine and len(mine & theirs) >= 2 and len(mine & theirs) / len(mine | theirs) >= ALIKE_AT:
            return other
    return None
