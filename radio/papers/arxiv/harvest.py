"""Days of announcements, and single records, by OAI-PMH: pages and their tokens, each paper once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from radio import log
from radio.errors import NoSuchPaper, Unreachable
from radio.http import Answer, PoliteClient
from radio.ids import PaperId, version_of, work_of
from radio.model import Paper
from radio.papers.arxiv.calendar import announced_day
from radio.papers.arxiv.oai import OaiRecord, TokenExpired, parse_page, set_of

FORMAT = "arXivRaw"
"""The format that tells the versions; a licence belongs to one version."""
MOST_PAGES = 200
MOST_STARTS = 2
"""Times that a list is begun, when its token expires on the way."""
HELD_DAYS = 14
"""A record touched later than this after its newest version was sent in is old: moderation seldom takes longer."""


class Harvest:
    """Asks one OAI-PMH server."""

    def __init__(self, client: PoliteClient, oai_url: str, categories: Sequence[str]):
        self._client = client
        self._url = oai_url
        self._categories = frozenset(categories)
        self._sets = tuple(dict.fromkeys(map(set_of, categories)))

    async def announced(self, days: Sequence[date]) -> tuple[Paper, ...]:
        """The papers of these announced days that belong to the categories."""
        found: dict[PaperId, Paper] = {}
        for name in self._sets:
            for record in await self._list(name, min(days)):
                paper = self._announced(record)
                if paper and paper.announced in days:
                    found[paper.id] = paper
        log.get().info("announced days taken by OAI-PMH", days=len(days), papers=len(found))
        return tuple(found.values())

    def _announced(self, record: OaiRecord) -> Paper | None:
        """The paper as it was announced; None where only its record was touched, or no category is ours."""
        paper = record.paper
        if not self._categories.intersection(paper.categories) or not version_of(paper.id):
            return None
        if paper.updated and record.touched - paper.updated.date() > timedelta(days=HELD_DAYS):
            return None
        ours, first = paper.primary in self._categories, version_of(paper.id) == 1
        kind = ("catch-up" if ours else "cross") if first else ("replace" if ours else "replace-cross")
        return replace(paper, announced=announced_day(record.touched), announce=kind)

    async def _list(self, name: str, first: date) -> tuple[OaiRecord, ...]:
        """All records of a set touched since a day. No last day is set: that would lose records touched again."""
        for _ in range(MOST_STARTS - 1):
            try:
                return await self._pages(name, first)
            except TokenExpired:
                log.get().warning("OAI-PMH list begun again", set=name)
        return await self._pages(name, first)

    async def _pages(self, name: str, first: date) -> tuple[OaiRecord, ...]:
        params = {"verb": "ListRecords", "metadataPrefix": FORMAT, "set": name, "from": first.isoformat()}
        records: list[OaiRecord] = []
        for _ in range(MOST_PAGES):
            answer = await self._client.get(self._url, params=params, check=_is_page)
            page = parse_page(answer.content)
            records += page.records
            if not page.token:
                return tuple(records)
            params = {"verb": "ListRecords", "resumptionToken": page.token}
        raise Unreachable(f"arXiv's OAI-PMH list of {name} does not end")

    async def newest(self, paper: PaperId) -> Paper:
        """The newest version's record, with its licence. Raises NoSuchPaper."""
        identifier = f"oai:arXiv.org:{work_of(paper)}"
        params = {"verb": "GetRecord", "identifier": identifier, "metadataPrefix": FORMAT}
        answer = await self._client.get(self._url, params=params, check=_is_page)
        records = parse_page(answer.content).records
        if not records:
            raise NoSuchPaper(f"arXiv has deleted {paper}")
        return records[0].paper


def _is_page(answer: Answer) -> None:
    if answer.status != 200:
        raise Unreachable(f"arXiv's OAI-PMH server answered {answer.status}")
    parse_page(answer.content)
