"""Blending latents: the one rule that every sampler rests on, and how a weight grows over the spans.

Averages of nearly orthogonal vectors are short, and a short latent says nothing; so a blend is set to the mean length
of what went into it.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from functools import reduce
from operator import add

import torch
from torch import Tensor

Schedule = Callable[[int, int], float]
"""Span j of N, counted from 1 → the weight of the target, in [0, 1]."""


def mix(*parts: tuple[float, Tensor]) -> Tensor:
    """Weights and latents [..., k] → their blend, as long as they are on average. A part of weight 0 does not count.

    The rescaling is BigVAE's; on a sphere it is close to a spherical interpolation.
    """
    parts = tuple((weight, z) for weight, z in parts if weight != 0)
    if not parts:
        raise ValueError("nothing to mix: every weight is 0")
    blend = reduce(add, [weight * z for weight, z in parts])
    length = reduce(add, [z.norm(dim=-1, keepdim=True) for _, z in parts]) / len(parts)
    return to_length(blend, length)


def to_length(z: Tensor, length: Tensor | float) -> Tensor:
    """The same direction at another length."""
    return z * (length / z.norm(dim=-1, keepdim=True).clamp_min(1e-8))


def cosine(a: Tensor, b: Tensor) -> Tensor:
    """[..., k], [..., k] → [...]"""
    return torch.nn.functional.cosine_similarity(a, b, dim=-1)


def linear(start: float = 0.05, step: float = 0.1) -> Schedule:
    """start + step · j, at most 1: the weights of the founding post are .05 and .1 over 10 spans."""
    return lambda j, count: min(1.0, start + step * j)


def bridge(j: int, count: int) -> float:
    """1 / (N − j + 1): the drift of a Brownian bridge, which arrives at the last span."""
    return 1.0 / (count - j + 1)


def cosine_ramp(j: int, count: int) -> float:
    """From 0 to 1 along half a cosine: slow, quick, slow."""
    return (1 - math.cos(math.pi * j / count)) / 2


SCHEDULES: Mapping[str, Schedule] = {"linear": linear(), "bridge": bridge, "cosine": cosine_ramp}
