"""What a latent carries and what each sampler can steer, on a small world whose topics an oracle can read.

Trains the small model of `latent_world` for each seed; then, on texts it never saw: the likelihood of a span with its
latent, another's and none; whether latents collapse, come back and can be averaged; and for every sampler the share of
the target topic's words in each span, guided, unguided and guided to the wrong topic from the same random numbers,
with the price in fluency and in time. A writer that saw only its own texts' contexts in training stands beside.
`--quick` trains one seed for fewer steps, asks less of it, and leaves that writer and the searches out. A seed runs on
one thread, two seeds side by side.
"""

from __future__ import annotations

import math
import multiprocessing
import statistics
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from operator import itemgetter
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))
import measure
import torch
from latent_carries import carried, context_helps
from latent_steers import (
    ARMS,
    FROM,
    ROWS,
    SEARCHES,
    TO,
    WITHOUT_SWAP,
    WRONG,
    Steered,
    cost_ratio,
    pooled,
    scene,
    steered,
    target,
)
from latent_world import FULL, QUICK, SPAN, Steps, trained, world

from radio.latent.training.phases import CONTEXT_SWAP
from radio.latent.writing.mix import cosine_ramp
from radio.latent.writing.samplers import anneal

SEEDS = (1, 2, 3)
PROCESSES = 2
OF_THE_POST = (
    "guide .15", "prose vector .15", "topic sentence .10/.15", "anneal .05 + .025 j", "10 spans, .05 + .1 j",
)  # fmt: skip
"""Arms with the weights and the number of spans of BigVAE's founding post."""
STEERS_FROM = 3.0
"""Standard errors over unguided, in the last span."""


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
