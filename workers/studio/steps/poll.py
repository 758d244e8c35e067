"""A day's announcements → papers kept, ranked and chosen. Everything announced keeps its metadata."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping, Sequence
from datetime import timedelta

import numpy as np

from radio import log
from radio.doors import Papers
from radio.ids import PaperId
from radio.model import Choice, Paper
from radio.papers import library_texts
from shows.claims import choice
from workers.studio.known_papers import words_of
from workers.studio.station import Station
from workers.studio.versions import looked_up, points

FIRST_LOOK_DAYS = 10
"""How far back the first poll asks: seven announced days, with a weekend and a holiday between."""
CANDIDATE_DAYS = 7


async def poll(station: Station, slot: str) -> str:
    """Asks every source whose papers are ranked what is new, and chooses. `slot` names the poll: `2026-11-20T20`."""
    sources = [source for source in station.sources.values() if source.choice is None]
    for source in sources:
        papers = await _announced(station, source)
        log.get().info("papers announced", source=source.name, papers=len(papers), slot=slot)
    if sources:
        await choose_today(station)
    return slot


async def _announced(station: Station, source: Papers) -> Sequence[Paper]:
    """What a source has announced since it was last asked, kept."""
    earliest = station.today() - timedelta(days=FIRST_LOOK_DAYS)
    since = station.store.studio.announced_until(source.name) or earliest
    papers = await looked_up(station, await source.announced(max(since, earliest)))
    await asyncio.to_thread(station.store.library.save_papers, papers)
    if days := [paper.announced for paper in papers if paper.announced]:
        station.store.studio.save_announced_until(source.name, max(days))
    return papers


async def choose_today(station: Station) -> tuple[Choice, ...]:
    """Ranks what was announced lately and not judged yet; chooses the best within the day's budget."""
    library, day = station.store.library, station.today()
    papers = await asyncio.to_thread(library.not_chosen, day - timedelta(days=CANDIDATE_DAYS))
    if not papers:
        return ()
    rank = station.config.rank
    interests = choice.Interests(
        categories=station.config.arxiv.categories, keywords=rank.keywords, avoid=rank.avoid, authors=rank.authors
    )
    likeness = await asyncio.to_thread(_likeness, station, papers)
    versions = await asyncio.to_thread(points, station, papers)
    ranked = choice.rank(papers, interests, likeness, day, versions)
    spent = len(library.choices(day, chosen=True)) * choice.MINUTES_PER_STORY / 60
    chosen = choice.within_budget(ranked, rank.hours_per_day - spent)
    await asyncio.to_thread(library.save_choices, chosen)
    return tuple(chosen)


def _likeness(station: Station, papers: Sequence[Paper]) -> Mapping[PaperId, float]:
    """How near each paper comes to the nearest of the operator's library, 0 to 1; empty without a library."""
    if station.config.rank.library is None:
        return {}
    texts = library_texts(station.config.rank.library)
    own = station.embedding.embed(texts)
    vectors = station.embedding.embed([words_of(p) for p in papers])
    nearest = np.max(vectors @ own.T, axis=1) if len(texts) else np.zeros(len(papers))
    return {p.id: float(n) for p, n in zip(papers, nearest, strict=True)}
