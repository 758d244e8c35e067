"""arXiv as a door: what was announced, one paper's details, its PDF.

The daily feed is asked first. Where it is empty, broken, full or too young, OAI-PMH tells the last announced days.
Every request, whoever sends it, takes the gate's turn.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from types import TracebackType

import arxiv

from radio import log
from radio.config import ArxivConfig
from radio.doors import Gate
from radio.errors import Busy, NoSuchPaper, Unreachable, Unreadable, Withdrawn
from radio.http import Answer, Manners, PoliteClient
from radio.ids import ARXIV, PaperId, paper_name, version_of
from radio.model import Paper
from radio.papers.arxiv import api, calendar
from radio.papers.arxiv.feed import parse_feed
from radio.papers.arxiv.harvest import Harvest

CAUGHT_UP_DAYS = 7
"""Announced days that are taken when the feed cannot tell."""
FULL_FEED_PAPERS = 2000
"""The feed never holds more; one that is full left papers out."""
MOST_IDS = 100
MOST_PDF_BYTES = 200 << 20
PDF_BEING_MADE_SECONDS = 600.0
"""When to ask again for a PDF that arXiv is still making."""


class Arxiv:
    """A `doors.Papers`. Close it when done."""

    name = ARXIV
    choice = None

    def __init__(
        self,
        config: ArxivConfig,
        contact: str,
        gate: Gate,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
        manners: Manners | None = None,
    ):
        self._config = config
        self._now = now
        manners = manners or Manners(gap_seconds=config.seconds_between_requests)
        self._client = PoliteClient(gate, contact, manners)
        self._harvest = Harvest(self._client, config.oai_url, config.categories)

    async def announced(self, since: date) -> Sequence[Paper]:
        """Every paper announced on or after a day, but at most of the last seven announced days; newest day first.

        Raises Busy, and Unreachable when neither the feed nor OAI-PMH answers.
        """
        feed, trouble = await self._feed()
        days = self._days_to_harvest(feed, since)
        papers = await self._harvest.announced(days) if days else ()
        if trouble and not papers:
            raise trouble
        found = {paper.id: paper for paper in (*papers, *feed) if paper.announced and paper.announced >= since}
        newest_first = sorted(found.values(), key=lambda paper: (paper.announced, paper.id), reverse=True)
        return tuple(self._with_pdf(paper) for paper in newest_first)

    async def _feed(self) -> tuple[tuple[Paper, ...], Unreachable | None]:
        """The papers of today's feed; none, with the reason, when it cannot be read."""
        url = f"{self._config.feed_url}/{'+'.join(self._config.categories)}"
        try:
            answer = await self._client.get(url, check=_is_feed)
            return parse_feed(answer.content), None
        except Unreachable as exc:
            log.get().warning("daily feed cannot be read; asking OAI-PMH", reason=str(exc))
            return (), exc

    def _days_to_harvest(self, feed: Sequence[Paper], since: date) -> tuple[date, ...]:
        """The announced days from `since` on that the feed does not tell in full."""
        told = {paper.announced for paper in feed} if len(feed) < FULL_FEED_PAPERS else set()
        public = calendar.last_announced_days(self._now(), CAUGHT_UP_DAYS)
        return tuple(day for day in public if day >= since and day not in told)

    async def find(self, paper: PaperId) -> Paper:
        """One paper with its licence; without a version, its newest. Raises NoSuchPaper, Busy, Unreachable."""
        if not paper_name(paper).is_arxiv:
            raise NoSuchPaper(f"{paper} is not an id of arXiv")
        found = await self.find_many([paper])
        newest = await self._harvest.newest(paper)
        if not found:
            if version_of(paper) not in (0, version_of(newest.id)):
                raise NoSuchPaper(f"arXiv has no {paper}; its newest version is {newest.id}")
            return self._with_pdf(replace(newest, announce="asked"))
        if newest.id != found[0].id:
            is_late = not version_of(paper) and version_of(newest.id) > version_of(found[0].id)
            return self._with_pdf(replace(newest, announce="asked")) if is_late else found[0]
        return replace(found[0], licence=newest.licence, withdrawn=newest.withdrawn or found[0].withdrawn)

    async def find_many(self, papers: Sequence[PaperId]) -> Sequence[Paper]:
        """The details of up to a hundred papers in one request, without licences; unknown ids are left out."""
        if len(papers) > MOST_IDS:
            raise ValueError(f"at most {MOST_IDS} papers in one request")
        found = await api.ask(self._client, self._config.api_url, arxiv.Search(id_list=list(papers)))
        return tuple(self._with_pdf(paper) for paper in found)

    async def search(self, query: str, limit: int = 20) -> Sequence[Paper]:
        """The most relevant papers, without licences, for a query in arXiv's own syntax or plain words."""
        search = arxiv.Search(query=query, max_results=limit, sort_by=arxiv.SortCriterion.Relevance)
        return tuple(self._with_pdf(paper) for paper in await api.ask(self._client, self._config.api_url, search))

    async def pdf(self, paper: Paper) -> bytes:
        """The PDF. Raises NoSuchPaper, Withdrawn, Unreadable, Busy, Unreachable."""

        def check(answer: Answer) -> None:
            _is_pdf(answer, paper.id)

        answer = await self._client.get(self._pdf_url(paper.id), most_bytes=MOST_PDF_BYTES, check=check)
        return answer.content

    def _with_pdf(self, paper: Paper) -> Paper:
        return replace(paper, pdf=self._pdf_url(paper.id))

    def _pdf_url(self, paper: PaperId) -> str:
        return f"{self._config.pdf_url}/{paper}"

    async def close(self) -> None:
        await self._client.aclose()

    async def __aenter__(self) -> Arxiv:
        return self

    async def __aexit__(self, _kind: type | None, _error: BaseException | None, _trace: TracebackType | None) -> None:
        await self.close()


def _is_feed(answer: Answer) -> None:
    if answer.status != 200:
        raise Unreachable(f"arXiv answered {answer.status} to the daily feed of [arxiv] categories")
    parse_feed(answer.content)


def _is_pdf(answer: Answer, paper: PaperId) -> None:
    """Raises what should happen next when the body is not a PDF."""
    start = answer.content[:1024]
    if answer.status == 200 and b"%PDF-" in start:
        return
    if b"withdrawn" in answer.content[: 1 << 16].lower():
        raise Withdrawn(f"{paper} has been withdrawn; arXiv has no PDF of it")
    if answer.status in (404, 410):
        raise NoSuchPaper(f"arXiv has no PDF of {paper}")
    if answer.status != 200:
        raise Unreachable(f"arXiv answered {answer.status} to the PDF of {paper}")
    if b"<html" in start.lower() or "html" in answer.content_type:
        raise Busy(f"arXiv is still making the PDF of {paper}", PDF_BEING_MADE_SECONDS)
    raise Unreadable(f"what arXiv sent as the PDF of {paper} is not a PDF")
