"""A language model of two layers with random weights, and a latent model on it."""

from __future__ import annotations

import torch
from transformers import LlamaConfig, LlamaForCausalLM

from radio.latent.model.bigvae import BigVae
from radio.latent.model.settings import Norms, Settings

VOCABULARY, WIDTH, SPAN, LATENT = 99, 64, 12, 16


def tiny_base(
    seed: int = 1,
    *,
    width: int = WIDTH,
    vocabulary: int = VOCABULARY,
    layers: int = 2,
    positions: int = 512,
    heads: int = 4,
) -> LlamaForCausalLM:
    torch.manual_seed(seed)
    config = LlamaConfig(
        vocab_size=vocabulary,
        hidden_size=width,
        intermediate_size=2 * width,
        num_hidden_layers=layers,
        num_attention_heads=heads,
        num_key_value_heads=heads // 2,
        max_position_embeddings=positions,
    )
    return LlamaForCausalLM(config).eval()


def tiny_settings(**changes: object) -> Settings:
    values = {
        "base_model": "tiny",
        "base_width": WIDTH,
        "tokenizer_hash": "",
        "span": SPAN,
        "latent_width": LATENT,
        "rank": 8,
        "alpha": 16,
        "norms": Norms(mean_norm=4.0, scale=1.2),
    }
    return Settings(**{**values, **changes})


def tiny_model(seed: int = 1, *, trained_looking: bool = True) -> BigVae:
    """Adapters that are not zero, as after training, unless `trained_looking` is false."""
    model = BigVae(tiny_base(seed), tiny_settings(), ("encoder", "decoder", "writer"))
    if trained_looking:
        look_trained(model, torch.Generator().manual_seed(seed))
    return model.eval()


@torch.no_grad()
def look_trained(model: BigVae, generator: torch.Generator) -> None:
    """Gives the adapters values that change what the base says."""
    for name, parameter in model.lm.named_parameters():
        if "lora_B" in name:
            parameter.copy_(0.1 * torch.randn(parameter.shape, generator=generator))
