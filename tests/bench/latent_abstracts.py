"""What a latent carries of real abstracts, and whether it steers them: `latent_abstracts.py [--quick] [--json FILE]`.

A tokenizer and a small language model are made of the abstracts in `shared/data/metadata.jsonl`
(CC0), then both phases are trained, all on the CPU and one thread; `--quick` trains each for fewer steps. Measured on
abstracts kept apart: the likelihood of a span with its latent, another's and none; and whether the mean latent of
another category's abstracts moves what is written towards that category. The judge of categories is naive Bayes on
words, trained on abstracts that neither model ever saw.
"""

from __future__ import annotations

import json
import math
import random
import sys
import tempfile
import time
import warnings
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
import measure
import torch
from latent_world import pretrain
from tiny_latent import tiny_base
from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from torch import Tensor

from radio.latent.decoding import log_likelihood
from radio.latent.head import divergence
from radio.latent.mix import bridge, cosine
from radio.latent.model import BigVae
from radio.latent.rows import pairs, windows
from radio.latent.samplers import anneal, average, guide, plain, write
from radio.latent.settings import Norms, Settings
from radio.latent.training import Plan, train

ABSTRACTS = Path(__file__).parents[2].parent / "shared/data/metadata.jsonl"
VOCABULARY, WIDTH, LAYERS = 2048, 128, 3
SPAN, LATENT, ROW_TOKENS = 32, 32, 192
FROM, TO, WRONG = "cs.CL", "cs.CV", "cs.AI"
JUDGED_SHARE, HELD_OUT_SHARE = 0.25, 0.05
SPANS, TEXTS, SAMPLES, SEED = 5, 32, 21, 1
KNOWN_FROM = 5
"""Times that the judge must have met a word. Without this, pieces of words would count for the category whose abstracts
are fewest."""


@dataclass(frozen=True)
class Steps:
    """Of 16 rows each, 32 for the autoencoder."""

    language: int
    autoencoder: int
    writer: int


FULL, QUICK = Steps(2500, 2000, 1500), Steps(150, 150, 80)


@dataclass(frozen=True)
class Abstract:
    category: str
    text: str


@dataclass(frozen=True)
class Parts:
    """Abstracts for the models, for the judge, and for the measure."""

    learnt: list[Abstract]
    judged: list[Abstract]
    held_out: list[Abstract]


def parts() -> Parts:
    rows = [json.loads(line) for line in ABSTRACTS.read_text().splitlines()]
    found = [Abstract(row["primary_category"], row["abstract"]) for row in rows]
    found = [one for one in found if one.category in (FROM, TO, WRONG)]
    random.Random(SEED).shuffle(found)
    judged, held_out = int(JUDGED_SHARE * len(found)), int(HELD_OUT_SHARE * len(found))
    return Parts(found[judged + held_out :], found[:judged], found[judged : judged + held_out])


class Judge:
    """Naive Bayes on the words it knows, every category as likely as any other, add-one counts."""

    def __init__(self, abstracts: Iterable[Abstract]):
        counts: dict[str, Counter[str]] = defaultdict(Counter)
        for one in abstracts:
            counts[one.category].update(_words(one.text))
        known = {word for word, count in sum(counts.values(), Counter()).items() if count >= KNOWN_FROM}
        self._counts = {category: Counter({w: n[w] for w in known}) for category, n in counts.items()}
        self._known = known

    def shares(self, text: str) -> dict[str, float]:
        """How likely the text is of each category."""
        words = [word for word in _words(text) if word in self._known]
        scores = {
            category: sum(math.log((counts[w] + 1) / (counts.total() + len(self._known))) for w in words)
            for category, counts in self._counts.items()
        }
        most = max(scores.values())
        weights = {category: math.exp(score - most) for category, score in scores.items()}
        return {category: weight / sum(weights.values()) for category, weight in weights.items()}

    def right(self, texts: Sequence[tuple[str, str]]) -> float:
        """The share of (category, text) whose category it finds."""
        return sum(max(s := self.shares(text), key=s.get) == category for category, text in texts) / len(texts)


