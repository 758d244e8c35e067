"""Segment + Paper + Summary → Script by a latent writer: what it goes on from, and what may be used of what it wrote.

The writer is given the claims as notes and goes on in prose. Of that, a sentence is used only where it retells one
claim (`claims.tracing`); it then takes the place of the claim's own words, and is told before what was not retold.
Parts, order, questions and frame are the station's, as in every story. Raises ValueError naming why nothing can be
used. Never calls a model.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from radio.model import Continuation, Paper, Script, Segment, Summary
from shows.claims import grounding
from shows.claims.llm_reply import FEWEST_CLAIMS
from shows.claims.titles import title_of
from shows.claims.tracing import retold
from shows.scripts.latent_gate import flaw
from shows.scripts.story import WORDS_PER_MINUTE, write_segment

TOKENS_PER_WORD = 1.4

PROMPT = """\
Notes on the paper "{title}":
{claims}

The same, told on the radio in whole sentences, one note after another, with the figures and words of the notes:
"""


def continuation_prompt(paper: Paper, summary: Summary) -> str:
    """What the writer goes on from."""
    claims = "\n".join(f"- {claim.text}" for claim in summary.claims)
    return PROMPT.format(title=title_of(paper), claims=claims)


def topic_of(paper: Paper, summary: Summary) -> str:
    """What the text is guided to."""
    return ". ".join([title_of(paper).rstrip("."), summary.headline.rstrip("."), ", ".join(summary.keywords)])


def tokens_of(segment: Segment) -> int:
    """How many tokens last about as long as the segment."""
    return round(segment.seconds * WORDS_PER_MINUTE / 60 * TOKENS_PER_WORD)


def parse_continuations(
    written: Sequence[Continuation], segment: Segment, paper: Paper, summary: Summary, hosts: tuple[str, str]
) -> Script:
    """The story with the words of the continuation that retells the most claims."""
    flaws = [flaw(continued) for continued in written]
    good = [continued for continued, wrong in zip(written, flaws, strict=True) if not wrong]
    if not good:
        raise ValueError(next(filter(None, flaws), "nothing was written"))
    evidence = grounding.facts(paper, summary, hosts)
    told = max((retold(continued.text, summary.claims, evidence) for continued in good), key=len)
    if len(told) < FEWEST_CLAIMS:
        raise ValueError(f"only {len(told)} of its sentences retell a claim")
    best = max(claim.score for claim in summary.claims)
    claims = tuple(
        replace(claim, text=told[claim.id], score=claim.score + best) if claim.id in told else claim
        for claim in summary.claims
    )
    return write_segment(segment, paper, replace(summary, claims=claims), hosts)
