"""Title and abstract → a few phrases that name what a paper is about. Without a model."""

from __future__ import annotations

import re
from collections import defaultdict

from shows.claims.keyphrases import FUNCTION_WORDS, HOLLOW, LEADERS
from shows.words import latex, words_of

FEWEST, MOST = 3, 6
_CHUNK = re.compile(r"[.,;:!?()\[\]\"]|\s[-–—]\s")
_TOKEN = re.compile(r"[A-Za-z](?:[\w-]*\w)?|[^\s\w]")
_STOP = (
    FUNCTION_WORDS
    | LEADERS
    | words_of(
        "however existing across while within often typically fully highly thereby yields leads shows showing "
        "across whether "
        "provide provides providing enabling allowing achieving outperform outperforms results experiments "
        "extensive find "
        "finds remain remains require requires suggest across leverage leverages explore explores study studies "
        "evaluate "
        "evaluates address addresses including among via introduce introduces lack lacks fail fails limited"
    )
)


def keywords_of(title: str, abstract: str) -> tuple[str, ...]:
    """Three to six phrases of one to three words, those of the title and those said most often first."""
    weights: dict[str, float] = defaultdict(float)
    shown: dict[str, str] = {}
    for text, weight in ((title, 3), (latex.plain(abstract), 1)):
        for phrase in _phrases(text):
            key = phrase.casefold()
            shown.setdefault(key, phrase if not phrase.istitle() else phrase.lower())
            weights[key] += weight * (1 + 0.5 * (phrase.count(" ") == 1))
    kept: list[str] = []
    for key in sorted(weights, key=lambda key: -weights[key]):
        if not any(key in other.casefold() or other.casefold() in key for other in kept):
            kept.append(shown[key])
        if len(kept) == MOST:
            break
    return tuple(kept)


def _phrases(text: str) -> list[str]:
    found: list[str] = []
    for chunk in _CHUNK.split(text):
        row: list[str] = []
        for token in [*_TOKEN.findall(chunk), "and"]:
            lower = token.casefold()
            if (
                lower in _STOP
                or not token[0].isalpha()
                or lower.endswith("ly")
                or (lower.endswith("ed") and len(lower) > 5)
            ):
                if 1 <= len(row) <= 3 and not (len(row) == 1 and (row[0].casefold() in HOLLOW or len(row[0]) < 3)):
                    found.append(" ".join(row))
                row = []
            else:
                row.append(token)
    return found
