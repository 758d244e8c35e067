"""Short spoken idents that name the station. Text only."""

from __future__ import annotations

from radio.model import Script, Segment, Show, ShowId
from shows.formats.naming import HOSTS, IDENT_SECONDS, STATION, segment_id
from shows.formats.primers import EVERGREEN_DAY
from shows.scripts.dialogue import Line, script_of

TEXTS = (
    "This is {station}: new research, read aloud, all day and all night.",
    "You are listening to {station}, with the synthetic voices of {host} and {guest}.",
    "{station}: everything that we say about a paper is in the paper.",
    "{station}, where new papers are read to you, page by page.",
    "This is {station}; the page that you see is the page we are reading from, where its licence allows that.",
    "{station}: the papers are real, the voices are not.",
)


def idents(station: str = STATION, hosts: tuple[str, str] = HOSTS) -> tuple[tuple[Show, Segment, Script], ...]:
    """Each ident as a show of one sentence; the two hosts take turns."""
    return tuple(
        _ident(number, station, text.format(station=station, host=hosts[0], guest=hosts[1]))
        for number, text in enumerate(TEXTS, 1)
    )


def _ident(number: int, station: str, text: str) -> tuple[Show, Segment, Script]:
    show = ShowId(f"ident-{number}")
    segment = Segment(id=segment_id(show, 0), show=show, position=0, kind="ident", title=text, seconds=IDENT_SECONDS)
    speaker = "host" if number % 2 else "guest"
    script = script_of(segment.id, [Line(speaker, text)])
    return (
        Show(id=show, format="ident", title=f"{station}: new research, read aloud", day=EVERGREEN_DAY),
        segment,
        script,
    )
