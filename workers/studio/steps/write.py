"""Segment → Script. Every sentence about a paper is checked against the claims it rests on before it is kept.

A paper's story is written by the first that can: the latent writer, the language model, the extractive writer.
"""

from __future__ import annotations

import asyncio
from hashlib import sha256

from radio import log
from radio.errors import Permanent, Transient
from radio.ids import SegmentId, show_of
from radio.model import Script, Segment
from shows.claims import grounding
from shows.formats import Material, Plan, format_of
from shows.formats.primers import primers
from shows.scripts import latent_story, llm_story
from workers.studio.material import material_of_show
from workers.studio.rehearsal import Rehearsal
from workers.studio.station import Station

COMPARED_TOPICS = 6
"""The station's own primers stand for topics of other papers: a guided text must be nearer to its own."""


async def write(station: Station, segment_id: SegmentId) -> SegmentId:
    """Keeps the segment's script. Raises Permanent when nothing is left to say."""
    programme = station.store.programme
    if programme.find_script(segment_id) is None:
        segment = programme.segment(segment_id)
        script = await _script(station, segment)
        if not _says_something(segment, script):
            raise Permanent(f"nothing is left to say in {segment_id}: no sentence could be traced to its paper")
        programme.save_script(script)
    return segment_id


def _says_something(segment: Segment, script: Script) -> bool:
    """Whether anything is left once what could not be traced was cut; a story needs more than its title and its end."""
    if segment.kind in ("story", "brief"):
        return any(sentence.claims for _, sentence in script.sentences)
    return bool(script.turns)


async def _script(station: Station, segment: Segment) -> Script:
    show = station.store.programme.show(show_of(segment.id))
    format, segments = format_of(show.id), station.store.programme.segments(show.id)
    material = await asyncio.to_thread(material_of_show, station, format, show, segments)
    script = None
    if format.written_by_models:
        script = await _by_latent(station, segment, material) or await _by_model(station, segment, material)
    if script is None:
        plan = Plan(show=show, segments=segments)
        script = await asyncio.to_thread(format.write, segment, plan, material)
    return _grounded(script, material)


def _grounded(script: Script, material: Material) -> Script:
    """The script with each paper's sentences checked against that paper."""
    papers, summaries = {paper.id: paper for paper in material.window.papers}, material.window.summaries
    for paper_id in {sentence.paper for _, sentence in script.sentences if sentence.paper}:
        if paper_id in summaries:
            script = grounding.grounded(script, summaries[paper_id], papers[paper_id], material.hosts)
    return script


async def _by_latent(station: Station, segment: Segment, material: Material) -> Script | None:
    """The story retold by the latent writer; None when there is none or its text is no use."""
    if station.latent is None:
        return None
    paper, summary = material.paper, material.window.summaries[material.paper.id]
    prompt, topic = latent_story.continuation_prompt(paper, summary), latent_story.topic_of(paper, summary)
    others = [primer.title for primer in primers()[:COMPARED_TOPICS]]
    seed = int(sha256(segment.id.encode()).hexdigest()[:8], 16)
    tokens = latent_story.tokens_of(segment)
    try:
        written = await station.latent.continuations(prompt, topic, others, tokens, seed)
        return await asyncio.to_thread(
            latent_story.parse_continuations, written, segment, paper, summary, material.hosts
        )
    except (Transient, Permanent, ValueError) as exc:
        log.get().warning("latent writer's script not used", segment=segment.id, reason=str(exc))
        return None


async def _by_model(station: Station, segment: Segment, material: Material) -> Script | None:
    """The model's script from the verified claims; None when there is no model or its answer is no use."""
    if station.llm is None or not await station.llm.answers():
        return None
    paper, summary = material.paper, material.window.summaries[material.paper.id]
    system, prompt, schema = llm_story.script_prompt(segment, paper, summary, material.hosts)
    try:
        rehearsal = Rehearsal(station, segment, paper, summary)
        reply = await station.llm.reply(system, prompt, schema, on_text=rehearsal.hear)
        return llm_story.parse_script(reply, segment, paper, summary, material.hosts)
    except (Transient, Permanent, ValueError) as exc:
        log.get().warning("model's script not used", segment=segment.id, reason=str(exc))
        return None
