"""The rule of every blend, and how weights grow."""

from __future__ import annotations

import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

from radio.latent.training.schedule import beta_at, edge_weights, learning_rate
from radio.latent.writing.mix import bridge, cosine, cosine_ramp, linear, mix, to_length

A, B = torch.randn(2, 3, 16, generator=torch.Generator().manual_seed(1))


def test_a_blend_is_as_long_as_its_parts_are_on_average():
    assert torch.allclose(mix((0.85, A), (0.15, B)).norm(dim=-1), (A.norm(dim=-1) + B.norm(dim=-1)) / 2)


def test_a_part_of_weight_zero_does_not_count():
    assert torch.allclose(mix((1.0, A), (0.0, B)), A, atol=1e-6)
    with pytest.raises(ValueError, match="every weight is 0"):
        mix((0.0, A))


@given(st.floats(0.01, 0.99))
def test_a_heavier_part_pulls_the_blend_towards_itself(weight):
    nearer = cosine(mix((1 - weight, A), (weight, B)), B)
    assert (nearer >= cosine(A, B) - 1e-5).all()


def test_a_length_is_set_without_a_turn():
    longer = to_length(A, 7.0)
    assert torch.allclose(longer.norm(dim=-1), torch.full((3,), 7.0), atol=1e-5)
    assert torch.allclose(cosine(longer, A), torch.ones(3), atol=1e-6)


@pytest.mark.parametrize("schedule", [linear(), bridge, cosine_ramp])
@pytest.mark.parametrize("count", [1, 2, 5, 10, 40])
def test_weights_grow_and_stay_below_one(schedule, count):
    weights = [schedule(j, count) for j in range(1, count + 1)]
    assert weights == sorted(weights) and weights[0] >= 0 and weights[-1] <= 1


def test_a_bridge_arrives():
    assert bridge(10, 10) == 1.0 and cosine_ramp(10, 10) == pytest.approx(1.0)
    assert linear(0.05, 0.1)(10, 10) == 1.0


def test_the_divergence_gets_its_price_slowly():
    assert beta_at(0, 0.1, 50_000) == 0
    assert beta_at(25_000, 0.1, 50_000) == pytest.approx(0.05)
    assert beta_at(50_000, 0.1, 50_000) == beta_at(90_000, 0.1, 50_000) == pytest.approx(0.1)


def test_cut_words_at_the_edges_weigh_little():
    weights = edge_weights(64)
    assert weights.sum() == pytest.approx(49.6)
    assert (weights[:8] == 0.05).all() and (weights[-8:] == pytest.approx(0.15)) and (weights[8:-8] == 1).all()


def test_the_learning_rate_rises_and_falls():
    rates = [learning_rate(step, 1e-4, 200, 2000) for step in range(2000)]
    assert max(rates) == pytest.approx(1e-4) and rates.index(max(rates)) in (199, 200)
    assert rates[-1] == pytest.approx(1e-5, rel=0.02)
