"""What Hugging Face, or a mirror of it, lists of a repository: its newest revision, its licence, its files.

Nothing is downloaded here but these lists. Sizes and hashes of files come from them.
"""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import httpx

from radio.errors import Unreachable
from radio.speech.voices.download import Listed, Patience

MOST_BYTES = 8 << 20
MOST_PAGES = 10
_HEX = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Revision:
    """The state of a repository at one commit."""

    repository: str
    commit: str
    licence: str
    """As its card says; empty where it says nothing."""


class Hub:
    """The publisher's lists. `base` is its address."""

    def __init__(self, session: httpx.AsyncClient, base: str, patience: Patience):
        self._session = session
        self._base = base.rstrip("/")
        self._patience = patience

    async def newest(self, repository: str) -> Revision:
        """The newest revision. Raises Unreachable."""
        answer = await self._json(f"{self._base}/api/models/{repository}/revision/main")
        try:
            commit, card = answer[0]["sha"], answer[0].get("cardData") or {}
            if not _HEX.fullmatch(commit):
                raise ValueError(commit)
        except (TypeError, KeyError, ValueError, AttributeError) as exc:
            raise Unreachable(f"{self._host} does not say which revision of {repository} is its newest") from exc
        return Revision(repository, commit, str(card.get("license") or ""))

    async def files(self, revision: Revision, folder: str = "") -> dict[str, Listed]:
        """Every file of a folder and those below it, by its path; none where there is no such folder."""
        below = f"/{quote(folder)}" if folder else ""
        address = f"{self._base}/api/models/{revision.repository}/tree/{revision.commit}{below}?recursive=true"
        found: dict[str, Listed] = {}
        for _ in range(MOST_PAGES):
            rows, following = await self._json(address, may_be_missing=bool(folder))
            for listed in map(_listed, rows if isinstance(rows, list) else []):
                if listed:
                    found[listed.path] = listed
            if not following:
                break
            address = following
        return found

    def address(self, revision: Revision, path: str) -> str:
        """Where a file of the revision lies."""
        return f"{self._base}/{revision.repository}/resolve/{revision.commit}/{quote(path)}"

    def page(self, repository: str) -> str:
        """Where a person reads about the repository."""
        return f"{self._base}/{repository}"

    @property
    def _host(self) -> str:
        return httpx.URL(self._base).host

    async def _json(self, address: str, *, may_be_missing: bool = False) -> tuple[Any, str]:
        """What the address answers, and the address of the list's next page. Raises Unreachable."""
        for tries_left in reversed(range(self._patience.tries)):
            try:
                response = await self._session.get(address)
            except httpx.TransportError as exc:
                if not tries_left:
                    raise Unreachable(f"{self._host} does not answer; is the network up?") from exc
            except (httpx.InvalidURL, httpx.TooManyRedirects, httpx.DecodingError) as exc:
                raise Unreachable(f"{self._host} cannot be asked: {exc}") from exc
            else:
                if may_be_missing and response.status_code == 404:
                    return [], ""
                if response.status_code == 200:
                    return _parsed(response), response.links.get("next", {}).get("url", "")
                if response.status_code < 500 and response.status_code != 429:
                    raise Unreachable(f"{self._host} answered {response.status_code} when asked for a list of files")
            if tries_left:
                await asyncio.sleep(self._patience.first_pause_seconds)
        raise Unreachable(f"{self._host} answered {response.status_code} when asked for a list of files")


def _parsed(response: httpx.Response) -> Any:
    try:
        if len(response.content) > MOST_BYTES:
            raise ValueError("the list is too long")
        return response.json()
    except ValueError as exc:
        raise Unreachable(f"{response.url.host} answered with something that is no list of files") from exc


def _listed(row: Any) -> Listed | None:
    """A row of the list as a file; None for folders and for files without a size or a hash."""
    try:
        if row["type"] != "file":
            return None
        of = row.get("lfs") or row
        listed = Listed(str(row["path"]), int(of["size"]), str(of["oid"]).removeprefix("sha256:"))
    except (TypeError, KeyError, ValueError, AttributeError):
        return None
    return listed if _HEX.fullmatch(listed.hash) and listed.bytes >= 0 else None
