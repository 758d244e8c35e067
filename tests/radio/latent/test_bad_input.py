"""What cannot be read, learnt or written is refused or left out; nothing of it ends as a text."""

from __future__ import annotations

from functools import cache

import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from tiny_latent import LATENT, SPAN, VOCABULARY, tiny_base, tiny_model, tiny_settings

from radio.errors import BadConfig
from radio.latent.model.bigvae import BigVae
from radio.latent.training.training import Plan, train
from radio.latent.writing import prose_vectors
from radio.latent.writing.decoding import Growing, Options

PLAN = Plan(steps=2, batch_size=4, warm_up_steps=1, beta_warm_up_steps=2)


@cache
def shared_model() -> BigVae:
    """One for all examples of a property, which change nothing of it."""
    return tiny_model()


class Forgetful(BigVae):
    """Does after a switch of adapters what peft does by itself: only the one switched on learns."""

    def _mark_trained(self) -> None:
        if self._active is None:
            super()._mark_trained()


def rows(count: int = 8) -> tuple[torch.Tensor, torch.Tensor]:
    ids = torch.randint(3, VOCABULARY, (count, 4 * SPAN), generator=torch.Generator().manual_seed(4))
    return ids, torch.ones_like(ids)


@pytest.mark.parametrize("length", [0, SPAN + 1, 4 * SPAN])
def test_a_span_of_no_token_or_of_too_many_has_no_latent(length):
    with pytest.raises(ValueError, match="has no latent" if length == 0 else "is longer than the 12"):
        shared_model().encode(torch.full((2, length), 5))


def test_one_hidden_row_among_others_is_refused_too():
    mask = torch.ones(3, SPAN, dtype=torch.long)
    mask[1] = 0
    with pytest.raises(ValueError, match="has no latent"):
        shared_model().encode(torch.full((3, SPAN), 5), mask)


@settings(max_examples=25, deadline=None)
@given(
    spans=st.integers(1, SPAN).flatmap(
        lambda n: st.lists(st.lists(st.integers(0, VOCABULARY - 1), min_size=n, max_size=n), min_size=1, max_size=4)
    )
)
def test_any_span_of_known_tokens_has_a_finite_latent_of_its_own(spans):
    with torch.no_grad():
        together = shared_model().encode(torch.tensor(spans))
        alone = torch.cat([shared_model().encode(torch.tensor([span])) for span in spans])
    assert together.shape == (len(spans), LATENT) and together.isfinite().all()
    assert torch.allclose(together, alone, atol=1e-4)


@settings(max_examples=15, deadline=None)
@given(forbidden=st.sets(st.integers(0, VOCABULARY - 1), min_size=1, max_size=VOCABULARY - 1), seed=st.integers(0, 99))
def test_the_end_of_a_text_is_not_drawn_within_a_span_whatever_stands_for_it(forbidden, seed):
    z = 4 * torch.randn(2, LATENT, generator=torch.Generator().manual_seed(seed))
    none = torch.zeros(2, 0, dtype=torch.long)
    options = Options(forbidden=tuple(sorted(forbidden)), temperature=1.5)
    drawn = Growing(shared_model(), none, none, [seed, seed + 1], options).decode(z, SPAN).ids
    assert drawn.shape == (2, SPAN) and not forbidden & set(drawn.flatten().tolist())


@pytest.mark.parametrize("phase", ["autoencoder", "writer"])
def test_a_loss_that_is_no_number_ends_the_training_with_what_to_do(tmp_path, phase):
    model = tiny_model()
    with torch.no_grad():
        model.head.w_d.weight.fill_(torch.nan)
    ids, mask = rows()
    width = 2 * SPAN if phase == "autoencoder" else 4 * SPAN
    with pytest.raises(BadConfig, match="no number at step 0; train with a smaller learning rate"):
        train(model, ids[:, :width], mask[:, :width], phase, PLAN, tmp_path)
    assert not (tmp_path / "latent.json").exists()


def test_an_adapter_that_the_loss_does_not_reach_ends_the_training(tmp_path):
    ids, mask = rows()
    model = Forgetful(tiny_base(), tiny_settings(), ("encoder", "decoder"))
    with pytest.raises(BadConfig, match="does not reach the adapter encoder"):
        train(model, ids[:, : 2 * SPAN], mask[:, : 2 * SPAN], "autoencoder", PLAN, tmp_path)


def test_a_vector_of_another_checkpoint_or_of_no_numbers_is_not_written_with(tmp_path):
    latents = shared_model().encode(rows()[0][:, :SPAN]).detach()
    prose_vectors.save(prose_vectors.build("ours", "abc", latents, ["text"] * len(latents)), tmp_path)
    with pytest.raises(BadConfig, match="made with another checkpoint"):
        prose_vectors.load(tmp_path, "ours", "def")
    latents[0, 0] = torch.nan
    prose_vectors.save(prose_vectors.build("broken", "abc", latents, ["text"] * len(latents)), tmp_path)
    with pytest.raises(BadConfig, match="not numbers"):
        prose_vectors.load(tmp_path, "broken", "abc")
