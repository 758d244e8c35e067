"""What samplers steer on the small world: each arm guided, not guided and guided wrongly, as an oracle reads it.

And what guiding costs: its time to that of plain decoding.
"""

from __future__ import annotations

import itertools
import statistics
import time
from collections.abc import Callable, Iterable
from dataclasses import dataclass, fields
from functools import partial

import torch
from latent_likelihood import log_likelihood
from latent_plan_search import plan
from latent_weave import weave
from latent_world import SPAN, TOPICS, World
from torch import Tensor

from radio.latent.model.bigvae import BigVae
from radio.latent.training.rows import PADDING
from radio.latent.writing.decoding import Growing, Options
from radio.latent.writing.mix import bridge, cosine, cosine_ramp, linear, mix, to_length
from radio.latent.writing.samplers import Rule, anneal, average, guide, plain, random_start, topic_sentence
from radio.latent.writing.writing import Draws, Grow, Trace, Written, write
from shows.scripts.latent_gate import LEAST_LEAD

ROWS, SPANS, MANY_SPANS = 32, 5, 10
SEARCHED_ROWS = 16
"""How many texts the searches write: they write one at a time."""
FROM, TO, WRONG = "farm", "space", "sea"
SAMPLES = 21
"""Texts that a prose vector is made of, as many as the founding post averaged."""
LEADS = (LEAST_LEAD, 0.15, 0.25)
"""What the station's gate asks for, and more."""
LEAST_ERROR = 0.01
"""The standard error of a mean over rows that all agree: one of them might have differed."""


