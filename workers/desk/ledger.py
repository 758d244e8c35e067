"""Paper and summary → what the public page of a paper shows: each claim with the words that it rests on, and the texts
in the file that nobody sees or that speak to a language model. Pure.

Without an open licence the paper's body is quoted at most twice, in at most 25 words each; its abstract is free.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from radio.config import LicenceConfig
from radio.ids import paper_of, version_of
from radio.licence import is_open, licence_of
from radio.model import Claim, Document, Paper, Summary
from shows.shots import cards

MOST_UNHEEDED = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A claim as it is shown."""

    kind: str
    text: str
    quote: str
    place: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Unheeded:
    """A text that the station found and does not heed: where it stands, how, and its beginning."""

    place: str
    kind: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Ledger:
    """The claims of a paper, fit for everybody."""

    paper: Paper
    headline: str
    label: str
    licence: str
    """The licence's name and who states it; empty where nobody does."""
    notice: str
    """That the paper was withdrawn, or has a newer version; empty otherwise."""
    rows: tuple[Row, ...]
    writer: str
    unheeded: tuple[Unheeded, ...]
    held_back: bool
    """Whether nothing is said of it because hidden text in it gives orders."""


def ledger(
    paper: Paper, document: Document | None, summary: Summary | None, rule: LicenceConfig, newest: Paper | None = None
) -> Ledger | None:
    """`newest` is the newest version known of the same paper.

    None where there is nothing to show: no summary, and no hidden orders that hold the paper back.
    """
    held_back = summary is None and document is not None and any(hidden.orders for hidden in document.hidden)
    if summary is None and not held_back:
        return None
    return Ledger(
        paper=paper,
        headline=summary.headline if summary else "",
        label=cards.label(paper, document),
        licence=_licence(paper, document),
        notice=_notice(paper, newest or paper),
        rows=tuple(_rows(paper, document, summary, rule)) if summary else (),
        writer=summary.writer if summary else "",
        unheeded=tuple(_unheeded(document)) if document else (),
        held_back=held_back,
    )


def _rows(paper: Paper, document: Document | None, summary: Summary, rule: LicenceConfig) -> Iterator[Row]:
    opened = is_open(paper, document, rule)
    quotes_left = cards.QUOTES_OF_BODY
    for claim in summary.claims:
        free = opened or cards.from_abstract(claim, document)
        quote = claim.quote if free else _short(claim.quote) if quotes_left else ""
        quotes_left -= bool(quote) and not free
        text = claim.text if free or claim.text.strip() != claim.quote.strip() else quote
        if text:
            place = _place(claim, paper, document)
            yield Row(kind=claim.kind, text=text, quote="" if quote == text else quote, place=place)


def _unheeded(document: Document) -> Iterator[Unheeded]:
    """Orders come first; a long list is cut."""
    hidden = sorted(document.hidden, key=lambda each: not each.orders)
    for each in hidden[:MOST_UNHEEDED]:
        yield Unheeded(place=f"page {each.page}", kind=each.kind, text=_short(each.text))
    for each in document.instructions[:MOST_UNHEEDED]:
        place = f"page {each.page}" if each.page else "abstract"
        yield Unheeded(place=place, kind="in plain sight, to a language model", text=_short(each.text))


def _notice(paper: Paper, newest: Paper) -> str:
    if newest.withdrawn:
        return f"Withdrawn: {newest.withdrawn}"
    return "" if newest.id == paper.id else f"There is a newer version: {newest.id}."


def _licence(paper: Paper, document: Document | None) -> str:
    licence = licence_of(paper, document)
    stated = "stated at arXiv" if licence == paper.licence else "printed in the paper"
    return f"{cards.licence_name(licence) or licence}, {stated}" if licence else ""


def _short(quote: str) -> str:
    words = quote.split()
    most = cards.QUOTE_WORDS
    return quote if len(words) <= most else " ".join(words[:most]) + " …"


def _place(claim: Claim, paper: Paper, document: Document | None) -> str:
    if (said_by := paper_of(claim.passage)) != paper.id:
        return f"version {version_of(said_by)}"
    if cards.from_abstract(claim, document):
        return "abstract"
    passage = document.find_passage(claim.passage) if document else None
    return f"page {passage.page}, {passage.section}" if passage else ""
