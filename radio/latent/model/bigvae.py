"""The model: a causal language model with an adapter that encodes, one that decodes and one that writes.

In: token ids. Out: latents, and logits of text that follows from a latent. The base model's weights never change. Which
adapter speaks is said at every call, so that no call depends on the one before.
"""

from __future__ import annotations

import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Literal, cast

import torch
from peft import LoraConfig, PeftModel, get_peft_model
from peft.tuners.tuners_utils import BaseTunerLayer
from torch import Tensor, nn
from transformers import PreTrainedModel

from radio.latent.model.head import LatentHead
from radio.latent.model.settings import Settings

Adapter = Literal["encoder", "decoder", "writer"]


class BigVae(nn.Module):
    """Base, adapters and head. `adapters` are those that are there: a checkpoint that only writes has no decoder."""

    def __init__(self, base: PreTrainedModel, settings: Settings, adapters: Sequence[Adapter]):
        super().__init__()
        self.settings = settings
        for parameter in base.parameters():
            parameter.requires_grad_(False)
        self.lm = _with_adapters(base, settings, adapters)
        self.head = LatentHead(settings.base_width, settings.latent_width).to(base.device)
        self._trained: tuple[Adapter, ...] = ()
        self._active: Adapter | None = None
        self._adapted: list[BaseTunerLayer] | None = None

    @property
    def base(self) -> PreTrainedModel:
        """The language model in the adapters' wrapping."""
        return cast(PreTrainedModel, self.lm.get_base_model())  # peft types it as any module; it was given to __init__

    @property
    def device(self) -> torch.device:
        return self.lm.device

    @property
    def adapters(self) -> tuple[Adapter, ...]:
        return tuple(cast(dict[Adapter, LoraConfig], self.lm.peft_config))  # its keys are the names given to peft here

    def add(self, adapter: Adapter) -> None:
        """A fresh adapter that changes nothing yet."""
        self.lm.add_adapter(adapter, _lora(self.settings))
        self._active = self._adapted = None

    def train_only(self, adapters: Iterable[Adapter], *, head: Iterable[str] = ()) -> list[nn.Parameter]:
        """Has these adapters, and of the head these parts (`f`, `w_e`, `w_d`, `gain`), learn; returns their parameters.

        Switching an adapter on makes peft switch the others' gradients off; `using` undoes that for those named here.
        """
        self._trained = tuple(adapters)
        parts = tuple(head)
        for name, parameter in self.head.named_parameters():
            parameter.requires_grad_(name.partition(".")[0] in parts)
        self._mark_trained()
        return [p for p in self.parameters() if p.requires_grad]

    def freeze(self) -> BigVae:
        """Nothing learns any more."""
        for parameter in self.parameters():
            parameter.requires_grad_(False)
        self._trained = ()
        return self.eval()

    def _mark_trained(self) -> None:
        for name, parameter in self.lm.named_parameters():
            parameter.requires_grad_(any(f".{adapter}." in name for adapter in self._trained))

    @contextmanager
    def using(self, adapter: Adapter | None) -> Iterator[PreTrainedModel]:
        """The language model with this adapter switched on; with None as it was before any training."""
        if adapter is None:
            with self.lm.disable_adapter():
                yield self.base
            return
        if self._active != adapter:
            for layer in self._layers():
                layer.set_adapter(adapter)
            self._active = adapter
            if self._trained:
                self._mark_trained()
        yield self.base

    def _layers(self) -> list[BaseTunerLayer]:
        if self._adapted is None:
            self._adapted = [module for module in self.lm.modules() if isinstance(module, BaseTunerLayer)]
        return self._adapted

    def embed(self, ids: Tensor) -> Tensor:
        """[B, T] → [B, T, d]"""
        return self.base.get_input_embeddings()(ids)

    def encode(self, ids: Tensor, mask: Tensor | None = None) -> Tensor:
        """Spans [B, S] with mask [B, S] → means of their latents [B, k]. Every token sees every other one.

        Raises ValueError on a span without a token, or longer than those the model was trained on.
        """
        real: Tensor = torch.ones_like(ids) if mask is None else mask
        span = ids.shape[1]
        if not real.any(dim=1).all():
            raise ValueError("a span without a token has no latent")
        if span > self.settings.span:
            raise ValueError(
                f"a span of {span} tokens is longer than the {self.settings.span} that a latent stands for"
            )
        sees = real.bool()[:, None, None, :].expand(-1, 1, span, span)
        with self.using("encoder") as lm:
            states = lm.get_decoder()(input_ids=ids, attention_mask=sees, use_cache=False).last_hidden_state
        return self.head.pool(states, real)

    def logits(
        self,
        adapter: Adapter | None,
        parts: Sequence[Tensor],
        masks: Sequence[Tensor],
        last: int,
    ) -> Tensor:
        """Embeddings [B, n, d] and masks [B, n], in order → logits [B, last, V] of the last positions."""
        embeddings = torch.cat([part.to(parts[0].dtype) for part in parts], dim=1)
        with self.using(adapter) as lm:
            return lm(
                inputs_embeds=embeddings.to(lm.dtype),
                attention_mask=torch.cat(list(masks), dim=1),
                logits_to_keep=last,
                use_cache=False,
            ).logits.float()


def _with_adapters(base: PreTrainedModel, settings: Settings, adapters: Sequence[Adapter]) -> PeftModel:
    first, *others = adapters
    with warnings.catch_warnings():  # peft asks the base for a name that transformers is about to drop
        warnings.filterwarnings("ignore", "`is_gradient_checkpointing`", FutureWarning)
        lm = get_peft_model(base, _lora(settings), adapter_name=first)
    for adapter in others:
        lm.add_adapter(adapter, _lora(settings))
    return lm


def _lora(settings: Settings) -> LoraConfig:
    return LoraConfig(
        r=settings.rank,
        lora_alpha=settings.alpha,
        lora_dropout=0.0,
        target_modules=list(settings.targets),
        task_type="CAUSAL_LM",
    )
