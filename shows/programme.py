"""Ready shows and what was aired → Programme: what air plays next. Never plays, waits or reads a clock.

In order: shows with an air time; papers not heard yet, the newest day's best first; repeats, the longest unheard first;
evergreen; and, when nothing else is left, shows that were heard a short while ago.

Of a paper's versions only the newest has a story. Once an update says what a version changes, the stories of those
before it are not played any more; an update is heard once.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta

from radio.ids import PaperId, ShowId, ShowName, WorkId, show_name, version_of, work_of
from radio.model import Programme, Show, Slot
from shows.formats import format_named, format_of

MOST_SLOTS = 400
MOST_DUE = 20
MOST_NEW = 200
MOST_REPEATS = 120
LATEST_START = timedelta(hours=2)
"""A dated show that missed its time by more than this is no longer due; it is played among the repeats."""
REPEAT_AFTER = timedelta(hours=8)
A_DAY_OLDER = 6
"""The best paper of a day ranks with the seventh best of the day after."""
NEVER = datetime.min.replace(tzinfo=UTC)


def programme(
    ready: Sequence[Show],
    aired: Mapping[ShowId, datetime],
    now: datetime,
    evergreen: Sequence[ShowId],
    repeat_after: timedelta = REPEAT_AFTER,
) -> Programme:
    """The programme as of `now`. `aired` holds when each show was last heard; `evergreen` the shows that never age."""
    shows = _current(ready)
    heard = _heard(aired)
    due = _due(shows, heard, now)[:MOST_DUE]
    new = _unheard_papers(shows, heard)[:MOST_NEW]
    missed = [show for show in shows if show.airs_at is not None and not _lies_ahead(show, now)]
    old = [show for show in shows if (_work(show.id) in heard or show in missed) and not _is_update(show)]
    rested, tired = _repeats(old, heard, now - repeat_after)
    always = sorted(evergreen, key=lambda show: aired.get(show, NEVER))
    slots = (
        *(Slot(show=show.id, source="rundown", airs_at=show.airs_at) for show in due),
        *(Slot(show=show.id, source="rundown") for show in new),
        *(Slot(show=show.id, source="repeat") for show in rested[:MOST_REPEATS]),
        *(Slot(show=show, source="evergreen") for show in always),
        *(Slot(show=show.id, source="repeat") for show in tired),
    )
    return Programme(made=now, slots=slots[:MOST_SLOTS])


def _current(ready: Iterable[Show]) -> list[Show]:
    """The newest edition of each story, update and dated show; idents and evergreen have no turn of their own."""
    newest: dict[str, Show] = {}
    for show in sorted(ready, key=lambda show: (_version(show.id), show.edition, show.id)):
        if not format_of(show.id).is_evergreen:
            newest[_work(show.id)] = show
    updated: dict[WorkId, int] = {}
    for show in newest.values():
        if _is_update(show) and (paper := show_name(show.id).paper):
            updated[work_of(paper)] = max(version_of(paper), updated.get(work_of(paper), 0))
    return [show for show in newest.values() if not _is_outdated(show.id, updated)]


def _is_outdated(show: ShowId, updated: Mapping[WorkId, int]) -> bool:
    """Whether it is about a version before one that an update speaks of."""
    paper = show_name(show).paper
    return paper is not None and version_of(paper) < updated.get(work_of(paper), 0)


def _is_update(show: Show) -> bool:
    return format_of(show.id).reports_changes


def _version(show: ShowId) -> int:
    return version_of(show_name(show).paper or "")


def _heard(aired: Mapping[ShowId, datetime]) -> dict[str, datetime]:
    """When each work was last heard, in whatever edition."""
    heard: dict[str, datetime] = {}
    for show, at in aired.items():
        heard[_work(show)] = max(at, heard.get(_work(show), NEVER))
    return heard


def _work(show: ShowId) -> str:
    """The show without its edition; a story without the version that it is about."""
    name = show_name(show)
    if name.paper and not format_named(name.format).reports_changes:
        return ShowName(format=name.format, paper=PaperId(work_of(name.paper))).stem
    return name.stem


def _lies_ahead(show: Show, now: datetime) -> bool:
    return show.airs_at is not None and show.airs_at > now - LATEST_START


def _due(shows: Iterable[Show], heard: Mapping[str, datetime], now: datetime) -> list[Show]:
    waiting = [show for show in shows if _lies_ahead(show, now) and _work(show.id) not in heard]
    return sorted(waiting, key=lambda show: (show.airs_at, show.id))


def _unheard_papers(shows: Iterable[Show], heard: Mapping[str, datetime]) -> list[Show]:
    """Each day's papers by rank; the days interleaved so that a good new paper precedes an older one."""
    new = sorted(
        (show for show in shows if show.airs_at is None and _work(show.id) not in heard),
        key=lambda show: (show.day, show.rank, show.id),
        reverse=True,
    )
    newest = max((show.day for show in new), default=date.min)
    places: dict[date, int] = {}
    keyed: list[tuple[int, int, Show]] = []
    for show in new:
        place = places[show.day] = places.get(show.day, -1) + 1
        keyed.append((place + A_DAY_OLDER * (newest - show.day).days, len(keyed), show))
    return [show for _, _, show in sorted(keyed, key=lambda entry: entry[:2])]


def _repeats(
    shows: Iterable[Show], heard: Mapping[str, datetime], rested_before: datetime
) -> tuple[list[Show], list[Show]]:
    """Shows that may be heard again and those heard too lately, the longest unheard first in both."""
    ordered = sorted(shows, key=lambda show: (heard.get(_work(show.id), NEVER), -show.rank, show.id))
    rested = [show for show in ordered if heard.get(_work(show.id), NEVER) <= rested_before]
    return rested, ordered[len(rested) :]
