"""The papers that the project ships, for a station that has no others, as `samples.toml` lists them."""

from __future__ import annotations

import tomllib
from importlib.resources import files

from radio.model import Paper, PaperId

LIST = "samples.toml"


def samples() -> tuple[Paper, ...]:
    """The papers listed in `samples.toml` in its order; none where the installation has no samples."""
    folder = files(__package__)
    if not (folder / LIST).is_file():
        return ()
    listed = tomllib.loads((folder / LIST).read_text("utf-8"))["paper"]
    return tuple(
        Paper(
            id=PaperId(told["id"]),
            title=told["title"],
            authors=tuple(told.get("authors", ())),
            abstract=told.get("abstract", ""),
            categories=tuple(told.get("categories", ())),
            primary=next(iter(told.get("categories", ())), ""),
            announce="sample",
            licence=told.get("licence", ""),
            pdf=str(folder / told["pdf"]),
        )
        for told in listed
    )
