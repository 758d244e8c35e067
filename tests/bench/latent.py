"""What a latent carries and what each sampler can steer, on a small world whose topics an oracle can read.

Trains the small model of `latent_world` for each seed; then, on texts it never saw: the likelihood of a span with its
latent, another's and none; whether latents collapse, come back and can be averaged; and for every sampler the share of
the target topic's words in each span, guided, unguided and guided to the wrong topic from the same random numbers,
with the price in fluency and in time. A writer that saw only its own texts' contexts in training stands beside.
`--quick` trains one seed for fewer steps, asks less of it, and leaves that writer and the searches out. A seed runs on
one thread, two seeds side by side.
"""

from __future__ import annotations

import itertools
import math
import multiprocessing
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, fields, replace
from functools import partial
from operator import itemgetter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
import measure
import torch
from latent_world import FULL, QUICK, SPAN, TOPICS, Steps, World, trained, world
from torch import Tensor

from radio.latent.decoding import Growing, Options, log_likelihood
from radio.latent.head import divergence
from radio.latent.mix import bridge, cosine, cosine_ramp, linear, mix, to_length
from radio.latent.model import BigVae
from radio.latent.phases import CONTEXT_SWAP
from radio.latent.planning import plan
from radio.latent.rows import PADDING
from radio.latent.samplers import Rule, anneal, average, guide, next_topic, plain, random_start, topic_sentence
from radio.latent.weave import weave
from radio.latent.writing import Draws, Grow, Trace, Written, write
from shows.latent_gate import LEAST_LEAD

SEEDS = (1, 2, 3)
PROCESSES = 2
ROWS, SPANS, MANY_SPANS = 32, 5, 10
SEARCHED_ROWS = 16
"""Of the samplers that search: they write one text at a time."""
FROM, TO, WRONG = "farm", "space", "sea"
SAMPLES = 21
"""Texts that a prose vector is made of, as many as the founding post averaged."""
OF_THE_POST = (
    "guide .15", "prose vector .15", "topic sentence .10/.15", "anneal .05 + .025 j", "10 spans, .05 + .1 j",
)  # fmt: skip
"""Arms with the weights and the number of spans of BigVAE's founding post."""
STEERS_FROM = 3.0
"""Standard errors over unguided, in the last span."""
ACTIVE_VARIANCE = 0.01
LEADS = (LEAST_LEAD, 0.15, 0.25)
"""What the station's gate asks for, and more."""
LEAST_ERROR = 0.01
"""Of a mean over rows that all agree: one of them might have differed."""


# What a latent carries


@torch.inference_mode()
def nll(model: BigVae, adapter: str, spans: Tensor, z: Tensor) -> Tensor:
    """[B, S] → [B]: nats a token of a span after its latent alone, laid out as the adapter was trained: the decoder's
    hidden prefix takes its places."""
    one = torch.ones(len(spans), 1, dtype=torch.long)
    parts = [model.head.soft_token(z), model.embed(spans[:, :-1])]
    masks = [one, torch.ones_like(spans[:, :-1])]
    if adapter == "decoder":
        hidden = torch.zeros_like(spans)
        parts.insert(1, model.embed(hidden))
        masks.insert(1, hidden)
    logits = model.logits(adapter, parts, masks, spans.shape[1])
    return torch.nn.functional.cross_entropy(logits.transpose(1, 2), spans, reduction="none").mean(1)


def no_context(rows: int) -> tuple[Tensor, Tensor]:
    none = torch.zeros(rows, 0, dtype=torch.long)
    return none, none.clone()


@torch.inference_mode()
def carried(model: BigVae, spans: Tensor, forbidden: tuple[int, ...] = ()) -> dict[str, float]:
    """The figures of a latent space, on spans [B, S] that were not trained on, each of another text; `forbidden` ids
    are never drawn."""
    mu = model.encode(spans)
    others = mu.roll(1, 0)
    greedy, drawn = Options(temperature=0.0, forbidden=forbidden), Options(forbidden=forbidden)
    back = model.encode(Growing(model, *no_context(len(mu)), range(len(mu)), greedy).decode(mu, spans.shape[1]).ids)
    middle = mix((0.5, mu), (0.5, others))
    decoded = Growing(model, *no_context(len(mu)), range(len(mu)), drawn).decode(middle, spans.shape[1]).ids
    ones = torch.ones_like(spans)
    return {
        **{
            f"{adapter} nll {name}": nll(model, adapter, spans, z).mean().item()
            for adapter in ("decoder", "writer")
            for name, z in (("true", mu), ("shuffled", others), ("zero", torch.zeros_like(mu)))
        },
        "active_units_share": (mu.var(0) > ACTIVE_VARIANCE).float().mean().item(),
        "kl per span": divergence(mu).mean().item(),
        "cycle_cosine": cosine(back, mu).mean().item(),
        "random_cosine": cosine(mu, others).mean().item(),
        "midpoint_nll_ratio": (
            log_likelihood(model, decoded, ones).mean() / log_likelihood(model, spans, ones).mean()
        ).item(),
    }


