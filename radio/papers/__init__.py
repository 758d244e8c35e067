"""Door: where papers come from. One `doors.Papers` a source, all of which are listed here.

To add one: a module with a class that keeps the promises of `doors.Papers`, and a line in `open_sources`. Ids of its
papers are `source:key`, where the source is its name.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from radio.config import Config
from radio.doors import Gate, Papers
from radio.papers.arxiv.identifiers import parse_id
from radio.papers.arxiv.source import Arxiv
from radio.papers.bibliography import library_texts
from radio.papers.clean_latex import clean_latex
from radio.papers.folder import Folder, is_named_by_file, local_paper
from radio.papers.samples import Samples, samples

__all__ = [
    "Arxiv",
    "Folder",
    "Samples",
    "clean_latex",
    "is_named_by_file",
    "library_texts",
    "local_paper",
    "open_sources",
    "parse_id",
    "samples",
]


def open_sources(config: Config, gate: Callable[[str], Gate], now: Callable[[], datetime]) -> dict[str, Papers]:
    """Every source that this configuration has, by name. `gate` gives the gate of a server; close each when done."""
    sources: list[Papers] = [Samples(), Folder(config.folder.watch)]
    if config.arxiv.enabled and config.station.contact:
        sources.append(Arxiv(config.arxiv, config.station.contact, gate("arxiv"), now))
    return {source.name: source for source in sources}
