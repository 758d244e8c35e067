"""Weights of the training loss: how the divergence is priced over the steps, and the tokens at a span's edges.

Both are BigVAE's: a slow rise of beta keeps latents from collapsing, light edges keep them about a span's middle.
"""

from __future__ import annotations

import math

import torch
from torch import Tensor

HEAD_WEIGHT, TAIL_WEIGHT = 0.05, 0.15


def beta_at(step: int, most: float, warm_up_steps: int) -> float:
    """0 at step 0, half of the most at half of the warm-up, the most from its end on."""
    return most * math.sin(math.pi / 2 * min(step / warm_up_steps, 1.0)) ** 2


def edge_weights(span: int) -> Tensor:
    """[S]: little for the first and the last eighth, whose words are cut."""
    weights = torch.ones(span)
    edge = span // 8
    if edge:
        weights[:edge], weights[-edge:] = HEAD_WEIGHT, TAIL_WEIGHT
    return weights


def learning_rate(step: int, most: float, warm_up_steps: int, steps: int) -> float:
    """Rises in a line, falls along a cosine to a tenth."""
    if step < warm_up_steps:
        return most * (step + 1) / warm_up_steps
    share = min(1.0, (step - warm_up_steps) / max(1, steps - warm_up_steps))
    return most * (0.1 + 0.9 * (1 + math.cos(math.pi * share)) / 2)
