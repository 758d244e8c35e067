"""What a latent carries and what each sampler can steer, on a small world whose topics an oracle can read.

Trains the small model of `latent_world` for each seed; then, on texts it never saw: the likelihood of a span with its
latent, another's and none; whether latents collapse, come back and can be averaged; and for every sampler the share of
the target topic's words in each span, guided, unguided and guided to the wrong topic from the same random numbers,
with the price in fluency and in time. `--quick` trains one seed for fewer steps. A seed runs on one thread, two seeds
side by side.
"""

from __future__ import annotations

import itertools
import multiprocessing
import statistics
import sys
import time
import warnings
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
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
from radio.latent.samplers import (
    Draws,
    Rule,
    Trace,
    Written,
    anneal,
    average,
    guide,
    next_topic,
    plain,
    plan,
    random_start,
    topic_sentence,
    write,
)
from radio.latent.weave import weave

SEEDS = (1, 2, 3)
PROCESSES = 2
ROWS, SPANS = 32, 5
FROM, TO, WRONG = "farm", "space", "sea"
SAMPLES = 21
"""Texts that a prose vector is made of, as many as the founding post averaged."""
OF_THE_POST = (
    "guide .15", "prose vector .15", "topic sentence .10/.15", "anneal .05 + .025 j", "anneal .05 + .1 j",
)  # fmt: skip
"""Arms with the weights of BigVAE's founding post."""
STEERS_FROM = 3.0
"""Standard errors over unguided, in the last span."""
ACTIVE_VARIANCE = 0.01
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
def carried(model: BigVae, spans: Tensor) -> dict[str, float]:
    """The figures of a latent space, on spans [B, S] that were not trained on, each of another text."""
    mu = model.encode(spans)
    others = mu.roll(1, 0)
    greedy = Options(temperature=0.0)
    back = model.encode(Growing(model, *no_context(len(mu)), range(len(mu)), greedy).decode(mu, SPAN).ids)
    middle = mix((0.5, mu), (0.5, others))
    decoded = Growing(model, *no_context(len(mu)), range(len(mu))).decode(middle, SPAN).ids
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
    """Texts about one topic that are to become texts about another."""

    model: BigVae
    world: World
    context: Tensor
    mask: Tensor
    start: Tensor
    seeds: list[int]

    def write(self, rule: Rule, start: Tensor | None = None, **settings: object) -> Written:
        begin = self.start if start is None else start
        return write(self.model, self.context, self.mask, begin, rule, SPANS, self.seeds, **settings)


def scene(model: BigVae, world: World, seed: int) -> Scene:
    context = world.texts(ROWS, 2 * SPAN, seed=500 + seed, topic=list(TOPICS).index(FROM))
    start = model.encode(context[:, -SPAN:])
    return Scene(model, world, context, torch.ones_like(context), start, [10_000 * seed + row for row in range(ROWS)])


@dataclass(frozen=True)
class Target:
    """A topic as one text's latent, and as the mean of many."""

    topic: int
    one: Tensor
    vector: Tensor


@torch.inference_mode()
def target(model: BigVae, world: World, name: str, seed: int) -> Target:
    topic = list(TOPICS).index(name)
    samples = model.encode(world.texts(SAMPLES, SPAN, seed=900 + seed, topic=topic))
    return Target(topic, samples[0].expand(ROWS, -1), average(samples).expand(ROWS, -1))


Arm = Callable[[Scene, Target], Written]


def _next_paragraph(s: Scene, t: Target) -> Written:
    """A paragraph without a guide, then one that begins at a new topic drawn towards the vector."""
    before = s.write(plain)
    latents = before.latents(s.model)
    begin = next_topic(latents[-1], latents[0], t.vector)
    return s.write(topic_sentence(t.vector), begin)


def _random_start(s: Scene, t: Target) -> Written:
    begin = random_start(s.model, ROWS, s.seeds[0], t.vector)
    return s.write(topic_sentence(t.vector), to_length(begin, s.model.settings.norms.mean_norm))


def _plan(s: Scene, t: Target) -> Written:
    """One row at a time; shorter plans count by their last spans."""
    rows = [plan(s.model, s.context[r : r + 1], s.mask[r : r + 1], t.one[:1], SPANS, s.seeds[r]) for r in range(8)]
    spans = tuple(torch.cat([row.spans[max(-len(row.spans), i - SPANS)] for row in rows]) for i in range(SPANS))
    return Written(spans, rows[0].trace)


