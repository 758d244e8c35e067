"""Paper and summary → what the public page of a paper shows: each claim with the words that it rests on. Pure.

Without an open licence the paper's body is quoted at most twice, in at most 25 words each; its abstract is free.
"""

from __future__ import annotations

from dataclasses import dataclass

from radio.config import LicenceConfig
from radio.licence import is_open
from radio.model import Claim, Document, Paper, Summary, licence_of, work_and_version
from shows.shots import cards


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """A claim as it is shown."""

    kind: str
    text: str
    quote: str
    place: str


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


def ledger(
    paper: Paper, document: Document | None, summary: Summary, rule: LicenceConfig, newest: Paper | None = None
) -> Ledger:
    """`newest` is the newest version known of the same paper."""
    opened = is_open(paper, document, rule)
    quotes_left, rows = cards.QUOTES_OF_BODY, []
    for claim in summary.claims:
        free = opened or cards.from_abstract(claim, document)
        quote = claim.quote if free else _short(claim.quote) if quotes_left else ""
        quotes_left -= bool(quote) and not free
        text = claim.text if free or claim.text.strip() != claim.quote.strip() else quote
        if text:
            place = _place(claim, paper, document)
            rows.append(Row(kind=claim.kind, text=text, quote="" if quote == text else quote, place=place))
    return Ledger(
        paper=paper,
        headline=summary.headline,
        label=cards.label(paper, document),
        licence=_licence(paper, document),
        notice=_notice(paper, newest or paper),
        rows=tuple(rows),
        writer=summary.writer,
    )


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
    of = claim.passage.partition("#")[0]
    if of != paper.id:
        return f"version {work_and_version(of)[1]}"
    if cards.from_abstract(claim, document):
        return "abstract"
    passage = document.passage(claim.passage) if document else None
    return f"page {passage.page}, {passage.section}" if passage else ""
