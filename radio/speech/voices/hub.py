"""What Hugging Face, or a mirror of it, lists of a repository: its newest revision, its licence, its files with hashes.

The publisher's own client library asks. It asks the address that it is given and no other, sends no token and no
telemetry, keeps no cache, and takes nothing but a proxy from the environment.
"""

from __future__ import annotations

import hashlib
import logging
import re
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar
from urllib.parse import urlsplit

import httpx2
from huggingface_hub import HfApi, constants, hf_hub_url
from huggingface_hub.errors import HfHubHTTPError

from radio.backoff import BackOff
from radio.errors import Unreachable

HEADERS = {"Accept-Encoding": "identity", "User-Agent": "PaperRadio"}
MAY_END = (408, 416, 429)
"""Refusals after which a publisher is asked again, as after all from 500 on."""
_HEX = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_T = TypeVar("_T")

constants.HF_HUB_DISABLE_TELEMETRY = True  # the library has read the environment for these
constants.HF_HUB_OFFLINE = constants.HF_DEBUG = False
logging.getLogger("huggingface_hub").setLevel(logging.CRITICAL)  # what goes wrong is raised


class Again(Unreachable):
    """The publisher may do better at the next try."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long a publisher is waited for, and how often it is asked again."""

    stall_seconds: float = 30.0
    """The longest silence."""
    tries: int = 5
    first_pause_seconds: float = 1.0
    """Doubled after each try."""
    longest_pause_seconds: float = 60.0
    kept_bytes: int = 1 << 20
    """A download that is cut keeps whole portions of so many; one without any is without progress."""

    def persist(self, attempt: Callable[[], _T]) -> _T:
        """What the attempt gives, made anew while it raises Again. The last Again leaves."""
        pauses = BackOff(self.first_pause_seconds, self.longest_pause_seconds)
        for _ in range(self.tries - 1):
            try:
                return attempt()
            except Again:
                time.sleep(pauses.failed())
        return attempt()


@dataclass(frozen=True, slots=True)
class Listed:
    """A file as its publisher lists it."""

    path: str
    address: str
    bytes: int
    hash: str
    """In hexadecimal: 64 digits are the sha256 of the contents, 40 are git's sha1 of a blob."""

    def is_whole(self, file: Path) -> bool:
        """Whether the file's contents are the listed ones."""
        digest = hashlib.sha256() if len(self.hash) == 64 else hashlib.sha1(b"blob %d\0" % self.bytes)
        with file.open("rb") as opened:
            return hashlib.file_digest(opened, lambda: digest).hexdigest() == self.hash


@dataclass(frozen=True, slots=True)
class Revision:
    """The state of a repository at one commit."""

    commit: str
    licence: str
    """As its card says; empty where it says nothing."""
    files: dict[str, Listed]
    """By their paths, all that have a size and a hash."""


def newest(address: str, repository: str, patience: Patience) -> Revision:
    """The newest revision of a repository of the publisher at this address. Raises Unreachable."""
    hub = HfApi(endpoint=address, token=False, headers=HEADERS)

    def attempt() -> Revision:
        with sentences(address, "a list of files"):
            found = hub.model_info(repository, revision="main", files_metadata=True, timeout=patience.stall_seconds)
        if not found.sha or not _HEX.fullmatch(found.sha):
            raise Unreachable(f"{host(address)} does not say which revision of {repository} is its newest")
        files = {}
        for row in found.siblings or ():
            size, hash_ = (row.lfs.size, row.lfs.sha256) if row.lfs else (row.size, row.blob_id)
            if isinstance(size, int) and size >= 0 and isinstance(hash_, str) and _HEX.fullmatch(hash_):
                file = hf_hub_url(repository, row.rfilename, revision=found.sha, endpoint=address)
                files[row.rfilename] = Listed(row.rfilename, file, size, hash_)
        return Revision(found.sha, str(getattr(found.card_data, "license", None) or ""), files)

    return patience.persist(attempt)


@contextmanager
def sentences(address: str, asked_for: str, broken: type[Unreachable] = Again) -> Iterator[None]:
    """What the library raises becomes Unreachable: Again where asking again may help, `broken` where the line broke."""
    failed = f"{asked_for} could not be fetched from {host(address)}"
    try:
        yield
    except HfHubHTTPError as exc:
        if (status := exc.response.status_code) < 500 and status not in MAY_END:
            raise Unreachable(f"{host(address)} answered {status}: it does not give {asked_for} out") from exc
        raise Again(f"{failed}: it answered {status}") from exc
    except httpx2.TimeoutException as exc:
        raise broken(f"{failed}: it does not answer") from exc
    except (httpx2.ConnectError, httpx2.RemoteProtocolError) as exc:
        raise broken(f"{failed}: {exc}; is the network up?") from exc
    except (httpx2.HTTPError, httpx2.InvalidURL) as exc:
        raise Again(f"{failed}: {exc or type(exc).__name__}") from exc
    except (LookupError, TypeError, ValueError, AttributeError) as exc:
        raise Unreachable(f"{failed}: it answered with something else") from exc


def host(address: str) -> str:
    """The server, as a sentence names it."""
    return urlsplit(address).hostname or address
