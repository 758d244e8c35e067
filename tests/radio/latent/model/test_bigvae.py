"""The encoder looks both ways, the head is what the paper says, and each adapter learns only when it is named."""

from __future__ import annotations

import pytest
import torch
from tiny_latent import LATENT, SPAN, VOCABULARY, tiny_model

from radio.latent.model.head import LatentHead, divergence, sample
from radio.latent.training.phases import autoencoding, continuing


def generator(seed: int = 3) -> torch.Generator:
    return torch.Generator().manual_seed(seed)


def first_state(model, ids, mask=None):
    """The state of the first token in the encoder, seen through a head that looks at it alone."""
    sees = torch.zeros_like(ids)
    sees[:, 0] = 1
    full = torch.ones_like(ids) if mask is None else mask
    with model.using("encoder") as lm, torch.no_grad():
        four = full.bool()[:, None, None, :].expand(-1, 1, ids.shape[1], ids.shape[1])
        return lm.get_decoder()(input_ids=ids, attention_mask=four, use_cache=False).last_hidden_state[:, 0]


def test_the_encoders_first_token_sees_the_last(model, spans):
    changed = spans.clone()
    changed[:, -1] = (changed[:, -1] + 5) % VOCABULARY
    assert (first_state(model, spans) - first_state(model, changed)).abs().max() > 1e-4
    with model.using("encoder") as lm, torch.no_grad():
        causal = [lm.get_decoder()(input_ids=ids, use_cache=False).last_hidden_state[:, 0] for ids in (spans, changed)]
    assert torch.equal(*causal)


def test_what_is_masked_changes_no_latent(model, spans):
    mask = torch.ones_like(spans)
    mask[:, 9:] = 0
    changed = spans.clone()
    changed[:, 9:] = 5
    assert torch.equal(model.encode(spans, mask), model.encode(changed, mask))


def test_a_span_of_one_token_is_its_own_pool():
    head = LatentHead(8, 4)
    states = torch.randn(2, 3, 8, generator=generator())
    mask = torch.tensor([[1, 0, 0], [0, 1, 0]])
    expected = head.w_e(torch.stack([states[0, 0], states[1, 1]]))
    assert torch.allclose(head.pool(states, mask), expected, atol=1e-6)


def test_the_divergence_is_that_of_two_normal_distributions():
    mu = torch.randn(5, 16, generator=generator())
    one = torch.ones_like(mu)
    normal = torch.distributions.Normal
    expected = torch.distributions.kl_divergence(normal(mu, one), normal(torch.zeros_like(mu), one)).sum(-1)
    assert torch.allclose(divergence(mu), expected, atol=1e-5)


def test_a_latent_without_noise_is_its_mean_and_noise_follows_its_seed():
    mu = torch.randn(5, 16, generator=generator())
    assert torch.equal(sample(mu, 0.0, generator()), mu)
    assert torch.equal(sample(mu, 1.0, generator()), sample(mu, 1.0, generator()))
    assert not torch.equal(sample(mu, 1.0, generator(1)), sample(mu, 1.0, generator(2)))


def test_the_soft_token_is_as_large_as_a_word(model, spans):
    embedding = model.base.get_input_embeddings().weight
    z = model.encode(spans)
    model.head.match(z, embedding)
    soft, word = (float(t.detach().pow(2).mean().sqrt()) for t in (model.head.soft_token(z), embedding))
    assert soft == pytest.approx(word, rel=0.01)


def grown(model) -> set[str]:
    """Which parts have a gradient that is not zero."""
    parts = set()
    for name, parameter in model.named_parameters():
        if parameter.grad is not None and parameter.grad.abs().sum() > 0:
            adapter = next((a for a in ("encoder", "decoder", "writer") if f".{a}." in name), None)
            parts.add(adapter or (".".join(name.split(".")[1:2]) if name.startswith("head") else "base"))
    return parts


def test_phase_one_teaches_encoder_decoder_and_head_and_nothing_else(model):
    rows = torch.randint(3, VOCABULARY, (4, 2 * SPAN), generator=generator())
    model.train_only(("encoder", "decoder"), head=("f", "w_e", "w_d", "gain"))
    autoencoding(model, rows, torch.ones_like(rows), 0.1, generator()).total.backward()
    assert grown(model) == {"encoder", "decoder", "f", "w_e", "w_d", "gain"}


def test_phase_two_teaches_the_writer_and_how_a_latent_is_told(model):
    rows = torch.randint(3, VOCABULARY, (4, 5 * SPAN), generator=generator())
    model.train_only(("writer",), head=("w_d", "gain"))
    continuing(model, rows, torch.ones_like(rows), generator()).total.backward()
    assert grown(model) == {"writer", "w_d", "gain"}


def test_a_fresh_adapter_changes_nothing_and_a_trained_one_does(spans):
    fresh, trained = tiny_model(trained_looking=False), tiny_model()
    mask = torch.ones_like(spans)
    for model, same in ((fresh, True), (trained, False)):
        with torch.no_grad():
            on, off = (model.logits(a, [model.embed(spans)], [mask], SPAN) for a in ("writer", None))
        assert torch.equal(on, off) == same


def test_the_writers_training_leaves_every_latent_as_it_was(model, spans):
    before = model.encode(spans)
    optimiser = torch.optim.AdamW(model.train_only(("writer",), head=("w_d", "gain")), lr=0.1)
    rows = torch.randint(3, VOCABULARY, (4, 5 * SPAN), generator=generator())
    continuing(model, rows, torch.ones_like(rows), generator()).total.backward()
    optimiser.step()
    assert torch.equal(model.encode(spans), before)
    assert before.shape == (4, LATENT)


def test_half_of_the_rows_are_rebuilt_from_the_latent_alone(model):
    rows = torch.randint(3, VOCABULARY, (2, 2 * SPAN), generator=generator())
    other = rows.clone()
    other[:, :SPAN] = 5
    with torch.no_grad():
        losses = [
            [autoencoding(model, r, torch.ones_like(r), 0.0, generator(seed)).total.item() for r in (rows, other)]
            for seed in range(12)
        ]
    blind = sum(a == b for a, b in losses)
    assert 0 < blind < 12


def test_a_swapped_row_is_written_after_another_rows_context(model):
    rows = torch.randint(3, VOCABULARY, (4, 4 * SPAN), generator=generator())
    seen = torch.ones_like(rows)
    start = int(torch.randint(0, 2 * SPAN + 1, (), generator=generator()))
    crossed = torch.cat([rows.roll(1, 0)[:, :start], rows[:, start:]], dim=1)
    with torch.no_grad():
        swapped, written_so, own = (
            continuing(model, given, seen, generator(), swap).total
            for given, swap in ((rows, 1.0), (crossed, 0.0), (rows, 0.0))
        )
    assert torch.equal(swapped, written_so) and not torch.equal(swapped, own)
