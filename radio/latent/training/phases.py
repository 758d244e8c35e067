"""The losses of the two phases of training: rows of tokens → one number to bring down.

Phase 1 trains the encoder with a decoder that sees the previous span half of the time. Phase 2 trains the writer, with
the encoder as it is, to say what a latent says and then to go on, after contexts of any length. Some of these contexts
are another text's, which BigVAE does not do: a writer that only ever sees texts go on as they began heeds the context
where the latent contradicts it, and to contradict it is what guiding means.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from radio.latent.model.bigvae import BigVae
from radio.latent.model.head import divergence, sample
from radio.latent.training.schedule import edge_weights

CONTEXT_DROPOUT = 0.5
CONTEXT_SWAP = 0.25
"""Share of phase 2's rows whose context, where they see one, is another row's."""


@dataclass(frozen=True, slots=True)
class Loss:
    """What is brought down, and its parts in nats a token."""

    total: Tensor
    reconstruction: Tensor
    divergence: Tensor


def autoencoding(model: BigVae, rows: Tensor, mask: Tensor, beta: float, generator: torch.Generator) -> Loss:
    """Phase 1. Rows [B, 2S] with masks: the previous span, then the one to encode."""
    span = model.settings.span
    before, text = rows[:, :span], rows[:, span:]
    before_mask, text_mask = mask[:, :span], mask[:, span:]
    kept = _kept_rows(rows, generator)  # the first token is predicted where the previous span ends: that goes too
    before, before_mask = before * kept, before_mask * kept
    mu = model.encode(text, text_mask)
    z = sample(mu, 1.0, generator)
    one = torch.ones_like(text_mask[:, :1])
    logits = model.logits(
        "decoder",
        [model.head.soft_token(z), model.embed(before), model.embed(text[:, :-1])],
        [one, before_mask, text_mask[:, :-1]],
        span,
    )
    weights = edge_weights(span).to(rows.device) * text_mask
    count = weights.sum().clamp_min(1e-8)
    reconstruction = (weights * _cross_entropy(logits, text)).sum() / count
    priced = divergence(mu).sum() / count
    return Loss(reconstruction + beta * priced, reconstruction.detach(), priced.detach())


def continuing(
    model: BigVae, rows: Tensor, mask: Tensor, generator: torch.Generator, swap: float = CONTEXT_SWAP
) -> Loss:
    """Phase 2. Rows [B, L]: a context of random length, the span that is encoded, the span after it."""
    span = model.settings.span
    start = int(torch.randint(0, rows.shape[1] - 2 * span + 1, (), generator=generator, device=generator.device))
    text, text_mask = rows[:, start : start + 2 * span], mask[:, start : start + 2 * span]
    swapped = _drawn(rows, generator) < swap
    context = torch.where(swapped, rows.roll(1, 0), rows)[:, :start]
    context_mask = torch.where(swapped, mask.roll(1, 0), mask)[:, :start] * _kept_rows(rows, generator)
    with torch.no_grad():
        mu = model.encode(text[:, :span], text_mask[:, :span])
    z = sample(mu, 1.0, generator)
    one = torch.ones_like(text_mask[:, :1])
    logits = model.logits(
        "writer",
        [model.embed(context), model.head.soft_token(z), model.embed(text[:, :-1])],
        [context_mask, one, text_mask[:, :-1]],
        2 * span,
    )
    loss = (_cross_entropy(logits, text) * text_mask).sum() / text_mask.sum().clamp_min(1)
    return Loss(loss, loss.detach(), torch.zeros((), device=rows.device))


def _kept_rows(rows: Tensor, generator: torch.Generator) -> Tensor:
    """[B, 1] of 0 and 1: which rows see their context."""
    return (_drawn(rows, generator) >= CONTEXT_DROPOUT).to(rows.dtype)


def _drawn(rows: Tensor, generator: torch.Generator) -> Tensor:
    """[B, 1] of numbers in [0, 1)."""
    return torch.rand(rows.shape[0], 1, generator=generator, device=rows.device)


def _cross_entropy(logits: Tensor, ids: Tensor) -> Tensor:
    """[B, n, V], [B, n] → [B, n]"""
    return torch.nn.functional.cross_entropy(logits.transpose(1, 2), ids, reduction="none")
