"""What the tests of the steps are about: a sample, a few papers, an ident; and what air gets of a show."""

from __future__ import annotations

from pathlib import Path

from some_papers import some_papers

from radio.ids import PaperId, ShowId
from radio.model import Document, Rundown, from_json
from radio.papers import samples
from workers.studio.station import Station

SAMPLE = samples()[1]
PAPERS = some_papers(6)
IDENT = ShowId("ident-1")


class NoReader:
    """A reader that must not be asked."""

    async def read(self, pdf: Path, paper: PaperId) -> Document:
        raise AssertionError(f"{paper} is read a second time")


def rundown_of(station: Station, show: str) -> Rundown:
    return from_json(Rundown, station.config.paths.rundown_of(show).read_bytes())
