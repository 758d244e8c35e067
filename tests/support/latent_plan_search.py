"""Plan search: one text to a given end, in as many spans as the writer itself finds likeliest."""

from __future__ import annotations

import torch
from latent_likelihood import log_likelihood
from torch import Tensor

from radio.latent.model.bigvae import BigVae
from radio.latent.writing.decoding import Options
from radio.latent.writing.samplers import anneal, random_start
from radio.latent.writing.writing import Written, write


@torch.inference_mode()
def plan(
    model: BigVae,
    context: Tensor,
    mask: Tensor,
    end: Tensor,
    most_spans: int,
    seed: int,
    options: Options | None = None,
) -> Written:
    """Plan search for one text [1, T]: from a random start to the end in 1, 2, … spans; the likeliest text wins.

    Likelihood is the writer's own, a token, without any latent.
    """
    best: Written | None = None
    best_score = -torch.inf
    for count in range(1, most_spans + 1):
        start = random_start(model, 1, seed + count) if count > 1 else end
        written = write(model, context, mask, start, anneal(end), count, [seed + count], options=options)
        text = torch.cat([context, written.ids], 1)
        whole = torch.cat([mask, torch.ones_like(written.ids)], 1)
        score = log_likelihood(model, text, whole, "writer").item()
        if score > best_score:
            best, best_score = written, score
    if best is None:
        raise ValueError("a text has at least one span")
    return best
