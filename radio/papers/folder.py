"""A folder of the operator's PDFs → papers. Nothing in it is ever changed.

`name.toml` beside `name.pdf` may give `title`, `authors`, `abstract`, `categories` and `licence` (a URL).
"""

from __future__ import annotations

import asyncio
import hashlib
import re
import time
import tomllib
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from radio import ids, log
from radio.doors import Chosen
from radio.errors import NoSuchPaper, Unreadable
from radio.ids import LOCAL, PaperId
from radio.model import Paper

STILL_SECONDS = 2.0
"""A file counts as finished once it has not changed for so long."""
ID_LETTERS = 12
_UNFINISHED = (".part", ".crdownload", ".tmp", ".download")


class Folder:
    """A `doors.Papers`: the PDFs of a watched folder, and any other PDF of the operator's that was asked for by name.

    Remembers which files it has read, so that looking again is cheap.
    """

    name = LOCAL
    choice = Chosen(1.0, "in your folder")

    def __init__(self, watched: Path | None):
        self._path = watched
        self._known: dict[tuple[str, int, int], Paper] = {}

    async def announced(self, since: date = date.min) -> Sequence[Paper]:
        """A paper for each finished PDF, in the order of their names; a folder that is missing has none.

        Files have no day: `since` makes no difference.
        """
        return await asyncio.to_thread(self._papers)

    async def find(self, paper: PaperId) -> Paper:
        """Raises NoSuchPaper: only the store remembers which file a paper was."""
        raise NoSuchPaper(f"{paper} is not known here; `paper-radio ingest` takes the path of a PDF")

    async def pdf(self, paper: Paper) -> bytes:
        """The file's bytes. Raises Unreadable."""
        return await bytes_of(paper)

    async def close(self) -> None:
        """Nothing is open."""

    def _papers(self) -> tuple[Paper, ...]:
        found: dict[tuple[str, int, int], Paper] = {}
        for path in sorted(self._path.glob("*")) if self._path else ():
            key = _finished(path)
            paper = self._known.get(key) if key else None
            if key and (paper := paper or _read(path)):
                found[key] = paper
        self._known = found
        return tuple({paper.id: paper for paper in found.values()}.values())


async def bytes_of(paper: Paper) -> bytes:
    """The content of a paper whose PDF is a file of this machine. Raises Unreadable."""
    try:
        return await asyncio.to_thread(Path(paper.pdf).read_bytes)
    except OSError as exc:
        raise Unreadable(f"{paper.pdf} cannot be read: {exc.strerror}") from exc


def local_paper(path: Path) -> Paper:
    """The paper in a PDF. Raises ValueError with a sentence when there is no such file or it is not a PDF."""
    path = path.expanduser().resolve()
    try:
        with path.open("rb") as file:
            if b"%PDF-" not in file.read(1024):
                raise ValueError(f"{path} is not a PDF")
            file.seek(0)
            digest = hashlib.file_digest(file, "sha256").hexdigest()
    except OSError as exc:
        raise ValueError(f"{path} cannot be read: {exc.strerror}") from exc
    about = _sidecar(path.with_suffix(".toml"))
    return Paper(
        id=ids.local_paper(digest[:ID_LETTERS]),
        title=str(about.get("title") or title_of(path.stem)),
        authors=_strings(about.get("authors")),
        abstract=str(about.get("abstract", "")),
        categories=_strings(about.get("categories")),
        announce="local",
        licence=str(about.get("licence", "")),
        pdf=str(path),
    )


def is_named_by_file(paper: Paper) -> bool:
    """Whether a local paper has the title of its file, because nobody gave it another."""
    return paper.announce == "local" and paper.title == title_of(Path(paper.pdf).stem)


def title_of(stem: str) -> str:
    """`attention_is-all_you_need (1)` → `Attention is all you need`."""
    words = re.sub(r"\s*\(\d+\)$", "", re.sub(r"[_\s]+|(?<=\w)-(?=\w)", " ", stem)).strip()
    return words[:1].upper() + words[1:]


def _finished(path: Path) -> tuple[str, int, int] | None:
    """What tells this state of the file from another; None while it is being written, or is no PDF."""
    if path.suffix.lower() != ".pdf" or path.name.startswith("."):
        return None
    if any(path.with_name(path.name + ending).exists() for ending in _UNFINISHED):
        return None
    try:
        stat = path.stat()
    except OSError:
        return None
    is_still = stat.st_size > 0 and time.time() - stat.st_mtime >= STILL_SECONDS
    return (path.name, stat.st_size, stat.st_mtime_ns) if is_still and path.is_file() else None


def _read(path: Path) -> Paper | None:
    try:
        return local_paper(path)
    except ValueError as exc:
        log.get().warning("file in the watched folder is left out", file=path.name, reason=str(exc))
        return None


def _sidecar(file: Path) -> dict[str, object]:
    try:
        return tomllib.loads(file.read_text())
    except FileNotFoundError:
        return {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as exc:
        log.get().warning("file about a PDF cannot be read", file=file.name, reason=str(exc))
        return {}


def _strings(value: object) -> tuple[str, ...]:
    return tuple(str(v) for v in value) if isinstance(value, list) else (str(value),) if value else ()
