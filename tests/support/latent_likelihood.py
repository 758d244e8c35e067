"""How likely a model finds a text: what the measures of the latent writer, and the search for a plan, judge it by."""

from __future__ import annotations

import torch
from torch import Tensor

from radio.latent.model.bigvae import Adapter, BigVae


@torch.inference_mode()
def log_likelihood(model: BigVae, ids: Tensor, mask: Tensor, adapter: Adapter | None = None) -> Tensor:
    """Ids and mask [B, T] → [B]: mean log-probability of the tokens after the first, in nats, without any latent."""
    logits = model.logits(adapter, [model.embed(ids)], [mask], ids.shape[1])
    likely = torch.log_softmax(logits[:, :-1], -1).gather(2, ids[:, 1:].unsqueeze(2)).squeeze(2)
    counts = mask[:, 1:].float()
    return (likely * counts).sum(1) / counts.sum(1).clamp_min(1)
