"""Which texts of a small model on real abstracts the station's gate lets pass.

In: a model, its tokenizer, abstracts it never saw. Out: for each kind of text, good and bad, how many pass the gate and
each of its three questions. A text goes on from the beginning of an abstract; its guide is that paper's title, and what
it is compared with are the titles of the station's primers, as on the station.
"""

from __future__ import annotations

import random
from collections.abc import Iterable, Sequence

import torch
from abstracts_world import PADDING, SPAN, WORDS_ONLY, Abstract
from tokenizers import Tokenizer
from torch import Tensor

from radio.latent.model.bigvae import BigVae
from radio.latent.writing.mix import bridge, cosine
from radio.latent.writing.samplers import Rule, anneal, plain
from radio.latent.writing.writing import write
from radio.model import Continuation
from shows.formats.primers import primers
from shows.scripts.latent_gate import LEAST_LEAD, LEAST_LOG_PROBABILITY, MOST_REPEATED, flaw, repetition
from workers.studio.steps.write import COMPARED_TOPICS

CONTEXT_TOKENS, SPANS, TEXTS = 2 * SPAN, 4, 48
REPEATED_WORDS = 12


@torch.inference_mode()
def continued(
    model: BigVae, tokenizer: Tokenizer, abstracts: Sequence[Abstract], seed: int
) -> dict[str, list[Continuation]]:
    """Texts by kind, each with what the server's trace would say to the station of it."""
    tokens = CONTEXT_TOKENS + SPANS * SPAN
    chosen = [(one, ids) for one in abstracts if len(ids := tokenizer.encode(one.text).ids) >= tokens][:TEXTS]
    context = torch.tensor([ids[:CONTEXT_TOKENS] for _, ids in chosen])
    titles = _latents(model, tokenizer, [one.title for one, _ in chosen])
    others = _latents(model, tokenizer, [primer.title for primer in primers()[:COMPARED_TOPICS]])
    seeds = [100_000 * seed + row for row in range(len(chosen))]

    def written(rule: Rule) -> Tensor:
        start = model.encode(context[:, -SPAN:])
        return write(model, context, torch.ones_like(context), start, rule, SPANS, seeds, options=WORDS_ONLY).ids

    def read(ids: Tensor) -> list[Continuation]:
        return _read(model, tokenizer, context, ids, titles, others)

    guided = written(anneal(titles, bridge))
    texts = [tokenizer.decode(row) for row in guided.tolist()]
    shuffler = random.Random(seed)
    return {
        "the abstract's own words": read(torch.tensor([ids[CONTEXT_TOKENS:tokens] for _, ids in chosen])),
        "guided to the title": read(guided),
        "without a guide": read(written(plain)),
        "guided to another's title": read(written(anneal(titles.roll(1, 0), bridge))),
        "another abstract's words": read(torch.tensor([ids[CONTEXT_TOKENS:tokens] for _, ids in chosen]).roll(1, 0)),
        "first words again and again": read(_again(tokenizer, texts)),
        "guided, words shuffled": read(_shuffled(tokenizer, texts, shuffler)),
    }


def shares(texts: Sequence[Continuation]) -> dict[str, float]:
    """The share that passes the gate, and each of its questions."""
    return {
        "gate": _share(not flaw(one) for one in texts),
        "repeats": _share(repetition(one.text) <= MOST_REPEATED for one in texts),
        "likely": _share(one.log_probability >= LEAST_LOG_PROBABILITY for one in texts),
        "near": _share(one.cosine - one.baseline >= LEAST_LEAD for one in texts),
        "log_probability": _share(one.log_probability for one in texts),
        "cosine": _share(one.cosine for one in texts),
        "baseline": _share(one.baseline for one in texts),
    }


def _share(values: Iterable[float]) -> float:
    values = list(values)
    return sum(values) / len(values)


def _read(
    model: BigVae, tokenizer: Tokenizer, context: Tensor, ids: Tensor, titles: Tensor, others: Tensor
) -> list[Continuation]:
    """What the trace says of texts [B, n · S] after contexts [B, T]: likelihood is the writer's after each span's own
    latent, the kindest that it can be asked."""
    spans = ids.split(SPAN, dim=1)
    spans = [span for span in spans if span.shape[1] == SPAN]
    likely, near, far = [], [], []
    for number, span in enumerate(spans):
        z = model.encode(span)
        before = torch.cat([context, *spans[:number]], dim=1)
        parts = [model.embed(before), model.head.soft_token(z), model.embed(span[:, :-1])]
        masks = [torch.ones(part.shape[:2], dtype=torch.long) for part in parts]
        logits = model.logits("writer", parts, masks, SPAN)
        likely.append(-torch.nn.functional.cross_entropy(logits.transpose(1, 2), span, reduction="none").mean(1))
        near.append(cosine(z, titles))
        far.append(cosine(z[:, None], others[None]).mean(1))
    means = (torch.stack(values).mean(0).tolist() for values in (likely, near, far))
    return [
        Continuation(text=tokenizer.decode(row), log_probability=found, cosine=to_title, baseline=to_others)
        for row, found, to_title, to_others in zip(ids.tolist(), *means, strict=True)
    ]


def _latents(model: BigVae, tokenizer: Tokenizer, texts: Sequence[str]) -> Tensor:
    """[n, k]: of each text's first span, however short."""
    ids = [tokenizer.encode(text).ids[:SPAN] for text in texts]
    rows = torch.tensor([one + [PADDING] * (SPAN - len(one)) for one in ids])
    return model.encode(rows, torch.tensor([[1] * len(one) + [0] * (SPAN - len(one)) for one in ids]))


def _again(tokenizer: Tokenizer, texts: Sequence[str]) -> Tensor:
    return _cut(tokenizer, [" ".join(text.split()[:REPEATED_WORDS] * SPANS * SPAN) for text in texts])


def _shuffled(tokenizer: Tokenizer, texts: Sequence[str], shuffler: random.Random) -> Tensor:
    """As many spans as the shortest still fills."""
    return _cut(tokenizer, [" ".join(shuffler.sample(text.split(), len(text.split()))) for text in texts])


def _cut(tokenizer: Tokenizer, texts: Sequence[str]) -> Tensor:
    ids = [tokenizer.encode(" " + text).ids for text in texts]
    whole = min(SPANS, *(len(one) // SPAN for one in ids)) * SPAN
    return torch.tensor([one[:whole] for one in ids])
