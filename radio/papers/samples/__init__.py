"""The papers that the project ships, for a station that has no others, as `samples.toml` lists them."""

from __future__ import annotations

import tomllib
from collections.abc import Sequence
from datetime import date
from importlib.resources import files

from radio.doors import Chosen
from radio.errors import NoSuchPaper
from radio.ids import SAMPLE, PaperId
from radio.model import Paper
from radio.papers.folder import bytes_of

PACKAGE = "radio.papers.samples"
LIST = "samples.toml"


class Samples:
    """A `doors.Papers`: they play first when they are all there is, and last when there is more."""

    name = SAMPLE
    choice = Chosen(-1.0, "ships with the station")

    async def announced(self, since: date = date.min) -> Sequence[Paper]:
        """All of them: they have no day, and `since` makes no difference."""
        return samples()

    async def find(self, paper: PaperId) -> Paper:
        """Raises NoSuchPaper."""
        found = next((each for each in samples() if each.id == paper), None)
        if found is None:
            raise NoSuchPaper(f"{paper} is no paper that ships with the station")
        return found

    async def pdf(self, paper: Paper) -> bytes:
        """The file's bytes. Raises Unreadable."""
        return await bytes_of(paper)

    async def close(self) -> None:
        """Nothing is open."""


def samples() -> tuple[Paper, ...]:
    """The papers listed in `samples.toml` in its order; none where the installation has no samples."""
    folder = files(PACKAGE)
    if not (folder / LIST).is_file():
        return ()
    listed = tomllib.loads((folder / LIST).read_text("utf-8"))["paper"]
    return tuple(
        Paper(
            id=PaperId(row["id"]),
            title=row["title"],
            authors=tuple(row.get("authors", ())),
            abstract=row.get("abstract", ""),
            categories=tuple(row.get("categories", ())),
            primary=next(iter(row.get("categories", ())), ""),
            announce="sample",
            licence=row.get("licence", ""),
            pdf=str(folder / row["pdf"]),
        )
        for row in listed
    )
