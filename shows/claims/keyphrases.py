"""Titles, abstracts and keywords → the phrases of two or three words that could name a theme. Without a model."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping

from radio.ids import PaperId
from radio.model import Paper, Summary
from shows.words import words_of

TITLE_WEIGHT, KEYWORD_WEIGHT, ABSTRACT_WEIGHT = 3.0, 2.0, 1.0
MOST_IN_ABSTRACT = 3
LENGTHS = (2, 3)


FUNCTION_WORDS = words_of(
    "a an the of for in on to and or nor but with without from by via at as is are was were be been being do does",
    "did can could may might will would should must have has had not no than then that this these those which who",
    "whom whose what when where why how if while its it their they them we our us you your i he she his her one",
    "two three four five both each every all any some many much more most less least few several other another",
    "such same into onto under over between among across through during before after against about above below",
    "beyond within toward towards per up down out off only also just even still yet again further here there",
    "however thus hence therefore because since so too very often well et al etc vs versus using use used uses",
    "based given need needs make makes making show shows propose proposes proposed present presents introduce",
    "introduces demonstrate achieve achieves improve improves enable enables end-to-end state-of-the-art",
)
HOLLOW = words_of(
    "approach method framework paper study work result problem task system model technique performance data",
    "dataset benchmark evaluation analysis case learning training network code experiment setting design survey",
    "review application algorithm architecture pipeline strategy mechanism prediction detection generation",
    "optimization large language neural deep foundation machine",
)
LEADERS = words_of(
    "new novel rethinking revisiting introducing exploring understanding improving improved efficient effective",
    "robust simple better good unified scalable first general automatic automated adaptive hierarchical",
    "lightweight fast accurate practical comprehensive systematic empirical theoretical real-world large-scale",
    "high-quality low-cost extensive significant different various multiple single existing recent current",
    "proposed open full key strong learning evaluating beyond building bridging scaling measuring enhancing",
    "leveraging benchmarking modelling modeling generating",
)
WEAK_ENDS = words_of("approach method framework paper study work result technique large system")
"""No theme is named by a phrase that ends on one of them."""
WEAK_ENDINGS = ("ly", "ed", "ive", "ous", "ic", "-guided", "-aware", "-driven")
TOKEN = re.compile(r"[A-Za-z][A-Za-z-]*[A-Za-z]|[^\sA-Za-z]")

Stem = tuple[str, ...]
"""A phrase as compared: lower case, without plural endings."""


def phrases_of(paper: Paper, summary: Summary | None = None) -> dict[Stem, float]:
    """Each phrase that a paper holds, with its weight."""
    weights: dict[Stem, float] = defaultdict(float)
    for stem in set(_stems(paper.title)):
        weights[stem] += TITLE_WEIGHT
    for stem, count in Counter(_stems(paper.abstract)).items():
        weights[stem] += ABSTRACT_WEIGHT * min(count, MOST_IN_ABSTRACT)
    for keyword in summary.keywords if summary else ():
        for stem in set(_stems(keyword)):
            weights[stem] += KEYWORD_WEIGHT
    return dict(weights)


def names_of(papers: Iterable[Paper], summaries: Mapping[PaperId, Summary]) -> dict[Stem, str]:
    """How each phrase that may name a theme is written: only those out of titles and keywords, in their usual form."""
    written: dict[Stem, Counter[str]] = defaultdict(Counter)
    for paper in papers:
        summary = summaries.get(paper.id)
        for text in (paper.title, *(summary.keywords if summary else ())):
            for words in _runs(text):
                written[stem_of(words)][" ".join(map(_cased, words))] += 1
    return {
        stem: min(forms, key=lambda form: (-forms[form], form))
        for stem, forms in written.items()
        if _says_something(stem)
    }


def stem_of(words: Iterable[str]) -> Stem:
    return tuple(map(_stem, words))


def _says_something(stem: Stem) -> bool:
    return (
        not all(word in HOLLOW for word in stem)
        and stem[0] not in LEADERS
        and stem[-1] not in LEADERS
        and not stem[-1].endswith(WEAK_ENDINGS)
        and stem[-1] not in WEAK_ENDS
    )


def _stems(text: str) -> list[Stem]:
    return [stem_of(words) for words in _runs(text)]


def _runs(text: str) -> Iterable[tuple[str, ...]]:
    """Every stretch of two or three neighbouring words without a function word or a mark between them."""
    stretch: list[str] = []
    for token in [*TOKEN.findall(text), "."]:
        if token[0].isalpha() and token.lower() not in FUNCTION_WORDS:
            stretch.append(token)
            continue
        for length in LENGTHS:
            yield from (tuple(stretch[at : at + length]) for at in range(len(stretch) - length + 1))
        stretch = []


def _cased(word: str) -> str:
    """Lower case, except for names in capitals: `LLM`, `LiDAR`, `GANs`."""
    return "-".join(part if any(map(str.isupper, part[1:])) else part.lower() for part in word.split("-"))


def _stem(word: str) -> str:
    word = word.lower()
    if word.endswith("ies") and len(word) > 5:
        return word[:-3] + "y"
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3 else word
