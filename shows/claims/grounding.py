"""Sentence + the words it rests on → what it says that they do not. The gate before anything is spoken of a paper.

Checks figures with their unit, names, hedges, words that widen a claim, and negation. `grounded` drops the sentences of
a script that fail. Never mends a sentence, and never asks a model.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from radio.ids import ClaimId
from radio.model import HOSTS, Claim, Paper, Script, Sentence, Summary, Turn
from radio.rules import any_word, either
from shows.claims.scopes import FOLLOWS
from shows.words import latex
from shows.words.counting import cardinal
from shows.words.tables import MONTHS

SMALL = {cardinal(n): str(n) for n in range(2, 100)}
"""Number words from two to ninety-nine; `one` is mostly no number."""
_TENS = {cardinal(n): n for n in range(20, 100, 10)}
_FIGURE = re.compile(
    r"(?<![\w.])([-+]?)\s?(\d+(?:,\d{3})*(?:\.\d+)?|\.\d+)\s?(%|percent\b|per cent\b|[x×](?!\w)|times\b"
    r"|-?fold\b|[kKMBT]\b)?"
)
_INNER_FIGURE = re.compile(r"\d+(?:\.\d+)?")
_SCALE = {"k": 1e3, "K": 1e3, "M": 1e6, "B": 1e9, "T": 1e12}
_SPOKEN_SCALE = re.compile(r"(\d+(?:\.\d+)?)\s(thousand|million|billion|trillion)\b")
_SCALE_WORDS = {"thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
_NUMBER_WORD = re.compile(
    r"\b(?:(?:" + "|".join(_TENS) + r")[- ](?:one|two|three|four|five|six|seven|eight|nine)|"
    + "|".join(sorted(SMALL, key=len, reverse=True)) + r")\b", re.I,
)  # fmt: skip
_NAME = re.compile(r"(?<![\w-])[A-Za-z]*[A-Z][\w]*(?:-[\w]+)*(?:'s)?")
_FIRST_WORD = re.compile(r"""(?:^|(?<=[.!?:] ))["'(]*[A-Z][a-z'-]*""")
_HEDGES = either(
    any_word("may might could"),
    "can potentially",
    any_word(r"suggest\w* appears? seems? likely potential(?:ly)? possibl[ey] perhaps preliminary hypothesi\w+"),
    any_word(r"conjectur\w+ tends? often sometimes"),
    "in (?:mice|simulation|silico|vitro)",
    any_word("simulated partly partially roughly"),
)
_HEDGE = re.compile(rf"\b(?:{_HEDGES})\b", re.I)
_MODAL = re.compile(r"\b(?:may|might|could|suggest\w*)\b", re.I)
_WIDE = either(
    any_word("always never all every everyone proves? proven proved first state-of-the-art"),
    "state of the art",
    any_word(r"best only guarantees? guaranteed breakthrough revolution\w* groundbreaking unprecedented completely"),
    any_word(r"entirely solves? solved eliminates? perfect\w* dramatic\w* remarkabl\w+ huge universal\w* any none"),
    any_word("significant(?:ly)? clearly undoubtedly game.changer"),
)
_SCOPE = re.compile(rf"\b(?:{_WIDE})\b", re.I)
_NEGATION = re.compile(
    r"\b(?:not|no|never|without|cannot|nor|neither|none|unable|fails?|failed|lacks?|hardly)\b|n't\b", re.I
)
_DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
ALWAYS_KNOWN = frozenset(word.casefold() for word in [*MONTHS, *_DAYS, "arXiv", "I", "AI", "ID", "PDF"])
"""Names that need no source: the calendar, and where papers are found."""


def check(text: str, claims: Sequence[Claim], evidence: str = "") -> tuple[str, ...]:
    """What is wrong with a sentence that rests on these claims; `evidence` is where names and figures may also
    stand."""
    quotes = " ".join(latex.plain(claim.quote) for claim in claims)
    return check_against(text, quotes, evidence)


def check_against(text: str, quotes: str, evidence: str = "") -> tuple[str, ...]:
    """The same against plain quotes; without quotes only figures and names are checked."""
    quotes = latex.plain(quotes)
    known = f"{quotes} {evidence}"
    found = [*_new_figures(text, known), *_new_names(text, known)]
    if quotes:
        found += _lost_hedge(text, quotes) + _wider(text, quotes) + _flipped(text, quotes)
    return tuple(found)


def grounded(script: Script, summary: Summary, paper: Paper, hosts: Sequence[str] = HOSTS) -> Script:
    """The script without the paper's sentences that cannot be traced, and without questions left unanswered."""
    claims = {claim.id: claim for claim in summary.claims}
    around = facts(paper, summary, hosts)
    cut = _cut(script, claims, around, paper)
    turns = [replace(turn, sentences=tuple(s for s in turn.sentences if s.id not in cut)) for turn in script.turns]
    answered = [t for i, t in enumerate(turns) if t.sentences and not _left_alone(turns, i, script)]
    return replace(script, turns=tuple(answered))


