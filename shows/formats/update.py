"""An update: what a new version of a paper changes in what was heard of it, or that it withdraws the paper."""

from __future__ import annotations

from radio.ids import segment_id
from radio.model import Script, Segment, Show
from shows.claims.titles import title_of
from shows.formats.format import Format, Material, Plan
from shows.formats.paper import KEPT_DAYS
from shows.scripts.changes import write_update

UPDATE_SECONDS = 25.0


def plan(material: Material) -> Plan:
    """One segment of the kind `update`."""
    title = f"Update: {title_of(material.paper)}"
    show = Show(id=material.name.id, format=UPDATE.name, title=title, day=material.day, rank=material.rank)
    changes = Segment(
        id=segment_id(show.id, 0),
        show=show.id,
        position=0,
        kind="update",
        title=title,
        papers=(material.paper.id,),
        seconds=UPDATE_SECONDS,
    )
    return Plan(show=show, segments=(changes,))


def write(segment: Segment, _plan: Plan, material: Material) -> Script:
    """The changes, from the claims that they rest on."""
    return write_update(segment, material.paper, material.window.summaries[material.paper.id])


UPDATE = Format(name="update", subject="paper", plan=plan, write=write, reports_changes=True, kept_days=KEPT_DAYS)
