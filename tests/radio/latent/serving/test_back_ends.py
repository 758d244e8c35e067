"""Every back end keeps the promises of `decoding.Growing`, judged by the model itself run without any cache."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from functools import partial
from importlib.util import find_spec
from pathlib import Path

import pytest
import torch
from tiny_latent import LATENT
from tiny_served import tiny_checkpoint, tiny_tokenizer
from torch import Tensor
from transformers import (
    AutoModelForCausalLM,
    LlamaConfig,
    LlamaForCausalLM,
    PreTrainedModel,
    Qwen3Config,
    Qwen3ForCausalLM,
)

from radio.errors import BadConfig
from radio.latent.model import checkpoint
from radio.latent.model.bigvae import BigVae
from radio.latent.writing.decoding import Decoded, Growing, Options
from radio.latent.writing.writing import Grow

FAMILIES = {"llama": (LlamaConfig, LlamaForCausalLM), "qwen3": (Qwen3Config, Qwen3ForCausalLM)}
TINY = {
    "hidden_size": 64,
    "intermediate_size": 96,
    "num_hidden_layers": 2,
    "num_attention_heads": 2,
    "num_key_value_heads": 1,
    "head_dim": 32,
    "max_position_embeddings": 1024,
}
"""Heads as wide as vLLM knows them."""
VOCABULARY = len(tiny_tokenizer())
END_OF_TEXT = 1
GREEDY = Options(temperature=0.0)
TIE = 1e-3
"""Nats by which one back end's arithmetic may differ from another's."""
LONG = 300
"""Tokens: more than two blocks of vLLM's prefix cache."""

WITH_VLLM = (pytest.mark.with_extra("vllm"), pytest.mark.skipif(not find_spec("vllm"), reason="vLLM is not installed"))


def tiny_family(name: str) -> PreTrainedModel:
    config, model = FAMILIES[name]
    torch.manual_seed(3)
    return model(config(vocab_size=VOCABULARY, **TINY)).eval()


@dataclass(frozen=True)
class BackEnd:
    """A way to decode, and the model that says what is right."""

    model: BigVae
    grow: Grow

    def is_greedy_after(self, ids: Tensor, mask: Tensor, z: Tensor | None, decoded: Decoded) -> bool:
        """Whether each token is the likeliest, or as likely but for rounding, and its log-probability the model's."""
        count = decoded.ids.shape[1]
        soft = [] if z is None else [self.model.head.soft_token(z)]
        parts = [self.model.embed(ids), *soft, self.model.embed(decoded.ids[:, :-1])]
        masks = [mask, *(torch.ones_like(part[..., 0]).long() for part in parts[1:])]
        with torch.no_grad():
            likely = torch.log_softmax(self.model.logits("writer", parts, masks, count), -1)
        ours = likely.gather(2, decoded.ids.unsqueeze(2)).squeeze(2)
        torch.testing.assert_close(decoded.log_probabilities, ours, atol=TIE, rtol=0)
        return bool((likely.amax(-1) - ours < TIE).all())


@pytest.fixture(scope="module", params=FAMILIES)
def folder(request, tmp_path_factory):
    return tiny_checkpoint(tmp_path_factory.mktemp(request.param), base=tiny_family(request.param))[0]


def loaded(folder: Path) -> BigVae:
    with warnings.catch_warnings(action="ignore", category=FutureWarning):  # peft's, of what transformers will drop
        return checkpoint.load(folder, AutoModelForCausalLM.from_pretrained(folder.parent / "base"))


def vllm_of(model: BigVae, writer: Path) -> Grow:
    with warnings.catch_warnings(action="ignore"):  # vLLM's own are many
        from radio.latent.serving.vllm_back_end import open_vllm

        return open_vllm(model, writer, TINY["max_position_embeddings"])


@pytest.fixture(scope="module", params=["transformers", pytest.param("vllm", marks=WITH_VLLM)])
def back_end(request, folder) -> BackEnd:
    model = loaded(folder)
    return BackEnd(
        model, partial(Growing, model) if request.param == "transformers" else vllm_of(model, folder / "writer")
    )


def contexts(rows: int, length: int) -> tuple[Tensor, Tensor]:
    ids = torch.randint(3, VOCABULARY, (rows, length), generator=torch.Generator().manual_seed(5))
    return ids, torch.ones_like(ids)


def latents(rows: int) -> Tensor:
    return 4 * torch.randn(rows, LATENT, generator=torch.Generator().manual_seed(6))


@pytest.mark.parametrize("length", [0, 1, 9, LONG])
def test_the_likeliest_tokens_follow_the_context_and_the_latent(back_end, length):
    ids, mask = contexts(3, length)
    decoded = back_end.grow(ids, mask, [0, 1, 2], GREEDY).decode(latents(3), 24)
    assert back_end.is_greedy_after(ids, mask, latents(3), decoded)


def test_without_a_latent_they_follow_the_context_alone(back_end):
    ids, mask = contexts(2, 9)
    decoded = back_end.grow(ids, mask, [0, 1], GREEDY).decode(None, 12)
    assert back_end.is_greedy_after(ids, mask, None, decoded)


