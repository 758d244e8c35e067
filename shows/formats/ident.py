"""Short spoken idents that name the station. Text only."""

from __future__ import annotations

from radio.ids import segment_id
from radio.model import Script, Segment, Show
from shows.formats.format import EVERGREEN_DAY, Format, Material, Plan
from shows.scripts.dialogue import Line, script_of

IDENT_SECONDS = 8.0
TEXTS = (
    "This is {station}: new research, read aloud, all day and all night.",
    "You are listening to {station}, with the synthetic voices of {host} and {guest}.",
    "{station}: everything that we say about a paper is in the paper.",
    "{station}, where new papers are read to you, page by page.",
    "This is {station}; the page that you see is the page we are reading from, where its licence allows that.",
    "{station}: the papers are real, the voices are not.",
)


def numbers() -> tuple[str, ...]:
    """The names of the idents: `1`, `2` and so on."""
    return tuple(str(number) for number in range(1, len(TEXTS) + 1))


def plan(material: Material) -> Plan:
    """A show of one sentence; the two hosts take turns."""
    number = _number(material)
    host, guest = material.hosts
    text = TEXTS[number].format(station=material.station, host=host, guest=guest)
    title = f"{material.station}: new research, read aloud"
    show = Show(id=material.name.id, format=IDENT.name, title=title, day=EVERGREEN_DAY)
    segment = Segment(
        id=segment_id(show.id, 0), show=show.id, position=0, kind="ident", title=text, seconds=IDENT_SECONDS
    )
    return Plan(show=show, segments=(segment,), scripts=(_script(segment, number),))


def write(segment: Segment, _plan: Plan, material: Material) -> Script:
    """The sentence, which is the segment's title."""
    return _script(segment, _number(material))


def _number(material: Material) -> int:
    """The place of the ident among the texts."""
    if material.name.name not in numbers():
        raise KeyError(material.name.id)
    return numbers().index(material.name.name)


def _script(segment: Segment, number: int) -> Script:
    return script_of(segment.id, [Line("guest" if number % 2 else "host", segment.title)])


IDENT = Format(name="ident", subject="name", plan=plan, write=write, always=numbers)