def facts(paper: Paper, summary: Summary, hosts: Sequence[str] = ()) -> str:
    """What is known of a paper besides its claims: title, authors and their number, dates, id, keywords, the
    hosts."""
    dates = [d for d in (paper.published, paper.updated, paper.announced) if d]
    days = [f"{d.day} {MONTHS[d.month - 1]} {d.year}" for d in dates]
    counts = [str(len(paper.authors) - 1), str(len(paper.authors))]
    rows = [
        latex.plain(paper.title),
        summary.headline,
        *paper.authors,
        *counts,
        *days,
        paper.id,
        *summary.keywords,
        *hosts,
    ]
    return " ; ".join(rows)


def _cut(script: Script, claims: Mapping[ClaimId, Claim], around: str, paper: Paper) -> set[str]:
    """Ids of the sentences that cannot be traced, and of those that lean on one of them."""
    cut: set[str] = set()
    forerunner = ""
    for _, sentence in script.sentences:
        leans = any(claims[claim].scope == FOLLOWS for claim in sentence.claims if claim in claims)
        if _problems(sentence, claims, around, paper) or (leans and forerunner in cut):
            cut.add(sentence.id)
        forerunner = sentence.id if sentence.claims else forerunner
    return cut


def _problems(sentence: Sentence, claims: Mapping[ClaimId, Claim], around: str, paper: Paper) -> tuple[str, ...]:
    if sentence.paper != paper.id:
        return ()
    missing = [claim for claim in sentence.claims if claim not in claims]
    if missing:
        return (f"no such claim: {missing[0]}",)
    return check(sentence.text, [claims[claim] for claim in sentence.claims], around)


def _left_alone(turns: list[Turn], at: int, script: Script) -> bool:
    """Whether a turn only led to one of which nothing is left."""
    leads = not any(s.claims for s in turns[at].sentences) and turns[at].sentences[-1].text.endswith("?")
    return leads and at + 1 < len(turns) and not turns[at + 1].sentences and bool(script.turns[at + 1].sentences)


def figures(text: str) -> Counter[tuple[float, str]]:
    """Each figure in a text with its unit: `` for none, `%`, `x`."""
    text = _NUMBER_WORD.sub(_in_figures, text.replace("−", "-"))
    text = _SPOKEN_SCALE.sub(
        lambda m: f"{float(m.group(1)) * _SCALE_WORDS[m.group(2)]:f}".rstrip("0").rstrip("."), text
    )
    found: Counter[tuple[float, str]] = Counter()
    for _, written, unit in _FIGURE.findall(text):
        found[(round(float(written.replace(",", "")) * _SCALE.get(unit, 1), 9), _unit(unit))] += 1
    return found


def _unit(written: str) -> str:
    if written in _SCALE or not written:
        return ""
    return "%" if written[0] in "%p" else "x"


def _in_figures(match: re.Match[str]) -> str:
    word = match.group().casefold().replace(" ", "-")
    return SMALL.get(word, match.group())


def _new_figures(text: str, known: str) -> list[str]:
    here = figures(known)
    values = {value for value, _ in here} | {float(f) for f in _INNER_FIGURE.findall(known.replace(",", ""))}
    marked = {figure for figure in here if figure[1]}
    problems: list[str] = []
    for value, unit in figures(text):
        if value not in values or (
            unit and (value, unit) not in marked and any(v == value for v, u in here if u != unit)
        ):
            problems.append(f"figure not in the source: {value:g}{unit}")
    return problems


def _new_names(text: str, known: str) -> list[str]:
    here = set(re.findall(r"[\w]+", known.casefold()))
    first = {match.end() for match in _FIRST_WORD.finditer(text)}
    problems: list[str] = []
    for match in _NAME.finditer(text):
        name = match.group().removesuffix("'s")
        if match.end() in first and _is_common(name, text[match.end() :]):
            continue
        unknown = [part for part in re.findall(r"\w+", name) if not _is_known(part, here)]
        if unknown and any(c.isupper() for part in unknown for c in part):
            problems.append(f"name not in the source: {name}")
    return problems


def _is_known(part: str, here: set[str]) -> bool:
    low = part.casefold()
    return low in ALWAYS_KNOWN or low in here or low + "s" in here or low.removesuffix("s") in here or len(part) == 1


def _is_common(name: str, rest: str) -> bool:
    """Whether a sentence's first word is capital only for standing first."""
    return len(name) == 1 or (name[1:].islower() and not re.match(r" [A-Z][a-z]", rest))


def _lost_hedge(text: str, quotes: str) -> list[str]:
    hedge, modals = _HEDGE.search(quotes), _MODAL.findall(quotes)
    if hedge and not _HEDGE.search(text):
        return [f"hedge dropped: {hedge.group()}"]
    return [f"hedge dropped: {modals[-1]}"] if len(_MODAL.findall(text)) < len(modals) and _HEDGE.search(text) else []


def _wider(text: str, quotes: str) -> list[str]:
    said = {word.casefold() for word in _SCOPE.findall(quotes)}
    return [f"wider than the source: {word}" for word in _words(_SCOPE.findall(text)) if word not in said]


def _flipped(text: str, quotes: str) -> list[str]:
    ours, theirs = bool(_NEGATION.search(text)), bool(_NEGATION.search(quotes))
    return ["negation not as in the source"] if ours != theirs else []


def _words(found: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(word.casefold() for word in found))
