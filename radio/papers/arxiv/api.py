"""Details and search at arXiv's API, by the `arxiv` package, every page of which goes through our own client."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import Any

import arxiv

from radio.errors import Unreachable
from radio.http import Answer, PoliteClient
from radio.model import Paper
from radio.papers.arxiv.identifiers import parse_id
from radio.papers.arxiv.withdrawals import said_withdrawn
from radio.papers.clean_latex import clean_latex

PAGE_PAPERS = 100
EMPTY_PAGE_RETRIES = 2
"""arXiv's API sometimes answers a later page without its papers."""


@dataclass(frozen=True, slots=True)
class _Response:
    """What the package looks at in an answer."""

    status_code: int
    content: bytes


class _Session:
    """Stands where the package keeps its `requests.Session`; called from its thread, asks in the loop."""

    def __init__(self, client: PoliteClient, loop: asyncio.AbstractEventLoop):
        self._client = client
        self._loop = loop

    def get(self, url: str, **_headers: Any) -> _Response:
        answer = asyncio.run_coroutine_threadsafe(self._client.get(url, check=_is_atom), self._loop).result()
        return _Response(answer.status, answer.content)


async def ask(client: PoliteClient, api_url: str, search: arxiv.Search) -> tuple[Paper, ...]:
    """The papers that the search finds; their licences are unknown to the API. Raises Busy, Unreachable."""
    package = arxiv.Client(page_size=PAGE_PAPERS, delay_seconds=0.0, num_retries=EMPTY_PAGE_RETRIES)
    package.query_url_format = api_url + "?{}"
    package._session.close()
    setattr(package, "_session", _Session(client, asyncio.get_running_loop()))  # noqa: B010 - it has no public door
    try:
        results = await asyncio.to_thread(lambda: list(package.results(search)))
    except arxiv.UnexpectedEmptyPageError as exc:
        raise Unreachable("arXiv's API left a page of its results empty") from exc
    except arxiv.HTTPError as exc:
        raise Unreachable(f"arXiv's API answered {exc.status}") from exc
    return tuple(paper for result in results if (paper := _paper(result)))


def _is_atom(answer: Answer) -> None:
    if answer.status == 200 and b"</feed>" not in answer.content[-200:]:
        raise Unreachable("arXiv's API sent something that is not its Atom feed, or only a part of it")


def _paper(result: arxiv.Result) -> Paper | None:
    """None for the entry in which the API reports an error."""
    try:
        paper_id = parse_id(result.entry_id)
    except ValueError:
        return None
    return Paper(
        id=paper_id,
        title=clean_latex(result.title),
        authors=tuple(clean_latex(author.name) for author in result.authors),
        abstract=clean_latex(result.summary),
        categories=tuple(result.categories),
        primary=result.primary_category,
        published=result.published,
        updated=result.updated,
        announce="asked",
        withdrawn=said_withdrawn(result.comment or "", result.summary),
    )