@dataclass(frozen=True)
class Scene:
    """Texts about one topic that are to become texts about another. Each stands twice: one is guided to the right
    target, one to the wrong, both from the same random numbers."""

    model: BigVae
    world: World
    context: Tensor
    mask: Tensor
    start: Tensor
    seeds: list[int]

    def write(self, rule: Rule, start: Tensor | None = None, spans: int = SPANS, **settings: object) -> Written:
        begin = self.start if start is None else start
        settings = {"options": Options(forbidden=(PADDING,)), **settings}
        return write(self.model, self.context, self.mask, begin, rule, spans, self.seeds, **settings)

    @property
    def searched(self) -> list[int]:
        """The rows that a sampler which writes one text at a time takes."""
        return [half + row for half in (0, len(self.seeds) // 2) for row in range(SEARCHED_ROWS)]


def scene(model: BigVae, world: World, seed: int) -> Scene:
    context = world.texts(ROWS, 2 * SPAN, seed=500 + seed, topic=list(TOPICS).index(FROM)).repeat(2, 1)
    seeds = [10_000 * seed + row for row in range(ROWS)] * 2
    return Scene(model, world, context, torch.ones_like(context), model.encode(context[:, -SPAN:]), seeds)


@dataclass(frozen=True)
class Target:
    """Two topics, the right and the wrong, each as one text's latent and as the mean of many; a row a text [2B, k]."""

    one: Tensor
    vector: Tensor
    others: Tensor
    """[n, k]: of a text of every topic but the right one."""


@torch.inference_mode()
def target(model: BigVae, world: World, seed: int) -> Target:
    ones, vectors = [], []
    for name in (TO, WRONG):
        samples = model.encode(world.texts(SAMPLES, SPAN, seed=900 + seed, topic=list(TOPICS).index(name)))
        ones.append(samples[0].expand(ROWS, -1))
        vectors.append(average(samples).expand(ROWS, -1))
    others = [world.texts(1, SPAN, seed=950 + seed, topic=n) for n, name in enumerate(TOPICS) if name != TO]
    return Target(torch.cat(ones), torch.cat(vectors), model.encode(torch.cat(others)))


Arm = Callable[[Scene, Target], Written]


def _next_paragraph(s: Scene, t: Target) -> Written:
    """A paragraph without a guide, then one that begins at a new topic drawn towards the vector."""
    latents = s.write(plain).latents(s.model)
    begin = mix((0.7, latents[-1]), (0.1, latents[0]), (0.2, t.vector))
    return s.write(topic_sentence(t.vector), begin)


def _random_start(s: Scene, t: Target) -> Written:
    halves = [random_start(s.model, len(half), s.seeds[0], half) for half in t.vector.chunk(2)]
    return s.write(topic_sentence(t.vector), to_length(torch.cat(halves), s.model.settings.norms.mean_norm))


def _plan(s: Scene, t: Target) -> Written:
    """Shorter plans count by their last spans."""
    options = Options(forbidden=(PADDING,))
    rows = [
        plan(s.model, s.context[[r]], s.mask[[r]], t.one[[r]], SPANS, s.seeds[r], options=options) for r in s.searched
    ]
    spans = tuple(torch.cat([row.spans[max(-len(row.spans), i - SPANS)] for row in rows]) for i in range(SPANS))
    return Written(spans, rows[0].trace)


def _weave(s: Scene, t: Target) -> Written:
    """The tree search on texts, its judge the cosine of a text's last span to the target."""

    def text_of(ids: Tensor) -> str:
        return " ".join(map(str, ids.tolist()))

    def ids_of(text: str) -> Tensor:
        return torch.tensor([int(word) for word in text.split()])

    found = []
    for row in s.searched:
        calls = iter(range(10**6))

        def expand(text: str, count: int, calls=calls, row=row) -> list[str]:
            ids = ids_of(text).expand(count, -1)
            seeds = [s.seeds[row] * 1000 + next(calls) for _ in range(count)]
            growing = Growing(s.model, ids, torch.ones_like(ids), seeds, Options(forbidden=(PADDING,)))
            new = growing.decode(None, SPAN).ids
            return [text_of(torch.cat([ids_of(text), one])) for one in new]

        def judge(texts: list[str], row=row) -> list[float]:
            latents = s.model.encode(torch.stack([ids_of(text)[-SPAN:] for text in texts]))
            return cosine(latents, t.one[row]).tolist()

        best = weave(text_of(s.context[row]), expand, judge, rounds=SPANS, round_budget=16, seed=row)[0]
        found.append(ids_of(best.text)[-SPANS * SPAN :])
    return Written(torch.stack(found).split(SPAN, dim=1), Trace())


ARMS: dict[str, Arm] = {
    "guide .15": lambda s, t: s.write(guide(t.one)),
    "guide .5": lambda s, t: s.write(guide(t.one, 0.5)),
    "prose vector .15": lambda s, t: s.write(guide(t.vector)),
    "prose vector .5": lambda s, t: s.write(guide(t.vector, 0.5)),
    "topic sentence .10/.15": lambda s, t: s.write(topic_sentence(t.vector), t.one),
    "next paragraph": _next_paragraph,
    "random start": _random_start,
    "averaged drafts, guide .2": lambda s, t: s.write(guide(t.one, 0.2), draws=Draws(count=4, choose="average")),
    "best of 4 by cosine": lambda s, t: s.write(plain, draws=Draws(count=4, choose="best", judge=t.one)),
    "classifier-free 1.25, guide .15": lambda s, t: s.write(
        guide(t.one), options=Options(guidance=1.25, forbidden=(PADDING,))
    ),
    "anneal .05 + .025 j": lambda s, t: s.write(anneal(t.one, linear(0.05, 0.025))),
    "anneal .05 + .15 j": lambda s, t: s.write(anneal(t.one, linear(0.05, 0.15))),
    "anneal bridge": lambda s, t: s.write(anneal(t.one, bridge)),
    "anneal cosine": lambda s, t: s.write(anneal(t.one, cosine_ramp)),
    "best of 4, anneal bridge": lambda s, t: s.write(
        anneal(t.one, bridge), draws=Draws(count=4, choose="best", judge=t.one)
    ),
    "10 spans, .05 + .1 j": lambda s, t: s.write(anneal(t.one, linear()), spans=MANY_SPANS),
    "10 spans, bridge": lambda s, t: s.write(anneal(t.one, bridge), spans=MANY_SPANS),
    "10 spans, cosine": lambda s, t: s.write(anneal(t.one, cosine_ramp), spans=MANY_SPANS),
    "plan search": _plan,
    "weave, judged by cosine": _weave,
}
WITHOUT_SWAP = ("anneal bridge", "anneal cosine")
"""Arms that a writer is shown by that never saw another text's context."""
SEARCHES = ("plan search", "weave, judged by cosine")
"""Arms that write one text at a time, which takes as long as all others."""


@dataclass(frozen=True)
class Judged:
    """Texts as the oracle, the encoder and the language model without adapters read them."""

    hits: Tensor
    """[rows, spans]: the share of topic words that are the right topic's."""
    wrong_hits: Tensor
    """[rows, spans]: the share that are the wrong topic's."""
    cosines: Tensor
    """[rows, spans]: to the right target's latent."""
    lead: Tensor
    """[rows]: of the cosine to the right target over that to other topics, as the station's gate takes it."""
    nll: Tensor
    """[rows]: nats a token."""
    distinct: Tensor
    """[rows]: the share of word pairs that the text has not had before."""

    def rows(self, rows: slice) -> Judged:
        return Judged(*(getattr(self, field.name)[rows] for field in fields(self)))

    def means(self) -> dict[str, object]:
        return {field.name: getattr(self, field.name).mean(0).tolist() for field in fields(self)}


def judged(s: Scene, written: Written, t: Target) -> Judged:
    right, texts = t.one[0], written.ids
    latents = torch.stack(written.latents(s.model), 1)

    def hits(topic: str) -> Tensor:
        return torch.stack([s.world.hits(span, list(TOPICS).index(topic)) for span in written.spans], 1)

    cosines = cosine(latents, right)
    lead = cosines.mean(1) - cosine(latents.unsqueeze(2), t.others).mean((1, 2))
    nll = -log_likelihood(s.model, texts, torch.ones_like(texts))
    return Judged(hits(TO), hits(WRONG), cosines, lead, nll, distinct_2(texts))


@dataclass(frozen=True)
class Steered:
    """An arm's texts of one seed."""

    guided: Judged
    unguided: Judged
    misguided: Judged


def steered(s: Scene, t: Target, arms: Iterable[str]) -> dict[str, Steered]:
    """Each arm beside the same texts without a guide."""
    unguided = {spans: judged(s, s.write(plain, spans=spans), t) for spans in (SPANS, MANY_SPANS)}
    found = {}
    for name in arms:
        written = ARMS[name](s, t)
        half, both = len(written.ids) // 2, judged(s, written, t)
        without = unguided[len(written.spans)].rows(slice(half))
        found[name] = Steered(both.rows(slice(half)), without, both.rows(slice(half, None)))
    return found


def distinct_2(texts: Tensor) -> Tensor:
    """[rows, n] → [rows]: the share of a text's word pairs that it has not had before."""
    return torch.tensor([len(set(itertools.pairwise(t))) / (len(t) - 1) for t in texts.tolist()])


def pooled(parts: list[Steered]) -> dict[str, object]:
    """The seeds of one arm together: means, and standard errors of the last span over the same texts unguided."""

    def together(kind: str) -> Judged:
        each = [getattr(part, kind) for part in parts]
        return Judged(*(torch.cat([getattr(e, field.name) for e in each]) for field in fields(Judged)))

    difference = together("guided").hits[:, -1] - together("unguided").hits[:, -1]
    error = (difference.std() / len(difference) ** 0.5).clamp_min(LEAST_ERROR)
    kinds = {kind: together(kind) for kind in ("guided", "unguided", "misguided")}
    return {
        **{kind: judged.means() for kind, judged in kinds.items()},
        "errors": (difference.mean() / error).item(),
        "near": {lead: [(judged.lead >= lead).float().mean().item() for judged in kinds.values()] for lead in LEADS},
    }


def cost_ratio(s: Scene, t: Target, rows: int, repeats: int = 7, grow: Grow | None = None) -> float:
    """CPU time of guided spans, drafts and encoding included, to that of as many tokens decoded in one go; the median
    over pairs of runs, the first of which warms up."""
    span, grow = s.model.settings.span, grow or partial(Growing, s.model)
    tokens, ratios = SPANS * 2 * span - span, []
    context, mask, start, seeds = s.context[:rows], s.mask[:rows], s.start[:rows], s.seeds[:rows]
    for _ in range(repeats + 1):
        began = time.process_time()
        write(s.model, context, mask, start, anneal(t.one[:rows], cosine_ramp), SPANS, seeds, grow=grow)
        guided = time.process_time() - began
        began = time.process_time()
        grow(context, mask, seeds, None).decode(start, tokens)
        ratios.append(guided / (time.process_time() - began))
    return statistics.median(ratios[1:])
