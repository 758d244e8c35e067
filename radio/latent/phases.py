"""The losses of the two phases of training: rows of tokens → one number to bring down.

Phase 1 trains the encoder with a decoder that sees the previous span half of the time. Phase 2 trains the writer, with
the encoder as it is, to say what a latent says and then to go on, after contexts of any length.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from radio.latent.head import divergence, sample
from radio.latent.model import BigVae
from radio.latent.schedule import edge_weights

CONTEXT_DROPOUT = 0.5


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


def continuing(model: BigVae, rows: Tensor, mask: Tensor, generator: torch.Generator) -> Loss:
    """Phase 2. Rows [B, L]: a context of random length, the span that is encoded, the span after it."""
    span = model.settings.span
    start = int(torch.randint(0, rows.shape[1] - 2 * span + 1, (), generator=generator, device=generator.device))
    context, text = rows[:, :start], rows[:, start : start + 2 * span]
    context_mask = mask[:, :start] * _kept_rows(rows, generator)
    text_mask = mask[:, start : start + 2 * span]
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
    drawn = torch.rand(rows.shape[0], 1, generator=generator, device=rows.device)
    return (drawn >= CONTEXT_DROPOUT).to(rows.dtype)


def _cross_entropy(logits: Tensor, ids: Tensor) -> Tensor:
    """[B, n, V], [B, n] → [B, n]"""
    return torch.nn.functional.cross_entropy(logits.transpose(1, 2), ids, reduction="none")
