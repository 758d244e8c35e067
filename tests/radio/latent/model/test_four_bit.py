"""A base in 4 bits, by bitsandbytes, on the CPU: it is read alike, learns, and writes."""

from __future__ import annotations

from importlib.util import find_spec

import pytest
import torch
from tiny_latent import SPAN, tiny_base, tiny_settings
from tiny_served import tiny_tokenizer

from radio.errors import BadConfig
from radio.latent.model import checkpoint
from radio.latent.model.base import load_base
from radio.latent.model.bigvae import BigVae
from radio.latent.training.training import Plan, Progress, train
from radio.latent.writing.decoding import Growing

needs_bitsandbytes = pytest.mark.skipif(not find_spec("bitsandbytes"), reason="bitsandbytes is not installed")
VOCABULARY = len(tiny_tokenizer())
PLAN = Plan(steps=30, batch_size=4, learning_rate=5e-3, warm_up_steps=2, beta_warm_up_steps=8)


@pytest.fixture
def folder(tmp_path):
    tiny_base(vocabulary=VOCABULARY).save_pretrained(tmp_path / "base")
    tiny_tokenizer().save_pretrained(tmp_path / "base")
    return tmp_path


@pytest.fixture
def rows():
    words = torch.randint(3, VOCABULARY, (24, 4), generator=torch.Generator().manual_seed(2))
    ids = words.repeat(1, 2 * SPAN // 4)
    return ids, torch.ones_like(ids)


@pytest.mark.with_extra("four-bit")
@needs_bitsandbytes
def test_it_takes_less_memory_and_reads_almost_alike(folder):
    whole, small = (load_base(str(folder / "base"), four_bit=four_bit)[0] for four_bit in (False, True))
    assert small.get_memory_footprint() < 0.7 * whole.get_memory_footprint()
    ids = torch.randint(3, VOCABULARY, (4, SPAN), generator=torch.Generator().manual_seed(1))
    with torch.no_grad():
        states = [lm.get_decoder()(input_ids=ids).last_hidden_state for lm in (whole, small)]
    assert torch.nn.functional.cosine_similarity(*states, dim=-1).mean() > 0.9


@pytest.mark.with_extra("four-bit")
@needs_bitsandbytes
def test_it_learns_in_both_phases_and_writes(folder, rows):
    def base():
        return load_base(str(folder / "base"), four_bit=True, learns=True)

    def learnt(model: BigVae, phase: str) -> float:
        seen: list[Progress] = []
        train(model, *rows, phase, PLAN, folder / "latent", seen.append)
        return sum(p.reconstruction for p in seen[:5]) - sum(p.reconstruction for p in seen[-5:])

    assert learnt(BigVae(base()[0], tiny_settings(), ("encoder", "decoder")), "autoencoder") > 0.5
    model = checkpoint.load(folder / "latent", base()[0], adapters=("encoder",))
    model.add("writer")
    assert learnt(model, "writer") > 0.5
    served = checkpoint.load(folder / "latent", load_base(str(folder / "base"), four_bit=True)[0])
    context, mask = rows[0][:2], rows[1][:2]
    decoded = Growing(served, context, mask, [1, 2]).decode(served.encode(context[:, :SPAN]), 8)
    assert decoded.ids.shape == (2, 8) and decoded.log_probabilities.isfinite().all()


@pytest.mark.without_extra("four-bit")
@pytest.mark.skipif(bool(find_spec("bitsandbytes")), reason="bitsandbytes is installed")
def test_without_bitsandbytes_it_is_refused_in_one_sentence(folder):
    with pytest.raises(BadConfig, match="need the extra `four-bit`, which is not installed"):
        load_base(str(folder / "base"), four_bit=True)
