"""The cards of a paper whose pages may not be shown, and the cards of the station itself.

In: the summary's claims. Out: cards. The paper's own wording stands on a card only where it is from the abstract (arXiv
gives that to everybody) or is a credited quote of at most 25 words; other claims are shown in the station's words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from datetime import date

from radio.ids import is_abstract, paper_of
from radio.licence import licence_of
from radio.model import Card, Claim, ClaimKind, Document, Paper, Segment, Show, Summary
from radio.rules import any_word
from shows.claims.titles import title_of

QUOTE_WORDS = 25
QUOTES_OF_BODY = 2
"""Credited quotes from one paper's body."""
LINES_ON_LIST = 4
CARD_WORDS = 24
SAME_WORDS = 0.6
"""Share of a claim's words in a sentence above which the two say the same."""
AUTHORS_NAMED = 2

_SIGN = r"(?<![\w.,:/-])(?P<sign>[+−-]?)"
_DIGITS = r"(?P<digits>\d{1,3}(?:[,\s]\d{3})+|\d+(?:\.\d+)?)"
_JOINED = r"(?P<joined>\s?%|[x×]\b|-fold\b)?"
_UNIT = r"(?:\s(?P<unit>[A-Za-zμµ°][\w/-]{0,14}))?"
_NUMBER = re.compile(_SIGN + _DIGITS + _JOINED + _UNIT)
_YEAR = re.compile(r"(19|20)\d\d")
_RANGE_FOLLOWS = re.compile(r"\s?%?\s?[-–—]\s?\d")
_RANGE_BEFORE = re.compile(r"\d\s?%?\s?[-–—]\s?$")
_NO_UNIT = re.compile(
    any_word(
        "an? and are as at be but by compared for from has have if in into is its? of on only or over per respectively",
        "than that the their then this to under up using was we were when where which while who with within without",
    ),
    re.IGNORECASE,
)
_LICENCES: tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...] = (
    (re.compile(r"licenses/(by(?:-\w\w)*)/(\d\.\d)?"), lambda m: f"CC {m[1].upper()} {m[2] or ''}".strip()),
    (re.compile(r"publicdomain/zero/(\d\.\d)"), lambda m: f"CC0 {m[1]}"),
    (re.compile(r"publicdomain"), lambda m: "public domain"),
    (re.compile(r"nonexclusive-distrib"), lambda m: "arXiv licence"),
)


def label(paper: Paper, document: Document | None) -> str:
    """`arXiv 1706.03762v5 · CC BY 4.0 · Ada Lovelace, Max Born and 6 others`"""
    licence = licence_name(licence_of(paper, document))
    return " · ".join(part for part in (_source(paper), licence, authors(paper)) if part)


def _source(paper: Paper) -> str:
    names = {"local": "a PDF of the operator's", "sample": "a paper of the station's own"}
    return names.get(paper.announce, f"arXiv {paper.id}")


def licence_name(url: str) -> str:
    """The short name of a licence URL; empty where it is not known."""
    return next((name(m) for pattern, name in _LICENCES if (m := pattern.search(url))), "")


def authors(paper: Paper) -> str:
    """The first authors and how many more there are."""
    named, more = paper.authors[:AUTHORS_NAMED], len(paper.authors) - AUTHORS_NAMED
    if more == 1:
        named, more = paper.authors[: AUTHORS_NAMED + 1], 0
    if more > 0:
        return f"{', '.join(named)} and {more} others"
    return " and ".join((", ".join(named[:-1]), named[-1])) if len(named) > 1 else "".join(named)


def title(paper: Paper, document: Document | None) -> Card:
    return Card(kind="title", heading=title_of(paper, document), lines=_lines(paper, document))


def _lines(paper: Paper, document: Document | None) -> tuple[str, ...]:
    return tuple(filter(None, (authors(paper), _where(paper, document))))


def _where(paper: Paper, document: Document | None) -> str:
    licence = licence_name(licence_of(paper, document))
    return " · ".join(part for part in (_source(paper), paper.primary, licence) if part)


def of_claim(claim: Claim, said: str, paper: Paper, document: Document | None, quotes_left: int) -> Card | None:
    """The card for a sentence that rests on this claim: its striking number, else a short quote.

    None for words of another version, which this one must not be credited with.
    """
    if paper_of(claim.passage) != paper.id:
        return None
    if number := _number_card(claim, said, document):
        return number
    if len(claim.quote.split()) <= QUOTE_WORDS and claim.quote and (from_abstract(claim, document) or quotes_left):
        return Card(kind="quote", heading=f"{authors(paper)} · {_source(paper)}".strip(" ·"), lines=(claim.quote,))
    return None


def _number_card(claim: Claim, said: str, document: Document | None) -> Card | None:
    big = striking_number(claim)
    if not big or not _sayable(claim, document):
        return None
    # The caption below shows what is said; the card does not say it twice.
    lines = () if _share_held(claim.text, said) > SAME_WORDS else (clipped(claim.text),)
    return Card(kind="number", heading=_KIND_NAMES[claim.kind], big=big, lines=lines)