def _weave(s: Scene, t: Target) -> Written:
    """The tree search on texts, its judge the cosine of a text's last span to the target; 8 rows."""

    def text_of(ids: Tensor) -> str:
        return " ".join(map(str, ids.tolist()))

    def ids_of(text: str) -> Tensor:
        return torch.tensor([int(word) for word in text.split()])

    found = []
    for row in range(8):
        calls = iter(range(10**6))

        def expand(text: str, count: int, calls=calls, row=row) -> list[str]:
            ids = ids_of(text).expand(count, -1)
            seeds = [s.seeds[row] * 1000 + next(calls) for _ in range(count)]
            new = Growing(s.model, ids, torch.ones_like(ids), seeds).decode(None, SPAN).ids
            return [text_of(torch.cat([ids_of(text), one])) for one in new]

        def judge(texts: list[str]) -> list[float]:
            latents = s.model.encode(torch.stack([ids_of(text)[-SPAN:] for text in texts]))
            return cosine(latents, t.one[:1]).tolist()

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
    "classifier-free 1.25, guide .15": lambda s, t: s.write(guide(t.one), options=Options(guidance=1.25)),
    "anneal .05 + .025 j": lambda s, t: s.write(anneal(t.one, linear(0.05, 0.025))),
    "anneal .05 + .1 j": lambda s, t: s.write(anneal(t.one, linear())),
    "anneal .05 + .15 j": lambda s, t: s.write(anneal(t.one, linear(0.05, 0.15))),
    "anneal bridge": lambda s, t: s.write(anneal(t.one, bridge)),
    "anneal cosine": lambda s, t: s.write(anneal(t.one, cosine_ramp)),
    "best of 4, anneal bridge": lambda s, t: s.write(
        anneal(t.one, bridge), draws=Draws(count=4, choose="best", judge=t.one)
    ),
    "plan search": _plan,
    "weave, judged by cosine": _weave,
}


@dataclass(frozen=True)
class Steered:
    """An arm's texts of one seed, judged."""

    guided: Tensor
    """[rows, spans]: share of the target topic's words."""
    unguided: Tensor
    wrong_to_target: Tensor
    wrong_to_wrong: Tensor
    cosines: Tensor
    """[rows, spans]: of guided spans to the target's latent."""
    nll: float
    """Nats a token under the language model without adapters."""
    distinct_2: float


def steer(s: Scene, arm: Arm, right: Target, wrong: Target) -> Steered:
    guided, misguided = arm(s, right), arm(s, wrong)
    rows = guided.spans[0].shape[0]
    unguided = s.write(plain)
    texts = guided.ids

    def hits(written: Written, topic: int) -> Tensor:
        return torch.stack([s.world.hits(span[:rows], topic) for span in written.spans], 1)

    return Steered(
        guided=hits(guided, right.topic),
        unguided=hits(unguided, right.topic),
        wrong_to_target=hits(misguided, right.topic),
        wrong_to_wrong=hits(misguided, wrong.topic),
        cosines=torch.stack([cosine(z, right.one[:rows]) for z in guided.latents(s.model)], 1),
        nll=-log_likelihood(s.model, texts, torch.ones_like(texts)).mean().item(),
        distinct_2=_distinct_2(texts),
    )


def _distinct_2(texts: Tensor) -> float:
    """The share of a text's word pairs that are not repeated in it, on average."""
    shares = [len(set(itertools.pairwise(t))) / (len(t) - 1) for t in texts.tolist()]
    return sum(shares) / len(shares)


def pooled(parts: list[Steered]) -> dict[str, object]:
    """The seeds of one arm together."""
    difference = torch.cat([p.guided[:, -1] - p.unguided[:, -1] for p in parts])
    error = (difference.std() / len(difference) ** 0.5).clamp_min(LEAST_ERROR)
    return {
        "hits": torch.cat([p.guided for p in parts]).mean(0).tolist(),
        "unguided": torch.cat([p.unguided for p in parts])[:, -1].mean().item(),
        "wrong": torch.cat([p.wrong_to_target for p in parts])[:, -1].mean().item(),
        "to wrong": torch.cat([p.wrong_to_wrong for p in parts])[:, -1].mean().item(),
        "errors": (difference.mean() / error).item(),
        "cosines": torch.cat([p.cosines for p in parts]).mean(0).tolist(),
        "nll": sum(p.nll for p in parts) / len(parts),
        "distinct": sum(p.distinct_2 for p in parts) / len(parts),
    }


# What it costs


def cost_ratio(s: Scene, t: Target, rows: int, repeats: int = 7) -> float:
    """CPU time of guided spans, drafts and encoding included, to that of as many tokens decoded in one go; the median
    over pairs of runs, the first of which warms up."""
    tokens, ratios = SPANS * 2 * SPAN - SPAN, []
    context, mask, start, seeds = s.context[:rows], s.mask[:rows], s.start[:rows], s.seeds[:rows]
    for _ in range(repeats + 1):
        began = time.process_time()
        write(s.model, context, mask, start, anneal(t.one[:rows], bridge), SPANS, seeds)
        guided = time.process_time() - began
        began = time.process_time()
        Growing(s.model, context, mask, seeds).decode(start, tokens)
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


