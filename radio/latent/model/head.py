"""The small part between two adapters: states of a span → one latent → one soft token.

Pooling is attention with a single learned query, after AdaVAE (arXiv 2205.05862); the posterior has variance 1, so that
a latent can say something by its length alone, which the divergence prices.
"""

from __future__ import annotations

import torch
from torch import Tensor, nn


class LatentHead(nn.Module):
    """f: d → 1 scores tokens, W_e: d → k makes the latent, W_d: k → d the soft token. Kept in float32."""

    def __init__(self, width: int, latent_width: int):
        super().__init__()
        self.f = nn.Linear(width, 1)
        self.w_e = nn.Linear(width, latent_width)
        self.w_d = nn.Linear(latent_width, width)
        self.gain = nn.Parameter(torch.ones(()))
        nn.init.orthogonal_(self.w_e.weight)
        with torch.no_grad():
            self.w_d.weight.copy_(self.w_e.weight.T)
            self.w_d.bias.zero_()
            self.w_e.bias.zero_()

    def pool(self, states: Tensor, mask: Tensor) -> Tensor:
        """[B, S, d], [B, S] → [B, k]: the mean of the posterior. A token with mask 0 has no weight."""
        states = states.float()
        scores = self.f(states).squeeze(-1).masked_fill(mask == 0, torch.finfo(torch.float32).min)
        weights = torch.softmax(scores, dim=1)
        return self.w_e(torch.einsum("bs,bsd->bd", weights, states))

    def soft_token(self, z: Tensor) -> Tensor:
        """[B, k] → [B, 1, d], of the size of an ordinary token's embedding."""
        return self.gain * self.w_d(z.float()).unsqueeze(1)

    def match(self, z: Tensor, embedding: Tensor) -> None:
        """Sets the gain so that the soft tokens of `z` [B, k] are as large as the rows of `embedding` [V, d]."""
        with torch.no_grad():
            ours = self.w_d(z.float()).pow(2).mean().sqrt()
            self.gain.fill_((embedding.float().pow(2).mean().sqrt() / ours.clamp_min(1e-8)).item())


def divergence(mu: Tensor) -> Tensor:
    """[B, k] → [B]: KL(N(μ, I) ‖ N(0, I)) = ‖μ‖² / 2, in nats."""
    return mu.pow(2).sum(-1) / 2


def sample(mu: Tensor, temperature: float, generator: torch.Generator | None = None) -> Tensor:
    """z = μ + √τ ε, ε ~ N(0, I)."""
    noise = torch.randn(mu.shape, generator=generator, device=mu.device, dtype=mu.dtype)
    return mu + temperature**0.5 * noise