def _words(text: str) -> list[str]:
    return [word for word in "".join(c if c.isalpha() else " " for c in text.lower()).split() if len(word) > 2]


def tokenizer_of(abstracts: Iterable[Abstract]) -> Tokenizer:
    """Pairs of bytes, learnt here; id 0 is padding and 1 ends an abstract."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY, special_tokens=["<pad>", "<end>"], initial_alphabet=alphabet, show_progress=False
    )
    tokenizer.train_from_iterator((one.text for one in abstracts), trainer)
    return tokenizer


def trained(documents: list[list[int]], steps: Steps) -> tuple[BigVae, dict[str, float]]:
    """The model, and the minutes of CPU that each part of its training took."""
    base = tiny_base(SEED, width=WIDTH, vocabulary=VOCABULARY, layers=LAYERS)
    rows, row_mask = windows(documents, ROW_TOKENS, separator=1)
    minutes, began = {}, time.process_time()
    pretrain(base, rows, steps.language, SEED, 16, 2e-3)
    minutes["language model"] = time.process_time() - began
    settings = Settings(
        base_model="abstracts", base_width=WIDTH, tokenizer_hash="", span=SPAN, latent_width=LATENT, rank=32, alpha=64,
        norms=Norms(mean_norm=0.0, scale=1.0),
    )  # fmt: skip
    model = BigVae(base, settings, ("encoder", "decoder", "writer"))
    common = {"learning_rate": 2e-3, "warm_up_steps": 20, "seed": SEED, "checkpoint_steps": 10**9}
    with tempfile.TemporaryDirectory() as folder:
        began = time.process_time()
        first = Plan(steps=steps.autoencoder, batch_size=32, beta_warm_up_steps=steps.autoencoder // 2, **common)
        train(model, *pairs(documents, SPAN), "autoencoder", first, Path(folder) / "1")
        minutes["autoencoder"], began = time.process_time() - began, time.process_time()
        train(model, rows, row_mask, "writer", Plan(steps=steps.writer, batch_size=16, **common), Path(folder) / "2")
        minutes["writer"] = time.process_time() - began
    return model.freeze(), {name: seconds / 60 for name, seconds in minutes.items()}


@torch.inference_mode()
def writer_nll(model: BigVae, spans: Tensor, z: Tensor) -> float:
    """Nats a token of spans [B, S] after latents [B, k] alone."""
    masks = [torch.ones(len(spans), 1, dtype=torch.long), torch.ones_like(spans[:, :-1])]
    logits = model.logits("writer", [model.head.soft_token(z), model.embed(spans[:, :-1])], masks, SPAN)
    return torch.nn.functional.cross_entropy(logits.transpose(1, 2), spans).item()


@torch.inference_mode()
def carried(model: BigVae, spans: Tensor) -> dict[str, float]:
    """On spans [B, S], each of another abstract that was not trained on."""
    mu = model.encode(spans)
    return {
        "nll_true": writer_nll(model, spans, mu),
        "nll_shuffled": writer_nll(model, spans, mu.roll(1, 0)),
        "nll_zero": writer_nll(model, spans, torch.zeros_like(mu)),
        "language_model": -log_likelihood(model, spans, torch.ones_like(spans)).mean().item(),
        "kl_per_span": divergence(mu).mean().item(),
        "active_units_share": (mu.var(0) > 0.01).float().mean().item(),
        "random_cosine": cosine(mu, mu.roll(1, 0)).mean().item(),
    }


@dataclass(frozen=True)
class Steered:
    """[texts, spans]: how likely the judge finds each span of the target's category."""

    shares: Tensor
    texts: list[str]


def steered(model: BigVae, tokenizer: Tokenizer, judge: Judge, context: Tensor, rule, category: str) -> Steered:
    """Texts that begin as abstracts of one category do, written under a rule."""
    start = model.encode(context[:, -SPAN:])
    seeds = [1000 * SEED + row for row in range(len(context))]
    written = write(model, context, torch.ones_like(context), start, rule, SPANS, seeds)
    texts = [[tokenizer.decode(ids.tolist()) for ids in span] for span in written.spans]
    shares = torch.tensor([[judge.shares(text)[category] for text in span] for span in texts]).T
    return Steered(shares, [" ".join(row) for row in zip(*texts, strict=True)])