def measured(seed: int, steps: Steps) -> Measured:
    torch.set_num_threads(1)
    warnings.filterwarnings("ignore", message="`is_gradient_checkpointing`")
    began, our_world = time.process_time(), world()
    model = trained(our_world, seed, steps)
    held_out = our_world.texts(256, 4 * SPAN, seed=77_000 + seed)
    s = scene(model, our_world, seed)
    right, wrong = target(model, our_world, TO, seed), target(model, our_world, WRONG, seed)
    with torch.inference_mode():
        arms = {name: steer(s, arm, right, wrong) for name, arm in ARMS.items()}
        texts = s.write(anneal(right.one, bridge)).ids[:3]
    return Measured(
        carries=carried(model, held_out[:, -SPAN:]),
        helps=context_helps(model, held_out),
        arms=arms,
        costs=(cost_ratio(s, right, 4), cost_ratio(s, right, ROWS)),
        samples=[our_world.words(text) for text in texts],
        cpu_seconds=time.process_time() - began,
    )


def main() -> None:
    args = measure.arguments(__doc__.splitlines()[0])
    seeds, steps = (SEEDS[:1], QUICK) if args.quick else (SEEDS, FULL)
    spawn = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(min(len(seeds), PROCESSES), mp_context=spawn) as pool:
        parts = list(pool.map(measured, seeds, [steps] * len(seeds)))
    arms = {name: pooled([part.arms[name] for part in parts]) for name in ARMS}
    _report(args, [p.carries for p in parts], [p.helps for p in parts], arms, [p.costs for p in parts])
    for said, steers in (("steer", True), ("do not steer", False)):
        weights = [name for name in OF_THE_POST if (arms[name]["errors"] >= STEERS_FROM) == steers]
        print(f"weights of the founding post that {said} the last span here: {', '.join(weights) or 'none'}")
    print(f"texts 0, 1, 2 of seed {seeds[0]}, {FROM} annealed to {TO} by the bridge:")
    for text in parts[0].samples:
        print(f"  {text}")
    print(f"{sum(p.cpu_seconds for p in parts):.0f} s of CPU, one thread a seed")


def _report(options, carries, helps, arms, costs) -> None:
    mean = {key: sum(c[key] for c in carries) / len(carries) for key in carries[0]}
    context = {key: sum(h[key] for h in helps) / len(helps) for key in helps[0]}
    best = arms["anneal bridge"]
    figures = {
        "nll_true": mean["decoder nll true"],
        "nll_shuffled": mean["decoder nll shuffled"],
        "nll_zero": mean["decoder nll zero"],
        "active_units_share": mean["active_units_share"],
        "cycle_cosine": mean["cycle_cosine"],
        "random_cosine": mean["random_cosine"],
        "midpoint_nll_ratio": mean["midpoint_nll_ratio"],
        "anneal_oracle_last": best["hits"][-1],
        "anneal_standard_errors": best["errors"],
        "wrong_guide_oracle": best["to wrong"],
        "cost_ratio_transformers": statistics.median(four for four, _ in costs),
    }
    gap = figures["nll_shuffled"] - figures["nll_true"]
    rows = [
        ("nats/token: latent, another's, none", _three(mean, "decoder"), f"another's - own {gap:.2f} >= 0.8"),
        ("  the writer's", _three(mean, "writer"), ""),
        ("divergence a span, nats", f"{mean['kl per span']:.1f}", "> 1"),
        ("active units", f"{figures['active_units_share']:.0%}", ">= 90 %"),
        ("cycle cosine, of random pairs", f"{mean['cycle_cosine']:.2f}, {mean['random_cosine']:.2f}", ">= .9, <= .2"),
        ("midpoints' nats to real text's", f"{figures['midpoint_nll_ratio']:.2f}", "<= 1.10"),
        ("nats: latent+context, latent, context", ", ".join(f"{context[k]:.2f}" for k in context), "first is least"),
        ("guided time to plain, 4 texts at a time", f"{figures['cost_ratio_transformers']:.2f}", "<= 1.15"),
        (f"  {ROWS} texts at a time", f"{statistics.median(all_ for _, all_ in costs):.2f}", ""),
        ("guided time to plain, vLLM", "not run", "needs a GPU"),
        ("bridge, last span: target's words, errors", f"{best['hits'][-1]:.2f}, {best['errors']:+.1f}", ">= .9, >= 3"),
        (f"{FROM} to {TO}: topic words by span", "no guide, wrong guide, to the wrong; errors", "nats, distinct pairs"),
        *(_arm_row(name, arm) for name, arm in arms.items()),
    ]
    measure.report(f"Latents: {len(carries)} seeds of a small world", rows, figures, options.json, series=arms)


def _three(mean: dict[str, float], adapter: str) -> str:
    return ", ".join(f"{mean[f'{adapter} nll {name}']:.2f}" for name in ("true", "shuffled", "zero"))


def _arm_row(name: str, arm: dict[str, object]) -> tuple[str, str, str]:
    hits = " ".join(f"{hit:.2f}" for hit in arm["hits"])
    others = f"{arm['unguided']:.2f} {arm['wrong']:.2f} {arm['to wrong']:.2f}; {arm['errors']:+.1f}"
    cosines = " ".join(f"{c:+.2f}" for c in arm["cosines"])
    return f"{name}", f"{hits} | {others}", f"{arm['nll']:.2f}, {arm['distinct']:.2f} | cos {cosines}"


if __name__ == "__main__":
    main()
