"""What a latent carries of real abstracts, and whether it steers them: `latent_abstracts.py [--quick] [--json FILE]`.

Trains the small model of `abstracts_world` for each seed on one thread of the CPU. Measured on abstracts kept
apart: the likelihood of a span with its latent, another's and none; whether texts that begin in one of two categories
are moved to the other by a guide, from the same random numbers without it and with the guide of a third category, next
to plain words of that category; what that costs in fluency; and which texts the station's gate lets pass. The judge of
categories reads words and was trained on abstracts that the model never saw. `--quick` trains for fewer steps.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))
import abstracts_world as ours
import measure
import torch
from abstracts_gate import continued, shares
from abstracts_world import (
    CATEGORIES,
    END,
    FULL,
    OTHER,
    QUICK,
    ROW_TOKENS,
    SPAN,
    UNKNOWN,
    WORDS_ONLY,
    Abstract,
    Judge,
    Parts,
)
from latent_carries import carried, nll
from latent_likelihood import log_likelihood
from latent_steers import distinct_2
from latent_world import Steps
from tokenizers import Tokenizer
from torch import Tensor

from radio.latent.model.bigvae import BigVae
from radio.latent.training.rows import windows
from radio.latent.writing.decoding import Growing
from radio.latent.writing.mix import bridge, cosine_ramp, linear
from radio.latent.writing.samplers import Rule, anneal, average, guide, plain
from radio.latent.writing.writing import write

SEEDS = (1,)
SPANS, TEXTS, SAMPLES = 4, 32, 21
"""Texts of each category; samples that the mean latent of a category is made of."""
LEARNT_FROM = 3.0
"""Standard errors that a span's own latent is worth more than another's."""
LEAST_ERROR = 0.005


@dataclass(frozen=True)
class Scene:
    """Texts that begin in one category and are to end in the other, first those of the one, then those of the other."""

    model: BigVae
    tokenizer: Tokenizer
    judge: Judge
    context: Tensor
    """[B, 2S]"""
    categories: list[str]
    """Of each text, the category that it is moved to."""
    vector: Tensor
    """[B, k]: the mean latent of that category."""
    other: Tensor
    """[B, k]: the mean latent of a category that is neither."""
    words: Tensor
    """[B, 2S]: the beginning of an abstract of that category, another for each text."""
    seeds: list[int]

    def write(self, rule: Callable[[Tensor], Rule], *targets: Tensor) -> list[Tensor]:
        """The texts [B, n · S] under the rule towards each of the targets [B, k], side by side from the same seeds."""
        context = self.context.repeat(len(targets), 1)
        start, towards = self.model.encode(context[:, -SPAN:]), rule(torch.cat(targets))
        seeds = self.seeds * len(targets)
        written = write(self.model, context, torch.ones_like(context), start, towards, SPANS, seeds, options=WORDS_ONLY)
        return list(written.ids.chunk(len(targets)))

    def write_without_latents(self, context: Tensor) -> Tensor:
        texts = Growing(self.model, context, torch.ones_like(context), self.seeds, WORDS_ONLY)
        return texts.decode(None, SPANS * SPAN).ids

    def judged(self, ids: Tensor) -> Tensor:
        """[B, n · S] → [B, n + 1]: how likely each span is of the category it is moved to, and the text as a whole."""
        parts = [*ids.split(SPAN, dim=1), ids]
        return torch.tensor([self._judged(part) for part in parts]).T

    def _judged(self, ids: Tensor) -> list[float]:
        texts = map(self.tokenizer.decode, ids.tolist())
        return [self.judge.shares(text)[to] for text, to in zip(texts, self.categories, strict=True)]


def scene(model: BigVae, tokenizer: Tokenizer, judge: Judge, parts: Parts, texts: int, seed: int) -> Scene:
    def beginnings(abstracts: list[Abstract], category: str, tokens: int, count: int) -> Tensor:
        found = ours.beginnings(abstracts, tokenizer, category, tokens, count)
        if len(found) < count:
            raise ValueError(
                f"of {category} only {len(found)} abstracts have {tokens} tokens, and {count} are asked for"
            )
        return found

    def mean_of(category: str) -> Tensor:
        return average(model.encode(beginnings(parts.learnt, category, SPAN, SAMPLES))).expand(texts, -1)

    a, b = CATEGORIES
    words = torch.cat([beginnings(parts.learnt, category, 2 * SPAN, texts) for category in (b, a)])
    with torch.inference_mode():
        return Scene(
            model,
            tokenizer,
            judge,
            context=torch.cat([beginnings(parts.held_out, category, 2 * SPAN, texts) for category in (a, b)]),
            categories=[b] * texts + [a] * texts,
            vector=torch.cat([mean_of(b), mean_of(a)]),
            other=mean_of(OTHER).repeat(2, 1),
            words=words,
            seeds=[10_000 * seed + row for row in range(2 * texts)],
        )


STEERED: dict[str, Callable[[Tensor], Rule]] = {
    "guide .5": lambda z: guide(z, 0.5),
    "anneal linear": lambda z: anneal(z, linear()),
    "anneal bridge": lambda z: anneal(z, bridge),
    "anneal cosine": lambda z: anneal(z, cosine_ramp),
}
"""Rules towards a target, tried with the mean latent of the category and with that of another."""


@dataclass(frozen=True)
class Arm:
    """The texts of an arm, judged."""

    shares: Tensor
    """[B, n + 1]: `Scene.judged`."""
    nats: Tensor
    """[B]: of a token under the language model without adapters, as the text begins."""
    distinct_2: float
    wrong: Tensor | None = None
    """[B, n + 1]: with the guide of another category instead."""


def arms(s: Scene, texts: dict[str, list[str]]) -> dict[str, Arm]:
    """Every arm on the same texts and random numbers. Keeps what they wrote in `texts`."""

    def arm(name: str, ids: Tensor, wrong: Tensor | None = None) -> tuple[str, Arm]:
        texts[name] = [" ".join(s.tokenizer.decode(row).split()) for row in ids[:3].tolist()]
        nats = -log_likelihood(s.model, ids, torch.ones_like(ids))
        return name, Arm(s.judged(ids), nats, distinct_2(ids).mean().item(), None if wrong is None else s.judged(wrong))

    in_front, behind = torch.cat([s.words, s.context], 1), torch.cat([s.context, s.words], 1)
    found = [
        arm("no guide", *s.write(lambda _: plain, s.vector)),
        arm("no latent", s.write_without_latents(s.context)),
        arm("words before the context", s.write_without_latents(in_front)),
        arm("words after the context", s.write_without_latents(behind)),
    ]
    for name, rule in STEERED.items():
        found.append(arm(name, *s.write(rule, s.vector, s.other)))
    return dict(found)


@dataclass(frozen=True)
class Measured:
    """One seed's model, judged."""

    carries: dict[str, float]
    language: dict[str, float]
    """Nats a token of the language model, on abstracts learnt and held out; the share of held-out words without an
    id."""
    judge: dict[str, float]
    """Of real held-out spans: how many it finds right, and the mean share of their own category."""
    arms: dict[str, Arm]
    texts: dict[str, list[str]]
    gate: dict[str, dict[str, float]]
    minutes: dict[str, float]


