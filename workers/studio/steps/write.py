"""Segment → Script. Every sentence about a paper is checked against the claims it rests on before it is kept.

A paper's story is written by the first that can: the latent writer, the language model, the extractive writer.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from hashlib import sha256

from radio import log
from radio.errors import Permanent, Transient
from radio.model import Paper, PaperId, Script, Segment, Show, Summary
from shows.claims import grounding
from shows.formats import daily, primers, weekly
from shows.scripts import latent_story, llm_story
from shows.scripts.story import write_segment
from shows.scripts.update import write_update
from workers.studio.rehearsal import Rehearsal
from workers.studio.station import Station
from workers.studio.steps.plan import weeks
from workers.studio.steps.publish import show_of

COMPARED_TOPICS = 6
"""The station's own primers stand for topics of other papers: a guided text must be nearer to its own."""


async def write(station: Station, segment_id: str) -> str:
    """Keeps the segment's script. Raises Permanent when nothing is left to say."""
    programme = station.store.programme
    if programme.script(segment_id) is None:
        show, segment = programme.show(show_of(segment_id)), programme.segment(segment_id)
        script = await _script(station, show, segment)
        if not _says_something(segment, script):
            raise Permanent(f"nothing is left to say in {segment_id}: no sentence could be traced to its paper")
        programme.save_script(script)
    return segment_id


def _says_something(segment: Segment, script: Script) -> bool:
    """Whether anything is left once what could not be traced was cut; a story needs more than its title and its end."""
    if segment.kind in ("story", "brief"):
        return any(sentence.claims for _, sentence in script.sentences)
    return bool(script.turns)


async def _script(station: Station, show: Show, segment: Segment) -> Script:
    if show.format == "paper":
        return await _story(station, segment)
    segments = station.store.programme.segments(show.id)
    about = (station.config.station.name, station.host_names)
    if show.format == "weekly":
        this, last = _weeks(station, show, segments)
        papers, summaries = this.papers, this.summaries
        made = weekly.write_weekly_segment, segment, show, segments, this, last, *about
    else:
        papers, summaries = _of_show(station, segments)
        made = daily.write_daily_segment, segment, show, segments, papers, summaries, *about
    script = await asyncio.to_thread(*made)
    return _grounded(script, {paper.id: paper for paper in papers}, summaries, station.host_names)


def _weeks(station: Station, show: Show, segments: tuple[Segment, ...]) -> tuple[weekly.Week, weekly.Week | None]:
    """The weeks of a weekly as it was planned, whatever became of its papers since."""
    this, last = weeks(station, show.day)
    papers, summaries = _of_show(station, segments)
    known = {paper.id: paper for paper in (*this.papers, *papers)}
    return weekly.Week(papers=tuple(known.values()), summaries={**this.summaries, **summaries}), last


def _grounded(
    script: Script, papers: Mapping[PaperId, Paper], summaries: Mapping[PaperId, Summary], hosts: tuple[str, str]
) -> Script:
    """The script of a dated show with each paper's sentences checked against that paper."""
    for paper_id in {sentence.paper for _, sentence in script.sentences if sentence.paper}:
        if paper_id in summaries:
            script = grounding.grounded(script, summaries[paper_id], papers[paper_id], hosts)
    return script


async def _story(station: Station, segment: Segment) -> Script:
    paper, summary = _paper(station, segment.papers[0])
    if segment.kind == "update":
        return grounding.grounded(write_update(segment, paper, summary), summary, paper, station.host_names)
    script = (
        await _by_latent(station, segment, paper, summary)
        or await _by_model(station, segment, paper, summary)
        or await asyncio.to_thread(write_segment, segment, paper, summary, station.host_names)
    )
    return grounding.grounded(script, summary, paper, station.host_names)


async def _by_latent(station: Station, segment: Segment, paper: Paper, summary: Summary) -> Script | None:
    """The story retold by the latent writer; None when there is none or its text is no use."""
    if station.latent is None:
        return None
    prompt, topic = latent_story.continuation_prompt(paper, summary), latent_story.topic_of(paper, summary)
    others = [primer.title for primer in primers.primers()[:COMPARED_TOPICS]]
    seed = int(sha256(segment.id.encode()).hexdigest()[:8], 16)
    tokens = latent_story.tokens_of(segment)
    try:
        written = await station.latent.continuations(prompt, topic, others, tokens, seed)
        return await asyncio.to_thread(
            latent_story.parse_continuations, written, segment, paper, summary, station.host_names
        )
    except (Transient, Permanent, ValueError) as exc:
        log.get().warning("latent writer's script not used", segment=segment.id, reason=str(exc))
        return None


async def _by_model(station: Station, segment: Segment, paper: Paper, summary: Summary) -> Script | None:
    """The model's script from the verified claims; None when there is no model or its answer is no use."""
    if station.llm is None or not await station.llm.answers():
        return None
    system, prompt, schema = llm_story.script_prompt(segment, paper, summary, station.host_names)
    try:
        rehearsal = Rehearsal(station, segment, paper, summary)
        reply = await station.llm.reply(system, prompt, schema, on_text=rehearsal.hear)
        return llm_story.parse_script(reply, segment, paper, summary, station.host_names)
    except (Transient, Permanent, ValueError) as exc:
        log.get().warning("model's script not used", segment=segment.id, reason=str(exc))
        return None


def _paper(station: Station, paper_id: PaperId) -> tuple[Paper, Summary]:
    return station.store.library.paper(paper_id), station.store.library.summary(paper_id)


def _of_show(station: Station, segments: tuple[Segment, ...]) -> tuple[list[Paper], dict[PaperId, Summary]]:
    ids = dict.fromkeys(paper for segment in segments for paper in segment.papers)
    found = [_paper(station, paper_id) for paper_id in ids]
    return [paper for paper, _ in found], {paper.id: summary for paper, summary in found}
