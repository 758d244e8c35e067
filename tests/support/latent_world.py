"""A small world of text whose every factor is known, and a latent model trained on it.

Six topics, each with its own nouns, verbs and places. A sentence is seven words, so that spans cut it anywhere; nearly
nine times in ten it keeps the topic of the one before it, and then each of its words too, as prose stays with its
subject. So a span has something to say: were every word drawn anew, it would be no more than its topic and where its
sentences begin, ln 6 + ln 7 = 3.7 nats. Which topic a text is about can be read off its words, so guidance is judged
by an oracle that has nothing to do with the model.
"""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

import torch
from tiny_latent import tiny_base
from torch import Tensor

from radio.latent.model.bigvae import BigVae
from radio.latent.model.settings import Norms, Settings
from radio.latent.training.phases import CONTEXT_SWAP
from radio.latent.training.training import Plan, train

TOPICS = {
    "farm": ("cow pig barn tractor hen", "plows feeds milks harvests", "field meadow stable"),
    "sea": ("whale boat sailor anchor gull", "sails dives swims rows", "harbour reef island"),
    "space": ("rocket comet planet probe astronaut", "orbits lands launches glides", "orbit moon crater"),
    "court": ("judge lawyer witness jury clerk", "argues rules swears pleads", "courtroom chamber bench"),
    "kitchen": ("cook pan oven spoon knife", "bakes fries stirs boils", "pantry counter stove"),
    "music": ("violin drummer singer flute choir", "plays tunes sings hums", "stage studio hall"),
}
SHARED = ["small", "old", "bright", "quiet", "happy", "large", "young", "slow", "today", "again", "often", "never"]
GLUE = ["the", "in", "."]
SENTENCE, KEEPS = 7, 0.88
SPAN, LATENT, WIDTH, LAYERS = 12, 16, 64, 2
ROW_WORDS = 168


@dataclass(frozen=True)
class World:
    """Words, their ids, and which topic each belongs to."""

    ids: dict[str, int]
    topic_of: Tensor
    """[V]: the topic's number, −1 for words that every topic uses."""

    @property
    def vocabulary(self) -> int:
        return len(self.ids) + 1

    def texts(self, count: int, words: int, seed: int, topic: int | None = None) -> Tensor:
        """[count, words] of ids, each beginning anywhere in a sentence; with a topic, texts that keep to it."""
        generator = torch.Generator().manual_seed(seed)
        return torch.stack([self._text(words, generator, topic) for _ in range(count)])

    def _text(self, words: int, generator: torch.Generator, topic: int | None) -> Tensor:
        def chance() -> float:
            return torch.rand((), generator=generator).item()

        def drawn(number: int) -> list[str]:
            noun, verb, place = (part.split() for part in list(TOPICS.values())[number])
            slots = [["the"], SHARED, noun, verb, ["in"], place, ["."]]
            return [options[int(chance() * len(options))] for options in slots]

        now, sentence, text, cut = -1, [], [], int(chance() * SENTENCE)
        while len(text) < cut + words:
            moves_on = now < 0 or (topic is None and chance() > KEEPS)
            if moves_on:
                now = topic if topic is not None else int(chance() * len(TOPICS))
            fresh = drawn(now)
            kept = [not moves_on and chance() < KEEPS for _ in fresh]
            sentence = [old if keeps else new for old, new, keeps in zip(sentence or fresh, fresh, kept, strict=True)]
            text += sentence
        return torch.tensor([self.ids[word] for word in text[cut : cut + words]])

    def words(self, ids: Tensor) -> str:
        by_id = {number: word for word, number in self.ids.items()}
        return " ".join(by_id[number] for number in ids.tolist())

    def hits(self, ids: Tensor, topic: int) -> Tensor:
        """[..., n] → [...]: of the words that belong to a topic, the share that belongs to this one."""
        topics = self.topic_of[ids]
        of_any = (topics >= 0).sum(-1).clamp_min(1)
        return (topics == topic).sum(-1) / of_any

    def about(self, ids: Tensor) -> Tensor:
        """[..., n] → [...]: the topic that most words belong to."""
        return torch.stack([self.hits(ids, topic) for topic in range(len(TOPICS))]).argmax(0)


def world() -> World:
    words = [*GLUE, *SHARED]
    topics = [-1] * (len(words) + 1)  # 0 is padding
    for number, parts in enumerate(TOPICS.values()):
        for word in " ".join(parts).split():
            words.append(word)
            topics.append(number)
    return World({word: number + 1 for number, word in enumerate(words)}, torch.tensor(topics))


@dataclass(frozen=True)
class Steps:
    """How long the language model and the two phases are trained."""

    language: int
    autoencoder: int
    writer: int


FULL = Steps(600, 3000, 1500)
QUICK = Steps(300, 1200, 500)
BATCH = 32


def trained(world: World, seed: int, steps: Steps, context_swap: float = CONTEXT_SWAP) -> BigVae:
    """A language model of the world, then the two phases, each for so many steps of 32 rows."""
    torch.manual_seed(seed)
    base = tiny_base(seed, width=WIDTH, vocabulary=world.vocabulary, layers=LAYERS)
    rows = world.texts(1500, ROW_WORDS, seed=1000 + seed)
    pretrain(base, rows, steps.language, seed, BATCH, 3e-3)
    settings = Settings(
        base_model="a small world",
        base_width=WIDTH,
        tokenizer_hash="",
        span=SPAN,
        latent_width=LATENT,
        rank=16,
        alpha=32,
        norms=Norms(mean_norm=0.0, scale=1.0),
    )
    model = BigVae(base, settings, ("encoder", "decoder", "writer"))
    pairs = rows.view(-1, 2 * SPAN)
    plan = {"batch_size": BATCH, "learning_rate": 3e-3, "warm_up_steps": 50, "seed": seed, "checkpoint_steps": 10**9}
    with tempfile.TemporaryDirectory() as folder:
        first = Plan(steps=steps.autoencoder, beta=0.1, beta_warm_up_steps=steps.autoencoder // 2, **plan)
        train(model, pairs, torch.ones_like(pairs), "autoencoder", first, Path(folder) / "1")
        second = Plan(steps=steps.writer, context_swap=context_swap, **plan)
        train(model, rows, torch.ones_like(rows), "writer", second, Path(folder) / "2")
    return model.freeze()


def pretrain(base: torch.nn.Module, rows: Tensor, steps: int, seed: int, batch: int, learning_rate: float) -> None:
    """The language model that adapters are put on: adapters on random weights learn almost nothing."""
    base.train()
    optimiser = torch.optim.AdamW(base.parameters(), lr=learning_rate, weight_decay=0.0)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimiser, steps)
    generator = torch.Generator().manual_seed(seed)
    for _ in range(steps):
        chosen = rows[torch.randint(len(rows), (batch,), generator=generator)]
        loss = base(input_ids=chosen, labels=chosen).loss
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
        schedule.step()
    base.eval()
