"""Two versions of a paper → what the newer one changes. Pure; compares words and figures, judges nothing."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher

from radio.ids import is_abstract
from radio.model import Claim, Document, Paper
from shows.words import latex, words_of
from shows.words.sentences import split

VERSIONS = "versions"
"""The writer of a summary whose claims say what a version changes."""
ALIKE = 0.5
"""Share of words in common, in their order, from which a sentence is taken for an older one reworded."""
SAME_IN_TEXT = 0.75
"""The same for sentences of the body, of which there are many more to be mistaken."""
WORDS_BEFORE, WORDS_AFTER = 6, 2
"""Words of the sentence before a figure, and after one without a unit, that make its quote."""

_WORD = re.compile(r"\S+")
_MARKS = "()[]{},.;:!?\"'“”‘’"
_CLAUSE_ENDS = ",;:.()"
_FIGURE = re.compile(r"([-+−]?\d[\d,]*(?:\.\d+)?|[-+−]?\.\d+)(%|[x×]|-?fold|[kKMBT])?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_UNIT = re.compile(r"[A-Za-zµμ°][\w/-]{0,14}")
_NO_UNIT = words_of(
    "a an and are as at but by compared for from has have in into is it its more less of on only or over per points "
    "respectively than that the their then this to under up using was were when where which while with within"
)


@dataclass(frozen=True, slots=True)
class FigureChange:
    """A figure that stood in the older version and what stands there now, each with the words that lead to it."""

    was: str
    """As written, with its unit: `83 percent`."""
    now: str
    was_quote: str
    now_quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Revision:
    """What a version changes. Sentences are those of the abstracts, as they stand there."""

    title: tuple[str, str] | None = None
    figures: tuple[FigureChange, ...] = ()
    text_figures: tuple[FigureChange, ...] = ()
    """In the body, among what was told of the older version."""
    added: tuple[str, ...] = ()
    removed: tuple[str, ...] = ()
    reworded: tuple[tuple[str, str], ...] = ()
    kept: int = 0
    """Sentences that stand in both."""

    @property
    def is_material(self) -> bool:
        """Whether it changes what a listener knows; other words for the same are no news."""
        return bool(self.title or self.figures or self.text_figures or self.added or self.removed)

    @property
    def is_rewritten(self) -> bool:
        """Whether most of the older abstract is gone."""
        return len(self.removed) > self.kept + len(self.reworded)

    @property
    def keeps_abstract(self) -> bool:
        return not (self.figures or self.added or self.removed or self.reworded)


def revision(before: Paper, after: Paper, told: Sequence[Claim] = (), document: Document | None = None) -> Revision:
    """Compares titles and abstracts; given the newer version's text, unless a scan's, also what older claims say."""
    old, new = (split(_plain(paper.abstract)) for paper in (before, after))
    pairs, added, removed = _paired(old, new, ALIKE)
    titles = _plain(before.title), _plain(after.title)
    return Revision(
        title=titles if _words(titles[0]) != _words(titles[1]) else None,
        figures=tuple(change for was, now in pairs for change in _figure_changes(was, now)),
        text_figures=tuple(_text_figures(told, document)) if document and not document.recognised else (),
        added=added,
        removed=removed,
        reworded=pairs,
        kept=len(old) - len(pairs) - len(removed),
    )


def _plain(text: str) -> str:
    return " ".join(latex.plain(text).split())


def _words(text: str) -> list[str]:
    return [word for token in text.casefold().split() if (word := token.strip(_MARKS))]


def _paired(
    before: Iterable[str], after: Iterable[str], alike: float
) -> tuple[tuple[tuple[str, str], ...], tuple[str, ...], tuple[str, ...]]:
    """Sentences that were reworded with their forerunners, those that are new, and those that are gone."""
    new = list(after)
    gone: list[str] = []
    for sentence in before:
        same = next((other for other in new if _words(other) == _words(sentence)), None)
        if same is None:
            gone.append(sentence)
        else:
            new.remove(same)
    nearest = sorted(((_likeness(was, now), was, now) for was in gone for now in new), key=lambda row: -row[0])
    pairs: list[tuple[str, str]] = []
    for likeness, was, now in nearest:
        if likeness >= alike and was in gone and now in new:
            pairs.append((was, now))
            gone.remove(was)
            new.remove(now)
    return tuple(pairs), tuple(new), tuple(gone)


def _likeness(one: str, other: str) -> float:
    return SequenceMatcher(None, _words(one), _words(other), autojunk=False).ratio()


@dataclass(frozen=True, slots=True)
class _Token:
    written: str
    """With its marks."""
    start: int

    @property
    def word(self) -> str:
        return self.written.strip(_MARKS)

    @property
    def begin(self) -> int:
        """Where its word begins, in the sentence."""
        return self.start + len(self.written) - len(self.written.lstrip(_MARKS))

    @property
    def end(self) -> int:
        """Where its word ends, in the sentence."""
        return self.start + len(self.written.rstrip(_MARKS))


def _tokens(sentence: str) -> list[_Token]:
    return [_Token(m[0], m.start()) for m in _WORD.finditer(sentence)]


def _figure_changes(was: str, now: str) -> Iterator[FigureChange]:
    """Figures that stand in each other's place, one for one and with the same unit."""
    old, new = _tokens(was), _tokens(now)
    matcher = SequenceMatcher(None, *([t.word.casefold() for t in tokens] for tokens in (old, new)), autojunk=False)
    for kind, i1, i2, j1, j2 in matcher.get_opcodes():
        left = [i for i in range(i1, i2) if _is_figure(old[i].word)]
        right = [j for j in range(j1, j2) if _is_figure(new[j].word)]
        if kind != "replace" or len(left) != len(right):
            continue
        for i, j in zip(left, right, strict=True):
            unit = _unit(old, i)
            if unit == _unit(new, j) and _value(old[i].word) != _value(new[j].word):
                yield FigureChange(
                    was=_named(old[i].word, unit),
                    now=_named(new[j].word, unit),
                    was_quote=_quote(was, old, i, unit, 1),
                    now_quote=_quote(now, new, j, unit, WORDS_BEFORE),
                )


