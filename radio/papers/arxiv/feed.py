"""arXiv's daily feed, Atom or RSS → papers (pure). An empty feed is empty; anything that is no feed is Unreachable."""

from __future__ import annotations

import re
from datetime import date
from typing import Any

import feedparser

from radio.errors import Unreachable
from radio.ids import version_of
from radio.model import Paper
from radio.papers.arxiv.identifiers import parse_id
from radio.papers.arxiv.withdrawals import said_withdrawn
from radio.papers.clean_latex import clean_latex

ANNOUNCE_TYPES = ("new", "cross", "replace", "replace-cross")
_LEAD = re.compile(r"\A\s*arXiv:\S+\s+Announce Type:\s*\S+\s*(?:Abstract:\s*)?", re.IGNORECASE)


def parse_feed(content: bytes) -> tuple[Paper, ...]:
    """The papers in the order of the feed, each once."""
    parsed = feedparser.parse(content, sanitize_html=False, resolve_relative_uris=False)
    if not parsed.get("version") or (parsed.bozo and _is_broken(parsed.bozo_exception)):
        raise Unreachable("arXiv's daily feed is not a feed: it sent something else or only a part")
    papers = (_paper(entry) for entry in parsed.entries)
    return tuple({paper.id: paper for paper in papers if paper}.values())


def _is_broken(error: Exception) -> bool:
    """Whether the parser stopped in the middle, and did not merely complain."""
    return not isinstance(
        error, feedparser.exceptions.ThingsNobodyCaresAboutButMe | feedparser.exceptions.UndeclaredNamespace
    )


def _paper(entry: Any) -> Paper | None:
    try:
        paper_id = parse_id(entry.get("id", ""))
    except ValueError:
        return None
    announce = entry.get("arxiv_announce_type", "new")
    categories = tuple(tag["term"] for tag in entry.get("tags", ()) if tag.get("term"))
    return Paper(
        id=paper_id,
        title=clean_latex(entry.get("title", "")),
        authors=_authors(entry.get("author", "")),
        abstract=clean_latex(_LEAD.sub("", entry.get("summary", ""))),
        categories=categories,
        primary=categories[0] if categories else "",
        announced=_day(entry),
        announce=announce if announce in ANNOUNCE_TYPES else "new",
        withdrawn=said_withdrawn(_LEAD.sub("", entry.get("summary", ""))),
        licence=entry.get("rights", "").strip() if version_of(paper_id) else "",
    )


def _authors(text: str) -> tuple[str, ...]:
    names = (clean_latex(name) for name in text.split(","))
    return tuple(name for name in names if any(map(str.isalpha, name)))


def _day(entry: Any) -> date | None:
    """The feed dates its entries at midnight in New York, which is the same date in UTC."""
    published = entry.get("published_parsed")
    return date(*published[:3]) if published else None
