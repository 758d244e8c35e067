"""Samplers: how the latent of the next span follows from what was written. All are a few lines over `mix`.

A rule is asked by `writing.write` before every span but the first. The weights given as defaults are those of BigVAE's
founding post.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import torch
from torch import Tensor

from radio.latent.model.bigvae import BigVae
from radio.latent.writing.mix import Schedule, cosine_ramp, mix, to_length


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """Where the writing has come to when the latent of span `index` is asked for."""

    index: int
    """Counts from 1; the first latent is given, so a rule is asked from 2 on."""
    count: int
    """Spans of the text; of the longest, where the texts differ."""
    draft: Tensor
    """[B, k]: what the model would go on with; zeros for a text that is whole."""
    first: Tensor
    """[B, k]: the first span as it was written."""


Rule = Callable[[Step], Tensor]


def plain(step: Step) -> Tensor:
    """Goes where the model goes."""
    return step.draft


def guide(target: Tensor, weight: float = 0.15) -> Rule:
    """Back to the target by a little at every span."""
    return lambda step: mix((1 - weight, step.draft), (weight, target))


def topic_sentence(vector: Tensor | None = None, *, first: float = 0.10, task: float = 0.15) -> Rule:
    """Back to the first span, and to a prose vector where there is one."""

    def rule(step: Step) -> Tensor:
        task_weight = task if vector is not None else 0.0
        other = vector if vector is not None else step.first
        return mix((1 - first - task_weight, step.draft), (first, step.first), (task_weight, other))

    return rule


def anneal(target: Tensor, schedule: Schedule = cosine_ramp) -> Rule:
    """Towards an end: the target weighs more from span to span."""

    def rule(step: Step) -> Tensor:
        weight = schedule(step.index, step.count)
        return mix((1 - weight, step.draft), (weight, target))

    return rule


def random_start(model: BigVae, rows: int, seed: int, vector: Tensor | None = None) -> Tensor:
    """[rows, k]: a topic out of the blue; with a prose vector, three parts in ten of its style."""
    generator = torch.Generator(device=model.device).manual_seed(seed)
    shape = (rows, model.settings.latent_width)
    z = model.settings.norms.scale * torch.randn(shape, generator=generator, device=model.device)
    return z if vector is None else mix((0.7, z), (0.3, vector))


def average(latents: Tensor) -> Tensor:
    """[n, k] → [k]: several texts' common point, as long as they are: a prose vector, a blend of topics."""
    return to_length(latents.mean(0), latents.norm(dim=-1).mean())