def _share_held(text: str, said: str) -> float:
    words, held = text.casefold().split(), set(said.casefold().split())
    return sum(word in held for word in words) / max(1, len(words))


def from_abstract(claim: Claim, document: Document | None) -> bool:
    passage = document.find_passage(claim.passage) if document else None
    return is_abstract(claim.passage) or bool(passage and passage.section.casefold() == "abstract")


def _sayable(claim: Claim, document: Document | None) -> bool:
    """Whether the claim's text may stand on a card: it is from the abstract, or it is in words of our own."""
    return from_abstract(claim, document) or claim.text.casefold().strip(" .") not in claim.quote.casefold()


def striking_number(claim: Claim) -> str:
    """The number that a listener should remember, with its unit: `41.8 BLEU`, `23 %`, `3.5 days`; empty without one."""
    numbers = [m for m in _NUMBER.finditer(claim.text) if _worth(m, claim)]
    return _shown(max(numbers, key=lambda m: _worth(m, claim))) if numbers else ""


def _worth(number: re.Match[str], claim: Claim) -> int:
    """How striking a number is; 0 for years, ends of a range, bare small numbers and what the quote does not hold."""
    digits, joined, unit = number["digits"], number["joined"], _unit(number)
    if digits not in claim.quote or (_YEAR.fullmatch(digits) and not joined):
        return 0
    if _RANGE_FOLLOWS.match(claim.text, number.end()) or _RANGE_BEFORE.search(claim.text[: number.start("digits")]):
        return 0
    if joined:
        return 3
    if "." in digits:
        return 2 if unit else 1
    return 1 if unit and (len(digits) > 1) else 0


def _unit(number: re.Match[str]) -> str:
    unit = number["unit"] or ""
    return "" if _NO_UNIT.fullmatch(unit) else unit


def _shown(number: re.Match[str]) -> str:
    joined = (number["joined"] or "").strip()
    sign = number["sign"].replace("-", "−")
    if joined:
        return f"{sign}{number['digits']}{' ' if joined == '%' else ''}{joined.replace('x', '×')}"
    return f"{sign}{number['digits']} {_unit(number)}".strip()


_KIND_NAMES: dict[ClaimKind, str] = {
    "problem": "Problem",
    "idea": "Idea",
    "method": "Method",
    "result": "Result",
    "limit": "Limits",
    "context": "Context",
}


_STEPS: tuple[tuple[ClaimKind, ...], ...] = (("problem", "context"), ("idea", "method"), ("result",))
_LISTS: tuple[tuple[str, tuple[ClaimKind, ...]], ...] = (
    ("What they found", ("result",)),
    ("How it works", ("idea", "method")),
    ("Limits", ("limit",)),
)


def overview(summary: Summary, document: Document | None) -> Iterator[Card]:
    """Cards about the whole paper: problem → idea → result, then what each kind of claim holds."""
    steps: list[str] = []
    for kinds in _STEPS:
        claim = next((c for c in summary.of(*kinds) if _sayable(c, document)), None)
        if claim:
            steps.append(f"{_KIND_NAMES[kinds[0]]}: {clipped(claim.text)}")
    if len(steps) >= 2:
        yield Card(kind="steps", lines=tuple(steps))
    for heading, kinds in _LISTS:
        lines = tuple(clipped(c.text) for c in summary.of(*kinds) if _sayable(c, document))[:LINES_ON_LIST]
        if lines:
            yield Card(kind="list", heading=heading, lines=lines)


def clipped(sentence: str) -> str:
    """At most as many words as a card bears, ended at a comma where there is one."""
    words = sentence.split()
    if len(words) <= CARD_WORDS:
        return sentence
    head = " ".join(words[:CARD_WORDS])
    comma = head.rfind(",", len(head) // 2)
    return (head[:comma] if comma > 0 else head.rstrip(",;:")) + " …"


def station(show: Show, segment: Segment, station_name: str, papers: Iterable[Paper]) -> tuple[Card, ...]:
    """The cards for the station's own words, the fittest first: themes, theme, the station's name, papers."""
    lines = dict.fromkeys(line for line in (show.title, "The voices you hear are synthetic") if line != station_name)
    cards = [Card(kind="station", heading=station_name, lines=tuple(lines))]
    if segment.kind in ("theme", "comparison"):
        cards.insert(0, Card(kind="title", heading=segment.theme or segment.title, lines=(show.title,)))
    if show.themes:
        heading = "This week" if show.format == "weekly" else "Today"
        cards.insert(
            0 if segment.kind == "opening" else 1, Card(kind="list", heading=heading, lines=show.themes[:LINES_ON_LIST])
        )
    if titles := tuple(title_of(paper) for paper in papers):
        cards.append(Card(kind="list", heading="Papers in this show", lines=titles[:LINES_ON_LIST]))
    return tuple(cards)


def day_name(day: date) -> str:
    return f"{day:%A} {day.day} {day:%B %Y}"
