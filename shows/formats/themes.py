"""A day's papers → a few named themes. Without a model; the same papers give the same themes.

A theme is named by a phrase that its papers share, else by a topic whose words they use, else by their field's name.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from radio.ids import PaperId
from radio.model import Paper, Summary
from shows.claims.keyphrases import Stem, names_of, phrases_of, stem_of
from shows.formats.topics import GENERAL, TOPICS, weight_of
from shows.words.fields import field_of

LEAST_THEMES = 3
MOST_THEMES = 4
COMMONPLACE = 0.5
"""A name that more than this share of the papers would bear tells them not apart."""
PHRASE_AT, TOPIC_AT = 3.0, 3.0
"""Weight from which a paper belongs under a phrase, under a topic."""
PHRASE_WORTH = 1.6
"""What a phrase out of the papers' own words is worth against a topic's name."""
GENERAL_WORTH = 0.5
FIELD_WORTH = 0.5
RANK_WORTH = 1.0
"""How much more the first paper of the list draws a theme to itself than the last."""

Bearers = Mapping[str, Mapping[PaperId, float]]
"""Each name with the papers that can bear it and how well it suits them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Theme:
    """A name that can be spoken, and the papers under it, in the order they were given."""

    name: str
    papers: tuple[PaperId, ...]


def themes_of(
    papers: Sequence[Paper], summaries: Mapping[PaperId, Summary], most: int = MOST_THEMES
) -> tuple[Theme, ...]:
    """Every paper under one theme at most; at least three themes where there are three papers; the best paper's first.

    `papers` come best first. With more papers than themes can hold, the odd ones out are left without a theme.
    """
    held = {paper.id: phrases_of(paper, summaries.get(paper.id)) for paper in papers}
    names = names_of(papers, summaries)
    bearers = _merged(_topics(papers), _fields(papers), _phrases(held, names))
    groups = _greedy(papers, bearers, most)
    _split(papers, groups, held, names)
    found = [Theme(name=name, papers=members) for name, members in groups.items()]
    order = {paper.id: place for place, paper in enumerate(papers)}
    return tuple(sorted(found, key=lambda theme: order[theme.papers[0]]))


def bears(paper: Paper, name: str) -> bool:
    """Whether a paper would stand under a theme of this name."""
    if field_of(paper.primary) == name or (name in TOPICS and weight_of(name, paper.title, paper.abstract) >= TOPIC_AT):
        return True
    stem = stem_of(name.split())
    text = f"{paper.title} {paper.abstract}".lower()
    return all(word in text for word in stem) and phrases_of(paper).get(stem, 0.0) >= PHRASE_AT


def shared_phrases(
    name: str, papers: Sequence[Paper], summaries: Mapping[PaperId, Summary], most: int = 3
) -> tuple[str, ...]:
    """Phrases beside the theme's name that at least two of its papers hold, no two with a word in common."""
    names = names_of(papers, summaries)
    counts = Counter(stem for paper in papers for stem in phrases_of(paper, summaries.get(paper.id)) if stem in names)
    common = sorted((stem for stem in counts if counts[stem] >= 2), key=lambda stem: (-counts[stem], -len(stem), stem))
    apart: list[str] = []
    for stem in common:
        words = set(stem)
        if not any(words & set(stem_of(other.split())) for other in (name, *apart)):
            apart.append(names[stem])
    return tuple(apart[:most])


def _phrases(held: Mapping[PaperId, Mapping[Stem, float]], names: Mapping[Stem, str]) -> Bearers:
    found: dict[str, dict[PaperId, float]] = {}
    for paper, phrases in held.items():
        for stem, weight in phrases.items():
            if stem in names and weight >= PHRASE_AT:
                found.setdefault(names[stem], {})[paper] = PHRASE_WORTH * min(weight, 6.0)
    return {name: members for name, members in found.items() if len(members) >= 2}


def _topics(papers: Sequence[Paper]) -> Bearers:
    found: dict[str, dict[PaperId, float]] = {}
    for name in TOPICS:
        worth = GENERAL_WORTH if name in GENERAL else 1.0
        weights = {paper.id: weight_of(name, paper.title, paper.abstract) for paper in papers}
        found[name] = {paper: worth * weight for paper, weight in weights.items() if weight >= TOPIC_AT}
    return {name: members for name, members in found.items() if members}


def _fields(papers: Sequence[Paper]) -> Bearers:
    """Every paper can bear its field's name, when nothing suits it better."""
    found: dict[str, dict[PaperId, float]] = {}
    for paper in papers:
        found.setdefault(field_of(paper.primary), {})[paper.id] = FIELD_WORTH
    return found


def _merged(*found: Bearers) -> Bearers:
    """One name may be a topic, a field and a phrase at once; a paper bears it by the one that suits it best."""
    merged: dict[str, dict[PaperId, float]] = {}
    for bearers in found:
        for name, members in bearers.items():
            known = merged.setdefault(name, {})
            for paper, weight in members.items():
                known[paper] = max(weight, known.get(paper, 0.0))
    return merged


def _greedy(papers: Sequence[Paper], bearers: Bearers, most: int) -> dict[str, tuple[PaperId, ...]]:
    """The name that suits the papers without a theme best, again and again."""
    left: dict[PaperId, float] = {
        paper.id: 1.0 + RANK_WORTH * (1 - place / len(papers)) for place, paper in enumerate(papers)
    }
    commonplace = max(2, int(COMMONPLACE * len(papers)))
    groups: dict[str, tuple[PaperId, ...]] = {}
    while left and len(groups) < most:
        suits = {
            name: sum(left[paper] * weight for paper, weight in members.items() if paper in left)
            for name, members in bearers.items()
            if len(members) <= commonplace or name not in TOPICS
        }
        best = min(suits, key=lambda name: (-suits[name], name))
        groups[best] = tuple(paper for paper in left if paper in bearers[best])
        left = {paper: worth for paper, worth in left.items() if paper not in groups[best]}
    return groups


def _split(
    papers: Sequence[Paper],
    groups: dict[str, tuple[PaperId, ...]],
    held: Mapping[PaperId, Mapping[Stem, float]],
    names: Mapping[Stem, str],
) -> None:
    """Takes papers out of the fullest theme, each under a phrase of its own title, until there are enough themes."""
    while len(groups) < min(LEAST_THEMES, len(papers)):
        fullest = max(groups, key=lambda name: (len(groups[name]), name))
        *stay, leaves = groups[fullest]
        title = next(paper.title for paper in papers if paper.id == leaves)
        groups[fullest] = tuple(stay)
        groups[_own_name(held[leaves], names, tuple(groups)) or title] = (leaves,)


def _own_name(phrases: Mapping[Stem, float], names: Mapping[Stem, str], taken: Sequence[str]) -> str | None:
    own = [stem for stem in phrases if stem in names and names[stem] not in taken]
    best = min(own, key=lambda stem: (-phrases[stem], -len(stem), stem), default=None)
    return names[best] if best else None