def measured(seed: int, steps: Steps, texts: int) -> Measured:
    torch.set_num_threads(1)
    parts = ours.parts()
    tokenizer, judge = ours.tokenizer_of(parts.learnt), Judge(parts.judged)
    model, minutes = ours.trained(ours.documents(parts.learnt, tokenizer), seed, steps)
    began = time.process_time()
    spans = _second_spans(parts.held_out, tokenizer)
    written: dict[str, list[str]] = {}
    with torch.inference_mode():
        return Measured(
            carries={**carried(model, spans, WORDS_ONLY.forbidden), **worth(model, spans)},
            language=_language(model, tokenizer, parts),
            judge=_ceiling(judge, tokenizer, parts.held_out),
            arms=arms(scene(model, tokenizer, judge, parts, texts, seed), written),
            texts=written,
            gate={k: shares(v) for k, v in continued(model, tokenizer, parts.held_out, seed).items()},
            minutes={**minutes, "measure": (time.process_time() - began) / 60},
        )


def worth(model: BigVae, spans: Tensor) -> dict[str, float]:
    """What a span's own latent is worth to the writer over another's, in nats a token and in standard errors."""
    mu = model.encode(spans)
    gained = nll(model, "writer", spans, mu.roll(1, 0)) - nll(model, "writer", spans, mu)
    return {
        "worth": gained.mean().item(),
        "worth in errors": (gained.mean() * len(gained) ** 0.5 / gained.std()).item(),
    }