@torch.inference_mode()
def context_helps(model: BigVae, rows: Tensor) -> dict[str, float]:
    """Nats a token of a span with latent and context, and with either alone."""
    before, spans = rows[:, : 3 * SPAN], rows[:, 3 * SPAN : 4 * SPAN]
    mu = model.encode(spans)

    def told(z: Tensor | None, context: bool) -> float:
        parts, masks = [], []
        if context:
            parts, masks = [model.embed(before)], [torch.ones_like(before)]
        soft = model.head.soft_token(mu if z is None else z)
        parts += [soft, model.embed(spans[:, :-1])]
        seen = torch.ones(len(spans), 1, dtype=torch.long)
        masks += [seen if z is not None else 0 * seen, torch.ones_like(spans[:, :-1])]
        logits = model.logits("writer", parts, masks, SPAN)[:, 1:]
        return torch.nn.functional.cross_entropy(logits.transpose(1, 2), spans[:, 1:]).item()

    return {"latent and context": told(mu, True), "latent": told(mu, False), "context": told(None, True)}


# What a sampler steers


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
    begin = next_topic(latents[-1], latents[0], t.vector)
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


# What it costs


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


@dataclass(frozen=True)
class Measured:
    """One seed's model, judged."""

    carries: dict[str, float]
    helps: dict[str, float]
    arms: dict[str, Steered]
    costs: tuple[float, float]
    """Of four texts at a time, and of all."""
    samples: list[str]
    cpu_seconds: float


def measured(seed: int, steps: Steps, context_swap: float, arms: Sequence[str]) -> Measured:
    torch.set_num_threads(1)
    began, our_world = time.process_time(), world()
    model = trained(our_world, seed, steps, context_swap)
    held_out = our_world.texts(256, 4 * SPAN, seed=77_000 + seed)
    s, t = scene(model, our_world, seed), target(model, our_world, seed)
    with torch.inference_mode():
        found = steered(s, t, arms)
        texts = s.write(anneal(t.one, cosine_ramp)).ids[:3]
    return Measured(
        carries=carried(model, held_out[:, -SPAN:]),
        helps=context_helps(model, held_out),
        arms=found,
        costs=(cost_ratio(s, t, 4), cost_ratio(s, t, ROWS)),
        samples=[our_world.words(text) for text in texts],
        cpu_seconds=time.process_time() - began,
    )


def main() -> None:
    args = measure.arguments(__doc__.splitlines()[0])
    seeds, steps = (SEEDS[:1], QUICK) if args.quick else (SEEDS, FULL)
    names = [name for name in ARMS if not (args.quick and name in SEARCHES)]
    asked = [(seed, steps, CONTEXT_SWAP, names) for seed in seeds]
    asked += [(SEEDS[0], steps, 0.0, WITHOUT_SWAP)] * (not args.quick)
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(len(asked), PROCESSES), mp_context=spawn) as pool:
        parts = list(pool.map(measured, *zip(*asked, strict=True)))
    ours, without_swap = parts[: len(seeds)], parts[len(seeds) :]
    arms = {name: pooled([part.arms[name] for part in ours]) for name in names}
    figures = _figures(ours, arms)
    _report(args, ours, without_swap, arms, figures)
    for said, steers in (("steer", True), ("do not steer", False)):
        weights = [name for name in OF_THE_POST if (arms[name]["errors"] >= STEERS_FROM) == steers]
        print(f"weights of the founding post that {said} the last span here: {', '.join(weights) or 'none'}")
    print(f"texts 0, 1, 2 of seed {seeds[0]}, {FROM} annealed to {TO} by the cosine:")
    for text in ours[0].samples:
        print(f"  {text}")
    print(f"{sum(p.cpu_seconds for p in parts):.0f} s of CPU, one thread a seed")
    if missed := [bar.what.strip() for bar in _bars(args.quick) if not bar.holds(figures)]:
        sys.exit(f"missed: {'; '.join(missed)}")


@dataclass(frozen=True)
class Bar:
    """What a figure has to reach, and what three minutes of training have to bring it to, if that is less."""

    what: str
    figure: Callable[[dict[str, float]], float]
    least: float = -math.inf
    most: float = math.inf
    quick_least: float | None = None
    quick_most: float | None = None

    def holds(self, figures: dict[str, float]) -> bool:
        return self.least <= self.figure(figures) <= self.most

    def quick(self) -> Bar:
        """The bar of the quick form."""
        least = self.least if self.quick_least is None else self.quick_least
        return replace(self, least=least, most=self.most if self.quick_most is None else self.quick_most)

    def row(self, figures: dict[str, float]) -> tuple[str, str, str]:
        bound = f">= {self.least:g}" if self.least > -math.inf else f"<= {self.most:g}"
        return self.what, f"{self.figure(figures):.2f}", bound if self.holds(figures) else f"{bound}: missed"


