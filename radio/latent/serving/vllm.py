"""Decoding by vLLM, in process: the latent goes in as one prompt embedding among tokens, the writer as a LoRA.

Keeps the promises of `decoding.Growing`. The encoder stays in transformers, for vLLM lets no token see what follows it.
Contexts come before the latent, so that vLLM's prefix cache holds them from span to span.

**It has not run**: it is written after vLLM's documentation (prompt embeddings, LoRA; 0.25 and later), on a machine
without a GPU. A context of mixed tokens and embeddings is cached rightly only if what is a token follows from the row
(vllm#56655), which is so here: the last row alone is an embedding. Llama with LoRA and embeddings may crash under
load (vllm#51121); Qwen3 does not.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from vllm import LLM, SamplingParams
from vllm.lora.request import LoRARequest

from radio.errors import BadConfig
from radio.latent.decoding import Decoded, Options
from radio.latent.model import BigVae
from radio.latent.samplers import Grow

RANKS = (8, 16, 32, 64, 128, 256, 320, 512)
"""What `max_lora_rank` may be."""
NEVER = -100.0
"""Added to the logit of a token that may not be drawn."""
PLACEHOLDER = 0
"""Stands where the embedding goes."""


def open_vllm(model: BigVae, writer: Path, memory_share: float) -> Grow:
    """Loads the base anew into vLLM, with the writer's adapter. Raises BadConfig where the adapter has no effect."""
    settings = model.settings
    if settings.rank > RANKS[-1]:
        raise BadConfig(f"vLLM takes adapters of rank {RANKS[-1]} at most; this one has {settings.rank}")
    llm = LLM(
        model=settings.base_model,
        enable_prompt_embeds=True,
        enable_lora=True,
        max_lora_rank=next(rank for rank in RANKS if rank >= settings.rank),
        enable_prefix_caching=True,
        gpu_memory_utilization=memory_share,
    )
    adapter = LoRARequest("writer", 1, str(writer))
    _refuse_idle(llm, adapter)
    return partial(VllmTexts, llm, adapter, model)


class VllmTexts:
    """B texts that grow by the same number of tokens at a time."""

    def __init__(
        self,
        llm: LLM,
        adapter: LoRARequest,
        model: BigVae,
        ids: Tensor,
        mask: Tensor,
        seeds: Sequence[int],
        options: Options | None = None,
    ):
        """`ids`, `mask`: [B, T], padded on the left."""
        self._llm, self._adapter, self._model = llm, adapter, model
        self._texts = [row[seen.bool()].tolist() for row, seen in zip(ids, mask, strict=True)]
        self._seeds = list(seeds)
        self._options = options or Options()
        self._temperatures = self._options.temperatures(len(self._seeds))
        self._decoded = 0

    def decode(self, z: Tensor, count: int) -> Decoded:
        """`count` tokens from latents [B, k]. The texts are as they were until `keep` is called."""
        soft = self._model.head.soft_token(z).cpu()
        prompts = [_prompt(text, token) for text, token in zip(self._texts, soft, strict=True)]
        each = zip(self._seeds, self._temperatures, strict=True)
        drawing = [self._drawing(seed, temperature, count) for seed, temperature in each]
        self._decoded += 1
        outputs = self._llm.generate(prompts, drawing, lora_request=self._adapter, use_tqdm=False)
        written = [output.outputs[0] for output in outputs]
        likely = [[step[token].logprob for token, step in zip(w.token_ids, w.logprobs, strict=True)] for w in written]
        device = self._model.device
        ids = torch.tensor([list(w.token_ids) for w in written], device=device)
        return Decoded(ids, torch.tensor(likely, device=device))

    def keep(self, ids: Tensor) -> None:
        """These tokens [B, n] join the texts."""
        for text, new in zip(self._texts, ids.tolist(), strict=True):
            text.extend(new)

    def narrow(self, rows: Tensor) -> None:
        """Only these rows [n] are left, in this order."""
        held = self._texts, self._seeds, self._temperatures
        self._texts, self._seeds, self._temperatures = ([part[row] for row in rows.tolist()] for part in held)

    def _drawing(self, seed: int, temperature: float, count: int) -> SamplingParams:
        """Another seed at every call, so that a span does not repeat the draws of the one before."""
        return SamplingParams(
            temperature=temperature,
            seed=(seed * 1_000_003 + self._decoded) % 2**63,
            max_tokens=count,
            min_tokens=count,
            ignore_eos=True,
            detokenize=False,
            logprobs=0,
            logit_bias=dict.fromkeys(self._options.forbidden, NEVER),
        )


def _prompt(text: list[int], soft: Tensor) -> dict[str, Any]:
    """Tokens that vLLM embeds itself, then the soft token [1, d]."""
    embeddings = torch.cat([soft.new_zeros(len(text), soft.shape[1]), soft])
    return {
        "prompt_token_ids": [*text, PLACEHOLDER],
        "prompt_embeds": embeddings,
        "prompt_is_token_ids": [True] * len(text) + [False],
    }


def _refuse_idle(llm: LLM, adapter: LoRARequest) -> None:
    """An adapter whose names fit no module is loaded without a word and does nothing (vllm#34186)."""
    drawing = SamplingParams(temperature=0.0, max_tokens=1, logprobs=5)
    asked = {"prompt_token_ids": [PLACEHOLDER, PLACEHOLDER + 1, PLACEHOLDER + 2]}
    plain, adapted = (
        llm.generate([asked], drawing, lora_request=request, use_tqdm=False)[0].outputs[0].logprobs[0]
        for request in (None, adapter)
    )
    if {token: found.logprob for token, found in plain.items()} == {t: found.logprob for t, found in adapted.items()}:
        raise BadConfig("vLLM loaded the writer's adapter, and it changes nothing; serve with transformers")