def _second_spans(abstracts: list[Abstract], tokenizer: Tokenizer) -> Tensor:
    ids = [one[SPAN : 2 * SPAN] for one in ours.documents(abstracts, tokenizer)]
    return torch.tensor([one for one in ids if len(one) == SPAN])


def _language(model: BigVae, tokenizer: Tokenizer, parts: Parts) -> dict[str, float]:
    learnt, held_out = (ours.documents(abstracts, tokenizer) for abstracts in (parts.learnt, parts.held_out))
    return {
        "learnt": _language_nats(model, learnt),
        "held out": _language_nats(model, held_out),
        "unknown": sum(one.count(UNKNOWN) for one in held_out) / sum(map(len, held_out)),
    }


def _language_nats(model: BigVae, documents: list[list[int]], rows: int = 100) -> float:
    ids, mask = windows(documents, ROW_TOKENS, separator=END)
    return -log_likelihood(model, ids[:rows], mask[:rows]).mean().item()


def _ceiling(judge: Judge, tokenizer: Tokenizer, abstracts: list[Abstract]) -> dict[str, float]:
    """On real text as long as a span, and as long as a text."""
    found = {}
    for name, tokens in (("span", SPAN), ("text", SPANS * SPAN)):
        cut = [
            (one.category, tokenizer.decode(tokenizer.encode(one.text).ids[2 * SPAN : 2 * SPAN + tokens]))
            for one in abstracts
            if one.category in CATEGORIES
        ]
        own = [judge.shares(text)[category] for category, text in cut]
        found |= {f"{name} right": judge.right(cut), f"{name} share": sum(own) / len(own)}
    return found


def main() -> None:
    args = measure.arguments(__doc__.splitlines()[0])
    if not ours.ABSTRACTS.is_file():
        sys.exit(f"{ours.ABSTRACTS} is not there")
    steps, texts = (QUICK, 8) if args.quick else (FULL, TEXTS)
    found = [measured(seed, steps, texts) for seed in SEEDS]
    report(found, args.json)


def report(found: list[Measured], to: Path | None) -> None:
    """Seeds together: the mean of figures, all texts of an arm."""
    carries, language, judge, minutes = (
        _mean([getattr(one, name) for one in found]) for name in ("carries", "language", "judge", "minutes")
    )
    figures = {"seeds": len(found), **carries, **{f"language model, {k}": v for k, v in language.items()}, **judge}
    series = {
        name: _pooled([one.arms[name] for one in found], [one.arms["no guide"] for one in found])
        for name in found[0].arms
    }
    gate = {kind: _mean([one.gate[kind] for one in found]) for kind in found[0].gate}
    rows = [
        ("base on learnt, held out", _row(language["learnt"], language["held out"]), "nats/token"),
        ("words without an id", f"{language['unknown']:.1%}", ""),
        ("own latent, another's, none", _three(carries, "writer"), "nats/token; first is least"),
        ("  decoder", _three(carries, "decoder"), ""),
        ("own over another's, nats", f"{carries['worth']:.3f}", ""),
        ("  standard errors", f"{carries['worth in errors']:+.1f}", f">= {LEARNT_FROM:.0f}"),
        ("divergence a span, nats", f"{carries['kl per span']:.1f}", "> 1"),
        ("active units", f"{carries['active_units_share']:.0%}", ">= 90 %"),
        ("cycle cosine, of random pairs", _row(carries["cycle_cosine"], carries["random_cosine"]), ">= .9, <= .2"),
        ("midpoints' nats to real ones'", f"{carries['midpoint_nll_ratio']:.2f}", "<= 1.10"),
        ("judge right: spans, texts", f"{judge['span right']:.0%}, {judge['text right']:.0%}", ""),
        ("  share of their category", _row(judge["span share"], judge["text share"]), "the most to expect"),
        *(_kept_row(name, series[name]) for name in ("no guide", "no latent")),
        ("target's share", "each span | whole (wrong guide)", "errors: none; wrong; nats"),
        *(_arm_row(name, arm) for name, arm in series.items()),
        ("gate: all of it", "repeats little, likely, near", "nats; cosine, others'"),
        *(_gate_row(kind, told) for kind, told in gate.items()),
        ("minutes of CPU a seed", f"{sum(minutes.values()):.1f}", ", ".join(f"{v:.1f}" for v in minutes.values())),
    ]
    measure.report(
        "Latents of real abstracts, trained on the CPU", rows, figures, to, series={"arms": series, "gate": gate}
    )
    if carries["worth in errors"] < LEARNT_FROM:
        print("latents carry nothing that can be told from chance: no figure of steering means anything")
    print(f"texts 0, 1, 2 of the first seed, from {CATEGORIES[0]} to {CATEGORIES[1]}:")
    for name in ("no guide", "anneal bridge", "anneal cosine"):
        for number, text in enumerate(found[0].texts[name]):
            print(f"  {name}, {number}: {text}")