def test_exactly_as_many_tokens_come_as_were_asked_for(back_end):
    growing = back_end.grow(*contexts(2, 4), [0, 1], None)
    for count in (1, 7, 0):
        decoded = growing.decode(latents(2), count)
        assert decoded.ids.shape == decoded.log_probabilities.shape == (2, count)


@pytest.mark.parametrize("length", [9, LONG])
def test_two_latents_after_one_context_are_two_texts_side_by_side_and_one_after_the_other(back_end, length):
    ids, mask = (part.expand(2, -1) for part in contexts(1, length))
    growing = back_end.grow(ids, mask, [0, 0], GREEDY)
    for z in (latents(2), latents(2).flip(0)):
        decoded = growing.decode(z, 16)
        assert not torch.equal(*decoded.ids)
        assert back_end.is_greedy_after(ids, mask, z, decoded)


def test_what_is_kept_is_context_and_what_was_drafted_and_the_latent_are_gone(back_end):
    ids, mask = contexts(2, LONG)
    growing = back_end.grow(ids, mask, [0, 1], GREEDY)
    for z in (latents(2), latents(2).flip(0), -latents(2)):
        decoded = growing.decode(z, 16)
        assert back_end.is_greedy_after(ids, mask, z, decoded)
        kept = decoded.ids[:, :8]
        growing.keep(kept)
        ids, mask = torch.cat([ids, kept], 1), torch.cat([mask, torch.ones_like(kept)], 1)


def test_a_text_that_leaves_and_others_in_another_order_go_on_from_their_own_words(back_end):
    ids, mask = contexts(3, 9)
    growing = back_end.grow(ids, mask, [0, 1, 2], GREEDY)
    growing.keep(growing.decode(latents(3), 5).ids)
    left = torch.tensor([2, 0])
    kept = back_end.grow(ids, mask, [0, 1, 2], GREEDY).decode(latents(3), 5).ids
    growing.narrow(left)
    ids = torch.cat([ids, kept], 1)[left]
    z = latents(2)
    assert back_end.is_greedy_after(ids, torch.ones_like(ids), z, growing.decode(z, 9))


def test_each_text_has_its_own_temperature(back_end):
    ids, mask = (part.expand(2, -1) for part in contexts(1, 9))
    z = latents(1).expand(2, -1)
    decoded = back_end.grow(ids, mask, [0, 0], Options(temperature=(0.0, 2.0))).decode(z, 16)
    coldest = Decoded(decoded.ids[:1], decoded.log_probabilities[:1])
    assert back_end.is_greedy_after(ids[:1], mask[:1], z[:1], coldest)
    assert not torch.equal(*decoded.ids)


def test_contexts_of_different_lengths_stand_side_by_side(back_end):
    ids, mask = contexts(3, LONG)
    mask[1, :-7] = 0
    mask[2] = 0
    decoded = back_end.grow(ids, mask, [0, 1, 2], GREEDY).decode(latents(3), 16)
    assert back_end.is_greedy_after(ids, mask, latents(3), decoded)


@pytest.mark.parametrize("temperature", [0.0, 1.0])
def test_more_texts_than_fit_in_one_step_of_the_engine_are_all_written(back_end, temperature):
    ids, mask = contexts(32, LONG)
    options = Options(temperature=temperature)
    decoded = back_end.grow(ids, mask, range(32), options).decode(latents(32), 8)
    assert decoded.ids.shape == (32, 8)
    assert back_end.is_greedy_after(ids, mask, latents(32), decoded) is (temperature == 0)


def test_a_forbidden_token_is_never_drawn_and_the_end_of_a_text_is_unless_it_is_forbidden(back_end):
    ids, mask = contexts(2, 5)
    allowed = {END_OF_TEXT, 7}
    options = Options(temperature=2.0, forbidden=tuple(set(range(VOCABULARY)) - allowed))
    drawn = back_end.grow(ids, mask, [1, 2], options).decode(latents(2), 40).ids
    assert set(drawn.flatten().tolist()) == allowed


def test_the_seed_decides_and_a_span_does_not_repeat_the_draws_of_the_one_before(back_end):
    ids, mask = contexts(1, 5)
    options = Options(temperature=2.0)
    texts = [back_end.grow(ids, mask, [seed], options).decode(latents(1), 20).ids for seed in (1, 1, 2)]
    assert torch.equal(texts[0], texts[1]) and not torch.equal(texts[0], texts[2])
    growing = back_end.grow(ids, mask, [1], options)
    assert not torch.equal(*(growing.decode(latents(1), 20).ids for _ in range(2)))


@WITH_VLLM[0]
@WITH_VLLM[1]
def test_an_adapter_that_changes_nothing_is_refused(folder, tmp_path):
    model = loaded(folder)
    with torch.no_grad():
        for name, parameter in model.lm.named_parameters():
            if "lora_B.writer" in name:
                parameter.zero_()
    checkpoint.save(model, tmp_path, ("writer",))
    with pytest.raises(BadConfig, match="changes nothing"):
        vllm_of(model, tmp_path / "writer")