BARS = (
    Bar("another's latent's nats over own", lambda f: f["nll_shuffled"] - f["nll_true"], least=0.8, quick_least=0.3),
    Bar("active units", itemgetter("active_units_share"), least=0.9),
    Bar("cycle cosine", itemgetter("cycle_cosine"), least=0.9),
    Bar("cosine of random pairs", itemgetter("random_cosine"), most=0.2),
    Bar("midpoints' nats to real text's", itemgetter("midpoint_nll_ratio"), most=1.1, quick_most=1.3),
    Bar("cosine, last span: target's words", itemgetter("anneal_oracle_last"), least=0.9, quick_least=0.5),
    Bar("  standard errors over unguided", itemgetter("anneal_standard_errors"), least=3.0),
    Bar("  to the wrong: the wrong's words", itemgetter("wrong_guide_oracle"), least=0.9, quick_least=0.5),
)
COST = Bar("guided time to plain, 4 texts", itemgetter("cost_ratio_transformers"), most=1.15)
"""Apart, for a time depends on the machine: to miss it does not fail the run."""


def _bars(quick: bool) -> tuple[Bar, ...]:
    return tuple(bar.quick() if quick else bar for bar in BARS)


def _mean(parts: Iterable[dict[str, float]]) -> dict[str, float]:
    parts = list(parts)
    return {key: statistics.mean(part[key] for part in parts) for key in parts[0]}


def _figures(parts: Sequence[Measured], arms: dict[str, dict[str, object]]) -> dict[str, float]:
    carries, annealed = _mean(part.carries for part in parts), arms["anneal cosine"]
    return {
        "nll_true": carries["decoder nll true"],
        "nll_shuffled": carries["decoder nll shuffled"],
        "nll_zero": carries["decoder nll zero"],
        "active_units_share": carries["active_units_share"],
        "cycle_cosine": carries["cycle_cosine"],
        "random_cosine": carries["random_cosine"],
        "midpoint_nll_ratio": carries["midpoint_nll_ratio"],
        "anneal_oracle_last": annealed["guided"]["hits"][-1],
        "anneal_standard_errors": annealed["errors"],
        "wrong_guide_oracle": annealed["misguided"]["wrong_hits"][-1],
        "cost_ratio_transformers": statistics.median(four for four, _ in (part.costs for part in parts)),
    }


def _report(options, ours, without_swap, arms, figures) -> None:
    carries, helps = _mean(part.carries for part in ours), _mean(part.helps for part in ours)
    rows = [
        *(bar.row(figures) for bar in (*_bars(options.quick), COST)),
        ("nats: own latent, another's, none", _three(carries, "decoder"), ""),
        ("  the writer's", _three(carries, "writer"), ""),
        ("divergence a span, nats", f"{carries['kl per span']:.1f}", "> 1"),
        ("nats: latent + context, each alone", _row(helps.values()), "first is least"),
        (f"guided time to plain, {ROWS} texts", f"{statistics.median(p.costs[1] for p in ours):.2f}", ""),
        *(
            ("gate's near: guided, not, wrongly", _row(near), f"lead >= {lead:g}")
            for lead, near in arms["anneal cosine"]["near"].items()
        ),
        (f"{FROM} TO {TO}; BELOW IT TO {WRONG}", f"words of {TO}", f"cosine to {TO}"),
        _unguided_row("no guide", arms["anneal cosine"]["unguided"]),
        _unguided_row("10 spans, no guide", arms["10 spans, cosine"]["unguided"]),
        *(_arm_row(name, arm) for name, arm in arms.items()),
    ]
    for part in without_swap:
        for said, one in (("SEED 1", ours[0]), ("SEED 1, CONTEXTS NEVER ANOTHER'S", part)):
            rows += [(said, f"nats: {_row(one.helps.values())}", "latent + context, each alone")]
            rows += [_arm_row(name, pooled([one.arms[name]])) for name in WITHOUT_SWAP]
    measure.report(f"Latents: {len(ours)} seeds of a small world", rows, figures, options.json, series=arms)


def _three(mean: dict[str, float], adapter: str) -> str:
    return _row(mean[f"{adapter} nll {name}"] for name in ("true", "shuffled", "zero"))


def _row(values: Iterable[float]) -> str:
    return " ".join(f"{value:.2f}".replace("0.", ".") for value in values)


def _spans(judged: dict[str, list[float]]) -> tuple[str, str]:
    return _row(judged["hits"]), _row(judged["cosines"])


def _unguided_row(name: str, judged: dict[str, object]) -> tuple[str, str, str]:
    return (f"{name}\n  {_price(judged)}", *_spans(judged))


def _arm_row(name: str, arm: dict[str, object]) -> tuple[str, str, str]:
    """Two lines: guided to the right target, and to the wrong one."""
    right, wrong = _spans(arm["guided"]), _spans(arm["misguided"])
    to_wrong = f"; of {WRONG} {_row(arm['misguided']['wrong_hits'][-1:])}"
    told = f"  {arm['errors']:+.1f} errors; {_price(arm['guided'])}"
    return f"{name}\n{told}", f"{right[0]}\n{wrong[0]}{to_wrong}", f"{right[1]}\n{wrong[1]}"


def _price(judged: dict[str, object]) -> str:
    return f"{_row([judged['nll']])} nats, {_row([judged['distinct']])} new"


if __name__ == "__main__":
    main()
