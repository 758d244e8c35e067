"""A primer as a show of its own: an explanation that never ages, spoken by both hosts when there is room."""

from __future__ import annotations

from radio.ids import segment_id
from radio.model import Script, Segment, Show
from shows.formats.format import EVERGREEN_DAY, Format, Material, Plan
from shows.formats.primers import Primer, card_of, primer_titled, primers
from shows.scripts.dialogue import script_of, seconds_of


def slugs() -> tuple[str, ...]:
    """The names of the primers."""
    return tuple(primer.slug for primer in primers())


def plan(material: Material) -> Plan:
    """A show of one segment, with its words."""
    primer: Primer = {primer.slug: primer for primer in primers()}[material.name.name]
    show = Show(id=material.name.id, format=PRIMER.name, title=primer.title, day=EVERGREEN_DAY)
    script = script_of(segment_id(show.id, 0), primer.lines)
    segment = Segment(
        id=script.segment, show=show.id, position=0, kind="primer", title=primer.title, seconds=seconds_of(script)
    )
    return Plan(show=show, segments=(segment,), scripts=(script,))


def write(segment: Segment, _plan: Plan, _material: Material) -> Script:
    """The words of the primer that the segment is named after."""
    return script_of(segment.id, primer_titled(segment.title).lines)


PRIMER = Format(name="primer", subject="name", plan=plan, write=write, cards=card_of, always=slugs)