def _spans_of(abstracts: Iterable[Abstract], tokenizer: Tokenizer, category: str, tokens: int, count: int) -> Tensor:
    ids = [tokenizer.encode(one.text).ids for one in abstracts if one.category == category]
    return torch.tensor([one[:tokens] for one in ids if len(one) >= tokens][:count])


def main() -> None:
    args = measure.arguments(__doc__.splitlines()[0])
    warnings.filterwarnings("ignore", message="`is_gradient_checkpointing`")
    torch.set_num_threads(1)
    if not ABSTRACTS.is_file():
        sys.exit(f"{ABSTRACTS} is not there")
    abstracts = parts()
    tokenizer, judge = tokenizer_of(abstracts.learnt), Judge(abstracts.judged)
    documents = [tokenizer.encode(one.text).ids for one in abstracts.learnt]
    model, minutes = trained(documents, QUICK if args.quick else FULL)
    spans = [(one, tokenizer.encode(one.text).ids[SPAN : 2 * SPAN]) for one in abstracts.held_out]
    spans = [(one, ids) for one, ids in spans if len(ids) == SPAN]
    figures = carried(model, torch.tensor([ids for _, ids in spans]))
    figures["judge_right"] = judge.right([(one.category, tokenizer.decode(ids)) for one, ids in spans])
    context = _spans_of(abstracts.held_out, tokenizer, FROM, 2 * SPAN, TEXTS)
    with torch.inference_mode():
        right, wrong = (
            average(model.encode(_spans_of(abstracts.learnt, tokenizer, c, SPAN, SAMPLES))) for c in (TO, WRONG)
        )
        targets = {c: t.expand(len(context), -1) for c, t in ((TO, right), (WRONG, wrong))}
        arms = {
            "unguided": plain,
            "guide .15": guide(targets[TO]),
            "guide .5": guide(targets[TO], 0.5),
            "anneal bridge": anneal(targets[TO], bridge),
            f"anneal bridge to {WRONG}": anneal(targets[WRONG], bridge),
        }
        written = {name: steered(model, tokenizer, judge, context, rule, TO) for name, rule in arms.items()}
    _report(args, figures, written, minutes)


def _report(options, figures: dict[str, float], written: dict[str, Steered], minutes: dict[str, float]) -> None:
    unguided = written["unguided"].shares[:, -1]
    rows = [
        (
            "nats/token: latent, another's, none",
            _row(figures["nll_true"], figures["nll_shuffled"], figures["nll_zero"]),
        ),
        ("  of the language model, after a first token", _row(figures["language_model"])),
        ("divergence a span, nats", f"{figures['kl_per_span']:.1f}"),
        ("active units", f"{figures['active_units_share']:.0%}"),
        ("cosine of random pairs", _row(figures["random_cosine"])),
        ("spans of 32 tokens the judge finds right", f"{figures['judge_right']:.0%} of 3 categories"),
    ]
    for name, arm in written.items():
        difference = arm.shares[:, -1] - unguided
        errors = difference.mean().item() / max(difference.std().item() / len(difference) ** 0.5, 1e-6)
        rows.append(
            (f"{name}: {TO} by span, errors over unguided", f"{_row(*arm.shares.mean(0).tolist())}; {errors:+.1f}")
        )
        figures[f"{name.replace(' ', '_')}_last"] = arm.shares[:, -1].mean().item()
    rows += [(f"minutes of CPU, {name}", f"{spent:.1f}") for name, spent in minutes.items()]
    title = "Latents of real abstracts, trained on the CPU"
    measure.report(title, [(what, here, "") for what, here in rows], figures, options.json)
    for name in ("unguided", "anneal bridge"):
        print(f"{name}, texts 0, 1, 2:")
        for text in written[name].texts[:3]:
            print(f"  {' '.join(text.split())}")


def _row(*values: float) -> str:
    return ", ".join(f"{value:.2f}" for value in values)


if __name__ == "__main__":
    main()