def _pooled(parts: list[Arm], unguided: list[Arm]) -> dict[str, object]:
    """An arm of all seeds. Errors are standard errors over the same texts and random numbers without a guide, and with
    the wrong one."""
    shares = torch.cat([p.shares for p in parts])
    each_way = torch.cat([p.shares.unflatten(0, (2, -1)) for p in parts], 1).mean(1)
    wrong = torch.cat([p.wrong for p in parts]) if parts[0].wrong is not None else None
    return {
        "shares": shares.mean(0).tolist(),
        "shares each way": each_way.tolist(),
        "wrong": None if wrong is None else wrong.mean(0).tolist(),
        "errors": _errors(shares - torch.cat([p.shares for p in unguided])),
        "errors over wrong": None if wrong is None else _errors(shares - wrong),
        "errors of each seed": [_errors(p.shares - u.shares) for p, u in zip(parts, unguided, strict=True)],
        "nats": torch.cat([p.nats for p in parts]).mean().item(),
        "distinct_2": sum(p.distinct_2 for p in parts) / len(parts),
    }


def _errors(difference: Tensor) -> list[float]:
    """[B, n] → n means, each in its standard errors."""
    error = (difference.std(0) / len(difference) ** 0.5).clamp_min(LEAST_ERROR)
    return (difference.mean(0) / error).tolist()


def _kept_row(name: str, arm: dict[str, object]) -> tuple[str, str, str]:
    """The share of the category that whole texts began in, of those that began in the one and in the other."""
    return (
        f"{name}: keeps its category",
        _row(*(1 - each[-1] for each in arm["shares each way"])),
        ", ".join(CATEGORIES),
    )


def _arm_row(name: str, arm: dict[str, object]) -> tuple[str, str, str]:
    *spans, whole = arm["shares"]
    said = f"{' '.join(f'{one:.2f}' for one in spans)} | {whole:.2f}"
    errors = " | ".join(f"{one:+.1f}" for one in arm["errors"][-2:])
    if arm["wrong"]:
        said += f" ({' | '.join(f'{one:.2f}' for one in arm['wrong'][-2:])})"
        errors += f"; {' | '.join(f'{one:+.1f}' for one in arm['errors over wrong'][-2:])}"
    return name, said, f"{errors}; {arm['nats']:.2f}"


def _gate_row(kind: str, told: dict[str, float]) -> tuple[str, str, str]:
    asked = ", ".join(f"{told[name]:.0%}" for name in ("repeats", "likely", "near"))
    return (
        kind,
        f"{told['gate']:.0%}: {asked}",
        f"{told['log_probability']:.1f}; {_row(told['cosine'], told['baseline'])}",
    )


def _mean(parts: list[dict[str, float]]) -> dict[str, float]:
    return {key: sum(part[key] for part in parts) / len(parts) for key in parts[0]}


def _three(mean: dict[str, float], adapter: str) -> str:
    return _row(*(mean[f"{adapter} nll {name}"] for name in ("true", "shuffled", "zero")))


def _row(*values: float) -> str:
    return ", ".join(f"{value:.2f}" for value in values)


if __name__ == "__main__":
    main()
