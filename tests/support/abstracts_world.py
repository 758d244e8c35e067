"""Real abstracts, a judge of what they are about, and a latent model trained on them.

In: `shared/data/metadata.jsonl` (CC0). Out: abstracts in three parts that share none; a model of those learnt; a judge
of two categories, which reads words and knows nothing of the model. The two are those that few words set apart: of
real stretches of 22 words that it never saw the judge finds 84 % right between cs.CL and cs.CV, and 65 % with cs.AI as
a third, which is written about in the words of both (means of three splits). The models learn from abstracts of every
category.
"""

from __future__ import annotations

import json
import math
import random
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from latent_world import Steps, pretrain
from tiny_latent import tiny_base
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers, trainers
from torch import Tensor

from radio.latent.model.bigvae import BigVae
from radio.latent.model.settings import Norms, Settings
from radio.latent.training.rows import pairs, windows
from radio.latent.training.training import Plan, train
from radio.latent.writing.decoding import Options

ABSTRACTS = Path(__file__).parents[2].parent / "shared/data/metadata.jsonl"
CATEGORIES, OTHER = ("cs.CL", "cs.CV"), "cs.AI"
"""What the judge distinguishes, and a category that it does not know."""
JUDGED_SHARE, HELD_OUT_SHARE, SPLIT_SEED = 0.25, 0.05, 1
VOCABULARY, WIDTH, LAYERS = 3000, 96, 2
SPAN, LATENT, ROW_TOKENS = 32, 32, 256
PADDING, END, UNKNOWN = 0, 1, 2
WORDS_ONLY = Options(forbidden=(PADDING, END, UNKNOWN))
"""What the judge cannot read is not drawn."""
SPECIAL = ("<pad>", "<end>", "<?>")
NUMBER, WORD = r"\d+([.,]\d+)*", r"\p{L}+|0|[.,]"
FULL, QUICK = Steps(4000, 3000, 1500), Steps(500, 300, 120)
LANGUAGE_BATCH, PAIRS_BATCH, WRITER_BATCH = 4, 24, 16
LANGUAGE_RATE, ADAPTERS_RATE = 4e-3, 2e-3
BETA = 0.01
"""Rises over all of the autoencoder's steps. At .03, risen in 500 steps, 2.0 nats a span were left."""
KNOWN_FROM = 5
"""Times that the judge must have met a word. Without this, rare words would count for the category whose abstracts are
fewest."""


@dataclass(frozen=True)
class Abstract:
    category: str
    title: str
    text: str


@dataclass(frozen=True)
class Parts:
    """Abstracts for the models, for the judge, and for the measure."""

    learnt: list[Abstract]
    judged: list[Abstract]
    held_out: list[Abstract]


def parts() -> Parts:
    """A share of all abstracts is for the measure, and a share of those of each judged category for the judge."""
    rows = [json.loads(line) for line in ABSTRACTS.read_text().splitlines()]
    found = [Abstract(row["primary_category"], row["title"], row["abstract"]) for row in rows]
    random.Random(SPLIT_SEED).shuffle(found)
    held_out = found[: int(HELD_OUT_SHARE * len(found))]
    judged, learnt = [], []
    for number, one in enumerate(found[len(held_out) :]):
        for_judge = one.category in CATEGORIES and number % round(1 / JUDGED_SHARE) == 0
        (judged if for_judge else learnt).append(one)
    return Parts(learnt, judged, held_out)


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
        """Of (category, text) the share whose category it finds, each category counting alike."""
        found = defaultdict(list)
        for category, text in texts:
            shares = self.shares(text)
            found[category].append(max(shares, key=shares.get) == category)
        return sum(sum(hits) / len(hits) for hits in found.values()) / len(found)


def _words(text: str) -> list[str]:
    return [word for word in "".join(c if c.isalpha() else " " for c in text.lower()).split() if len(word) > 2]


def tokenizer_of(abstracts: Iterable[Abstract]) -> Tokenizer:
    """Whole words in small letters, full stops and commas; every number is 0, other signs are left out. The commonest
    have an id, every other word is UNKNOWN."""
    tokenizer = Tokenizer(models.WordLevel(unk_token=SPECIAL[UNKNOWN]))
    tokenizer.normalizer = normalizers.Sequence([normalizers.Lowercase(), normalizers.Replace(Regex(NUMBER), "0")])
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(WORD), "removed", invert=True)
    trainer = trainers.WordLevelTrainer(vocab_size=VOCABULARY, special_tokens=list(SPECIAL), show_progress=False)
    tokenizer.train_from_iterator((one.text for one in abstracts), trainer)
    return tokenizer


def documents(abstracts: Iterable[Abstract], tokenizer: Tokenizer) -> list[list[int]]:
    return [tokenizer.encode(one.text).ids for one in abstracts]


def trained(learnt: list[list[int]], seed: int, steps: Steps) -> tuple[BigVae, dict[str, float]]:
    """The model of documents' ids, and the minutes of CPU that each part of its training took."""
    base = tiny_base(seed, width=WIDTH, vocabulary=VOCABULARY, layers=LAYERS)
    rows, row_mask = windows(learnt, ROW_TOKENS, separator=END)
    minutes, began = {}, time.process_time()
    pretrain(base, rows, steps.language, seed, LANGUAGE_BATCH, LANGUAGE_RATE)
    minutes["language model"] = time.process_time() - began
    settings = Settings(
        base_model="abstracts", base_width=WIDTH, tokenizer_hash="", span=SPAN, latent_width=LATENT, rank=32, alpha=64,
        norms=Norms(mean_norm=0.0, scale=1.0),
    )  # fmt: skip
    model = BigVae(base, settings, ("encoder", "decoder", "writer"))
    plan = {"learning_rate": ADAPTERS_RATE, "warm_up_steps": 20, "seed": seed, "checkpoint_steps": 10**9}
    with tempfile.TemporaryDirectory() as folder:
        began = time.process_time()
        first = Plan(
            steps=steps.autoencoder, batch_size=PAIRS_BATCH, beta=BETA, beta_warm_up_steps=steps.autoencoder, **plan
        )
        train(model, *pairs(learnt, SPAN), "autoencoder", first, Path(folder) / "1")
        minutes["autoencoder"], began = time.process_time() - began, time.process_time()
        second = Plan(steps=steps.writer, batch_size=WRITER_BATCH, **plan)
        train(model, rows, row_mask, "writer", second, Path(folder) / "2")
        minutes["writer"] = time.process_time() - began
    return model.freeze(), {name: seconds / 60 for name, seconds in minutes.items()}


def beginnings(abstracts: Iterable[Abstract], tokenizer: Tokenizer, category: str, tokens: int, count: int) -> Tensor:
    """[≤ count, tokens]: the first tokens of a category's abstracts that have so many."""
    ids = documents((one for one in abstracts if one.category == category), tokenizer)
    return torch.tensor([one[:tokens] for one in ids if len(one) >= tokens][:count])
