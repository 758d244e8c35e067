"""The searches that are measured beside the samplers: a tree search by a judge's opinion, and a plan to a given end."""

from __future__ import annotations

import random

import torch
from latent_plan_search import plan
from latent_weave import weave
from tiny_latent import LATENT, VOCABULARY


def searched(seed: int, **settings: int) -> tuple[str, int]:
    """The best text by a judge who likes a's, and how many continuations were asked for."""
    rng, asked = random.Random(seed), []

    def expand(text: str, count: int) -> list[str]:
        asked.append(count)
        return [text + rng.choice("abcd") for _ in range(count)]

    found = weave("", expand, lambda texts: [float(t.count("a")) for t in texts], seed=seed, **settings)
    return found[0].text, sum(asked)


def test_the_search_goes_where_the_judge_points():
    texts = [searched(seed, rounds=6)[0] for seed in range(10)]
    assert sum(text.count("a") for text in texts) > 0.7 * sum(map(len, texts))
    blind = [searched(seed, rounds=6, round_budget=1, expansions=1)[0] for seed in range(10)]
    assert sum(text.count("a") for text in blind) < 0.5 * sum(map(len, blind))


def test_a_round_adds_one_step_and_asks_for_no_more_than_its_budget():
    text, asked = searched(1, rounds=5, round_budget=10, expansions=4)
    assert len(text) == 5 and asked <= 50


def test_a_beam_holds_as_many_texts_as_it_is_wide_and_the_same_seed_finds_the_same():
    found = weave("", lambda t, n: [t + c for c in "abcd"[:n]], lambda ts: [0.0] * len(ts), rounds=3, beam_width=3)
    assert len({node.text for node in found}) == 3
    assert searched(4, rounds=4) == searched(4, rounds=4)


def test_a_plan_ends_where_it_is_to_end_and_takes_no_more_spans_than_it_may(model):
    ids = torch.randint(3, VOCABULARY, (1, 6), generator=torch.Generator().manual_seed(5))
    end = 4 * torch.randn(1, LATENT, generator=torch.Generator().manual_seed(9))
    written = plan(model, ids, torch.ones_like(ids), end, 3, seed=1)
    assert 1 <= len(written.spans) <= 3
    assert torch.allclose(written.trace.norms[-1], end.norm(dim=-1), rtol=0.6)
