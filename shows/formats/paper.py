"""A paper's own show: one story, made as soon as the paper is read."""

from __future__ import annotations

from radio.ids import segment_id
from radio.model import Script, Segment, Show
from shows.claims.titles import title_of
from shows.formats.format import Format, Material, Plan
from shows.scripts.story import write_segment

STORY_SECONDS = 130.0
KEPT_DAYS = 14


def plan(material: Material) -> Plan:
    """One segment of the kind `story`."""
    title = title_of(material.paper)
    show = Show(id=material.name.id, format=PAPER.name, title=title, day=material.day, rank=material.rank)
    story = Segment(
        id=segment_id(show.id, 0),
        show=show.id,
        position=0,
        kind="story",
        title=title,
        papers=(material.paper.id,),
        seconds=STORY_SECONDS,
    )
    return Plan(show=show, segments=(story,))


def write(segment: Segment, _plan: Plan, material: Material) -> Script:
    """The story without a model."""
    paper = material.paper
    return write_segment(segment, paper, material.window.summaries[paper.id], material.hosts)


PAPER = Format(name="paper", subject="paper", plan=plan, write=write, written_by_models=True, kept_days=KEPT_DAYS)
