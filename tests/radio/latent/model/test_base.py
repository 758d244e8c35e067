"""Families of base models: each is read both ways and learns; one with layers that no mask reaches is refused."""

from __future__ import annotations

import pytest
import torch
from tiny_latent import SPAN, VOCABULARY, tiny_settings
from tiny_served import tiny_tokenizer
from transformers import (
    GPT2Config,
    GPT2LMHeadModel,
    LlamaConfig,
    LlamaForCausalLM,
    MambaConfig,
    MistralConfig,
    MistralForCausalLM,
    Qwen3Config,
    Qwen3ForCausalLM,
    Qwen3NextConfig,
)

from radio.errors import BadConfig
from radio.latent.model.base import load_base, refuse_recurrent
from radio.latent.model.bigvae import BigVae
from radio.latent.training.phases import autoencoding

FAMILIES = {
    "llama": (LlamaConfig, LlamaForCausalLM),
    "mistral": (MistralConfig, MistralForCausalLM),
    "qwen3": (Qwen3Config, Qwen3ForCausalLM),
}
TINY = {
    "hidden_size": 64,
    "intermediate_size": 96,
    "num_hidden_layers": 2,
    "num_attention_heads": 4,
    "num_key_value_heads": 2,
    "head_dim": 16,
    "max_position_embeddings": 256,
}


@pytest.fixture(params=FAMILIES, ids=str)
def folder(request, tmp_path):
    config, model = FAMILIES[request.param]
    torch.manual_seed(3)
    model(config(vocab_size=300, **TINY)).save_pretrained(tmp_path)
    tiny_tokenizer().save_pretrained(tmp_path)
    return str(tmp_path)


def test_an_encoder_on_each_family_reads_both_ways_and_learns(folder):
    base, tokenizer = load_base(folder)
    assert tokenizer.encode("a b", add_special_tokens=False)
    model = BigVae(base, tiny_settings(), ("encoder", "decoder"))
    ids = torch.randint(3, VOCABULARY, (4, 2 * SPAN), generator=torch.Generator().manual_seed(1))
    changed = ids[:, SPAN:].clone()
    changed[:, -1] += 1
    sees = torch.ones(4, 1, SPAN, SPAN, dtype=torch.bool)
    with torch.no_grad(), model.using("encoder") as lm:
        one, other = (
            lm.get_decoder()(input_ids=spans, attention_mask=sees, use_cache=False).last_hidden_state[:, 0]
            for spans in (ids[:, SPAN:], changed)
        )
    assert (one - other).abs().max() > 1e-5
    model.train_only(("encoder", "decoder"), head=("f", "w_e", "w_d", "gain"))
    autoencoding(model, ids, torch.ones_like(ids), 0.1, torch.Generator().manual_seed(2)).total.backward()
    learns = {name.split(".")[-2] for name, p in model.lm.named_parameters() if p.grad is not None and p.grad.any()}
    assert learns == {"encoder", "decoder"}


def test_layers_without_attention_are_refused_before_the_weights_are_read():
    hybrid = Qwen3NextConfig(num_hidden_layers=4)
    for config in (hybrid, MambaConfig()):
        with pytest.raises(BadConfig, match="the-model has layers without attention"):
            refuse_recurrent("the-model", config)


def test_a_model_whose_layers_have_other_names_is_refused(tmp_path):
    GPT2LMHeadModel(GPT2Config(vocab_size=300, n_embd=32, n_layer=1, n_head=2)).save_pretrained(tmp_path)
    tiny_tokenizer().save_pretrained(tmp_path)
    with pytest.raises(BadConfig, match="has no layers called q_proj"):
        load_base(str(tmp_path))


def test_a_folder_without_a_model_is_one_sentence(tmp_path):
    with pytest.raises(BadConfig, match=r"cannot be loaded: .*; give the name or the folder of one with --base"):
        load_base(str(tmp_path / "nothing"))


def test_a_device_that_is_not_here_is_one_sentence(tmp_path):
    for device in ("no-such-device", "xpu:7"):
        with pytest.raises(BadConfig, match=rf"there is no device {device} here: .*; leave --device out"):
            load_base(str(tmp_path), device=device)
