"""Decoding with a cache is decoding without one; a row's words are its own; the latent stands where it should."""

from __future__ import annotations

import pytest
import torch
from latent_likelihood import log_likelihood
from tiny_latent import LATENT, VOCABULARY

from radio.latent.writing.decoding import Growing, Options

GREEDY = Options(temperature=0.0)


def contexts(rows: int, length: int) -> tuple[torch.Tensor, torch.Tensor]:
    ids = torch.randint(3, VOCABULARY, (rows, length), generator=torch.Generator().manual_seed(5))
    return ids, torch.ones_like(ids)


def latents(rows: int) -> torch.Tensor:
    return 4 * torch.randn(rows, LATENT, generator=torch.Generator().manual_seed(6))


def without_cache(model, ids, z, count):
    """Greedy, the whole text anew for every token."""
    new = ids[:, :0]
    for _ in range(count):
        parts = [model.embed(ids), *([model.head.soft_token(z)] if z is not None else []), model.embed(new)]
        masks = [torch.ones(part.shape[:2], dtype=torch.long) for part in parts]
        with torch.no_grad():
            new = torch.cat([new, model.logits("writer", parts, masks, 1)[:, -1].argmax(-1, keepdim=True)], 1)
    return new


@pytest.mark.parametrize("length", [0, 1, 9])
@pytest.mark.parametrize("with_latent", [True, False])
def test_cached_decoding_is_what_uncached_decoding_is(model, length, with_latent):
    if length == 0 and not with_latent:
        return
    ids, mask = contexts(3, length)
    z = latents(3) if with_latent else None
    decoded = Growing(model, ids, mask, [0, 1, 2], GREEDY).decode(z, 8)
    assert torch.equal(decoded.ids, without_cache(model, ids, z, 8))


def test_what_is_kept_is_context_and_what_was_drafted_is_gone(model):
    ids, mask = contexts(2, 6)
    growing = Growing(model, ids, mask, [0, 1], GREEDY)
    first = growing.decode(latents(2), 8).ids
    growing.keep(first[:, :4])
    z = latents(2).flip(0)
    expected = without_cache(model, torch.cat([ids, first[:, :4]], 1), z, 5)
    assert torch.equal(growing.decode(z, 5).ids, expected)


def test_exactly_as_many_tokens_come_as_were_asked_for(model):
    growing = Growing(model, *contexts(2, 4), [0, 1])
    for count in (1, 7, 0):
        decoded = growing.decode(latents(2), count)
        assert decoded.ids.shape == decoded.log_probabilities.shape == (2, count)


def test_a_row_says_the_same_whatever_stands_beside_it(model):
    ids, mask = contexts(3, 5)
    together = Growing(model, ids, mask, [11, 12, 13]).decode(latents(3), 10).ids
    for row in range(3):
        alone = Growing(model, ids[row : row + 1], mask[row : row + 1], [11 + row])
        assert torch.equal(alone.decode(latents(3)[row : row + 1], 10).ids[0], together[row])


def test_padding_on_the_left_changes_no_word(model):
    ids, mask = contexts(1, 5)
    padded = torch.cat([torch.zeros(1, 4, dtype=torch.long), ids], 1)
    padded_mask = torch.cat([torch.zeros(1, 4, dtype=torch.long), mask], 1)
    plain = Growing(model, ids, mask, [3], GREEDY).decode(latents(1), 8).ids
    assert torch.equal(Growing(model, padded, padded_mask, [3], GREEDY).decode(latents(1), 8).ids, plain)


def test_the_seed_decides_and_the_latent_is_heard(model):
    ids, mask = contexts(1, 5)
    texts = [Growing(model, ids, mask, [seed]).decode(latents(1), 20).ids for seed in (1, 1, 2)]
    assert torch.equal(texts[0], texts[1]) and not torch.equal(texts[0], texts[2])
    greedy = [Growing(model, ids, mask, [1], GREEDY).decode(z, 20).ids for z in (latents(1), -latents(1))]
    assert not torch.equal(*greedy)


def test_a_forbidden_token_is_never_drawn(model):
    ids, mask = contexts(2, 5)
    usual = Growing(model, ids, mask, [1, 2], GREEDY).decode(latents(2), 20).ids
    banned = tuple(usual.unique().tolist())
    assert not torch.isin(
        Growing(model, ids, mask, [1, 2], Options(temperature=0.0, forbidden=banned)).decode(latents(2), 20).ids,
        torch.tensor(banned),
    ).any()


def test_guidance_of_one_is_no_guidance_and_more_of_it_moves_the_words(model):
    ids, mask = contexts(2, 5)
    logits = {}
    for strength in (1.0, 1.0001, 6.0):
        growing = Growing(model, ids, mask, [1, 2], Options(temperature=0.0, guidance=strength))
        logits[strength] = growing.decode(latents(2), 12).ids
        growing.keep(logits[strength][:, :4])
        growing.decode(latents(2), 4)
    assert torch.equal(logits[1.0], logits[1.0001]) and not torch.equal(logits[1.0], logits[6.0])


def test_the_likelihood_of_a_text_is_that_of_its_tokens_after_the_first(model):
    ids, mask = contexts(2, 7)
    mask[1, :3] = 0
    whole = log_likelihood(model, ids, mask)
    part = log_likelihood(model, ids[1:, 3:], mask[1:, 3:])
    assert whole[1].item() == pytest.approx(part.item(), abs=0.35) and (whole < 0).all()