def _is_figure(word: str) -> bool:
    return bool(_FIGURE.fullmatch(word)) and not _YEAR.fullmatch(word)


def _figure_and_mark(word: str) -> tuple[str, str]:
    """A figure as written and the mark on it, such as `%`; both empty for another word."""
    match = _FIGURE.fullmatch(word)
    return (match[1], match[2] or "") if match else ("", "")


def _value(word: str) -> float:
    return float(_figure_and_mark(word)[0].replace(",", "").replace("−", "-"))


def _unit(tokens: list[_Token], at: int) -> str:
    """`%` however it is written, the mark on the figure, or the word after it; empty for a bare figure."""
    _, mark = _figure_and_mark(tokens[at].word)
    after = tokens[at + 1].word if at + 1 < len(tokens) and tokens[at].written[-1] not in _CLAUSE_ENDS else ""
    if mark == "%" or after == "percent":
        return "%"
    if mark:
        return mark
    return after if _UNIT.fullmatch(after) and after.casefold() not in _NO_UNIT else ""


def _named(word: str, unit: str) -> str:
    """`83 percent`, `2.4x`, `41.8 BLEU`."""
    figure, mark = _figure_and_mark(word)
    if unit == "%":
        return f"{figure} percent"
    return word if mark or not unit else f"{figure} {unit}"


def _quote(sentence: str, tokens: list[_Token], at: int, unit: str, words_before: int) -> str:
    """The exact stretch that leads to the figure, within its clause, and ends with its unit or words that name it."""
    first = last = at
    while first and at - first < words_before and _is_joined(tokens[first - 1], tokens[first]):
        if _is_figure(tokens[first - 1].word):
            break
        first -= 1
    words_after = (
        0 if "%" in tokens[at].word else 1 if unit and not _figure_and_mark(tokens[at].word)[1] else WORDS_AFTER
    )
    while last + 1 < len(tokens) and last - at < words_after and _is_joined(tokens[last], tokens[last + 1]):
        last += 1
    while last > at and tokens[last].word.casefold() in _NO_UNIT:
        last -= 1
    return sentence[tokens[first].begin : tokens[last].end]


def _is_joined(one: _Token, other: _Token) -> bool:
    """Whether no mark of a clause stands between two words."""
    return one.written[-1] not in _CLAUSE_ENDS and other.written[0] not in "([" and bool(one.word and other.word)


def _text_figures(told: Sequence[Claim], document: Document) -> Iterator[FigureChange]:
    """What changed in the sentences of the body that the older version's story rests on."""
    body = [claim for claim in told if not is_abstract(claim.passage) and _FIGURE.search(claim.quote)]
    sentences = [s for passage in document.passages for s in split(_plain(passage.text)) if _FIGURE.search(s)]
    for claim in body:
        was = _plain(claim.quote)
        if any(_words(was) == _words(sentence) for sentence in sentences):
            continue
        now = max(sentences, key=lambda sentence: _likeness(was, sentence), default="")
        if now and _likeness(was, now) >= SAME_IN_TEXT:
            yield from _figure_changes(was, now)
