"""Texts that grow from latents: contexts in a cache, decoded token by token, a latent standing right before its span.

In: contexts, a latent a row. Out: token ids and their log-probabilities. What is kept joins the context as plain
tokens; the soft token and what was only drafted go, so that the cache is never filled twice with the same context.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import torch
from torch import Tensor
from transformers import DynamicCache

from radio.latent.model.bigvae import Adapter, BigVae


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """How tokens are drawn."""

    temperature: float | tuple[float, ...] = 0.9
    """One for all rows, or one a row; 0 takes the likeliest token."""
    guidance: float = 1.0
    """Classifier-free guidance (arXiv 2306.17806): beyond 1, away from what the base model says without the latent."""
    forbidden: tuple[int, ...] = ()
    """Ids that are never drawn: the end of a text within a span."""

    def temperatures(self, rows: int) -> list[float]:
        """One a row."""
        return [self.temperature] * rows if isinstance(self.temperature, int | float) else list(self.temperature)


@dataclass(frozen=True, slots=True)
class Decoded:
    """New tokens, and how likely the model found each before it was drawn."""

    ids: Tensor
    """[B, n]"""
    log_probabilities: Tensor
    """[B, n], in nats, at temperature 1."""


class Growing:
    """B texts that grow by the same number of tokens at a time; a text that is whole may leave.

    Each row draws from its own generator, so that what it says does not depend on the rows beside it.
    """

    def __init__(
        self,
        model: BigVae,
        ids: Tensor,
        mask: Tensor,
        seeds: Sequence[int],
        options: Options | None = None,
    ):
        """`ids`, `mask`: [B, T], padded on the left; T may be 0."""
        self._model = model
        self._options = options or Options()
        self._guided = _Stream(model, "writer")
        self._plain = _Stream(model, None) if self._options.guidance != 1.0 else None
        self._mask = mask
        self._waiting = ids
        self._random = [torch.Generator(device=model.device).manual_seed(seed) for seed in seeds]
        self._temperatures = torch.tensor(self._options.temperatures(len(seeds)), device=model.device).unsqueeze(1)

    @torch.inference_mode()
    def decode(self, z: Tensor | None, count: int) -> Decoded:
        """`count` tokens from latents [B, k], or without any. The texts are as they were until `keep` is called."""
        rows = self._mask.shape[0]
        mask, start = self._mask, [self._model.embed(self._waiting)]
        soft = 0
        if z is not None:
            start.append(self._model.head.soft_token(z).to(start[0].dtype))
            mask, soft = _longer(mask, 1), 1
        logits = self._guided.forward(torch.cat(start, dim=1), mask)
        plain = self._plain.forward(start[0], self._mask) if self._plain else None
        self._waiting = self._waiting[:, :0]
        drawn, likely = [], []
        for number in range(count):
            ids, log_probability = self._draw(logits, plain)
            drawn.append(ids)
            likely.append(log_probability)
            if number + 1 < count:
                mask = _longer(mask, 1)
                step = self._model.embed(ids.unsqueeze(1))
                logits = self._guided.forward(step, mask)
                plain = self._plain.forward(step, mask[:, soft:]) if self._plain else None
        self._rewind()
        empty = torch.zeros(rows, 0, device=mask.device)
        return Decoded(torch.stack(drawn, 1) if drawn else empty.long(), torch.stack(likely, 1) if likely else empty)

    def keep(self, ids: Tensor) -> None:
        """These tokens [B, n] join the texts."""
        self._waiting = torch.cat([self._waiting, ids], dim=1)
        self._mask = _longer(self._mask, ids.shape[1])

    def narrow(self, rows: Tensor) -> None:
        """Only these rows [n] are left, in this order."""
        self._waiting, self._mask, self._temperatures = (
            part[rows] for part in (self._waiting, self._mask, self._temperatures)
        )
        self._random = [self._random[row] for row in rows.tolist()]
        for stream in (self._guided, self._plain):
            if stream:
                stream.narrow(rows)

    def _rewind(self) -> None:
        for stream in (self._guided, self._plain):
            if stream:
                stream.rewind(self._mask.shape[1])

    def _draw(self, logits: Tensor, plain: Tensor | None) -> tuple[Tensor, Tensor]:
        """Gumbel-max: the same as drawing from the softmax at the temperature."""
        if plain is not None:
            logits = plain + self._options.guidance * (logits - plain)
        log_probabilities = torch.log_softmax(logits, dim=-1)
        scores = log_probabilities
        if self._options.forbidden:
            scores = scores.clone()
            scores[:, list(self._options.forbidden)] = -torch.inf
        if self._temperatures.any():
            scores = scores + self._temperatures * self._gumbel(scores)
        ids = scores.argmax(dim=-1)
        return ids, log_probabilities.gather(1, ids.unsqueeze(1)).squeeze(1)

    def _gumbel(self, like: Tensor) -> Tensor:
        uniform = torch.stack([torch.rand(like.shape[1], generator=g, device=like.device) for g in self._random])
        return -torch.log(-torch.log(uniform.clamp(1e-10, 1 - 1e-7)))


class _Stream:
    """One adapter with its cache."""

    def __init__(self, model: BigVae, adapter: Adapter | None):
        self._model = model
        self._adapter: Adapter | None = adapter
        self._cache = DynamicCache()

    def forward(self, embeddings: Tensor, mask: Tensor) -> Tensor:
        """Embeddings [B, n, d] after what is cached, mask [B, cached + n] → logits [B, V] of the last one."""
        positions = (mask.cumsum(1) - 1).clamp_min(0)  # padding takes none, so a text stands where it would alone
        with self._model.using(self._adapter) as lm:
            out = lm(
                inputs_embeds=embeddings.to(lm.dtype),
                attention_mask=mask,
                position_ids=positions[:, -embeddings.shape[1] :],
                past_key_values=self._cache,
                use_cache=True,
                logits_to_keep=1,
            )
        return out.logits[:, -1].float()

    def narrow(self, rows: Tensor) -> None:
        if self._cache.get_seq_length():
            self._cache.batch_select_indices(rows)

    def rewind(self, length: int) -> None:
        """Forgets what came after the first `length` positions."""
        surplus = self._cache.get_seq_length() - length
        if length == 0:
            self._cache = DynamicCache()
        elif surplus > 0:
            self._cache.crop(-surplus)


def _longer(mask: Tensor, count: int) -> Tensor:
    return torch.cat([mask, mask.new_ones(mask.shape[0], count)], dim=1)
