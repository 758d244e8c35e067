"""What a show will be: its id → Show + Segments (and, where its words are fixed already, their Scripts).

A show that is planned stays as it was planned; a new edition is a new show.
"""

from __future__ import annotations

from datetime import timedelta

from radio.errors import Permanent
from radio.ids import ShowId, ShowName, show_name
from shows.formats import Material, format_named
from workers.studio import timetable
from workers.studio.material import material_of_day, material_of_paper, names_of
from workers.studio.station import Station

LATE = timedelta(hours=2)
"""A show made later than this after its time airs when there is room."""


async def plan(station: Station, show_id: ShowId) -> str:
    """Keeps the show's plan; returns the ids of its segments, with spaces between. Raises Permanent."""
    programme = station.store.programme
    if programme.find_show(show_id) is None:
        name, material = _asked_for(station, show_id)
        try:
            planned = format_named(name.format).plan(material)
        except KeyError:
            raise Permanent(f"{show_id} is no show that the station knows") from None
        programme.save_show(planned.show, planned.segments)
        for script in planned.scripts:
            programme.save_script(script)
    return " ".join(segment.id for segment in programme.segments(show_id))


def _asked_for(station: Station, show_id: ShowId) -> tuple[ShowName, Material]:
    """The show by its parts, and what its format plans from."""
    try:
        name = show_name(show_id)
        format = format_named(name.format)
    except ValueError as exc:
        raise Permanent(f"{show_id} is no show that the station knows: {exc}") from None
    if name.paper:
        return name, material_of_paper(station, name, name.paper)
    if name.day:
        due = timetable.airs_at(station.config, name.format, name.day)
        airs_at = due if due and due + LATE > station.now() else None
        return name, material_of_day(station, format, name, name.day, airs_at)
    return name, Material(name=name, day=station.today(), **names_of(station))
