"""What follows from the versions of a paper: which one is told, which is an update, which is withdrawn."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from radio.errors import NoSuchPaper
from radio.ids import PaperId, version_of
from radio.model import Paper
from shows.claims.choice import OUT_OF_PLACE, VERSION_NEWS, Point
from shows.claims.revision import revision
from workers.studio.station import Station

REVISES = ("replace", "replace-cross", "catch-up")
"""How arXiv announces a version that may be a later one."""


async def looked_up(station: Station, papers: Sequence[Paper]) -> tuple[Paper, ...]:
    """The announced papers; of new versions of what was chosen before, also whether they withdraw it.

    The daily feed leaves out the comments, in which authors withdraw a paper.
    """
    return tuple([await _looked_up(station, paper) for paper in papers])


async def _looked_up(station: Station, paper: Paper) -> Paper:
    if version_of(paper.id) < 2 or paper.withdrawn:
        return paper
    known = station.store.library.find_paper(paper.id)
    if known is not None:
        return replace(paper, withdrawn=known.withdrawn)
    if not any(_was_chosen(station, earlier) for earlier in _earlier(station, paper.id)):
        return paper
    source = station.find_source(paper.id)
    if source is None:
        return paper
    try:
        return replace(paper, withdrawn=(await source.find(paper.id)).withdrawn)
    except NoSuchPaper:
        return paper


def find_heard_before(station: Station, paper: PaperId) -> Paper | None:
    """The newest earlier version of which something was heard and whose claims are known."""
    return next(
        (
            earlier
            for earlier in reversed(_earlier(station, paper))
            if station.store.asrun.find_last_heard(earlier.id) and station.store.library.find_summary(earlier.id)
        ),
        None,
    )


def is_update(station: Station, paper: Paper | None) -> bool:
    """Whether arXiv announced it as a new version of what was told before."""
    return paper is not None and paper.announce in REVISES and find_heard_before(station, paper.id) is not None


def points(station: Station, papers: Iterable[Paper]) -> dict[PaperId, Point]:
    """What their versions say for or against choosing papers; those without another version are not named."""
    return {paper.id: point for paper in papers if (point := _point(station, paper))}


def _point(station: Station, paper: Paper) -> Point | None:
    newest = station.store.library.find_newest_version(paper.id)
    if newest and newest != paper.id:
        return OUT_OF_PLACE, "a newer version is out"
    before = find_heard_before(station, paper.id)
    if before and paper.withdrawn:
        return VERSION_NEWS, "withdrawn after it was told"
    if before:
        is_news = revision(before, paper).is_material
        return (VERSION_NEWS, "changes what was told") if is_news else (OUT_OF_PLACE, "told before in the same words")
    if not paper.withdrawn and any(_was_chosen(station, earlier) for earlier in _earlier(station, paper.id)):
        return VERSION_NEWS, "takes the place of an earlier version"
    return None


def _earlier(station: Station, paper: PaperId) -> list[Paper]:
    version = version_of(paper)
    if version < 2:
        return []
    return [other for other in station.store.library.versions(paper) if version_of(other.id) < version]


def _was_chosen(station: Station, paper: Paper) -> bool:
    choice = station.store.library.find_choice(paper.id)
    return choice is not None and choice.chosen
