"""Every sampler writes as many spans as it is asked for, by its seed, and says what it wrote towards."""

from __future__ import annotations

import pytest
import torch
from tiny_latent import LATENT, SPAN, VOCABULARY

from radio.latent.writing.decoding import Options
from radio.latent.writing.mix import SCHEDULES, cosine, mix
from radio.latent.writing.samplers import Step, anneal, average, guide, plain, random_start, topic_sentence
from radio.latent.writing.writing import Draws, write

ROWS, SPANS = 3, 4


def latents(seed: int, rows: int = ROWS) -> torch.Tensor:
    return 4 * torch.randn(rows, LATENT, generator=torch.Generator().manual_seed(seed))


TARGET = latents(9)
RULES = {
    "plain": plain,
    "guide": guide(TARGET),
    "topic sentence": topic_sentence(),
    "topic sentence in a style": topic_sentence(TARGET),
    **{f"annealed by {name}": anneal(TARGET, schedule) for name, schedule in SCHEDULES.items()},
}


@pytest.fixture
def context():
    ids = torch.randint(3, VOCABULARY, (ROWS, 6), generator=torch.Generator().manual_seed(5))
    return ids, torch.ones_like(ids)


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_sampler_writes_its_spans_and_says_the_same_again(model, context, rule):
    texts = [write(model, *context, latents(1), rule, SPANS, [1, 2, 3]).ids for _ in range(2)]
    assert texts[0].shape == (ROWS, SPANS * SPAN) and torch.equal(*texts)
    other = write(model, *context, latents(1), rule, SPANS, [4, 5, 6]).ids
    assert not torch.equal(other, texts[0])


def test_a_text_does_not_depend_on_those_written_beside_it(model, context):
    together = write(model, *context, latents(1), guide(TARGET), SPANS, [1, 2, 3]).ids
    ids, mask = context
    alone = write(model, ids[1:2], mask[1:2], latents(1)[1:2], guide(TARGET[1:2]), SPANS, [2]).ids
    assert torch.equal(alone[0], together[1])


def test_texts_of_other_lengths_and_temperatures_stand_side_by_side(model, context):
    ids, mask = context
    lengths_seen: list[int] = []
    together = write(
        model, ids, mask, latents(1), guide(TARGET), [1, 4, 2], [1, 2, 3],
        options=Options(temperature=(0.0, 0.9, 1.5)), guides={"target": TARGET},
        on_span=lambda written: lengths_seen.append(len(written.spans)),
    )  # fmt: skip
    assert lengths_seen == [1, 2, 3, 4]
    for row, (count, temperature) in enumerate([(1, 0.0), (4, 0.9), (2, 1.5)]):
        one = slice(row, row + 1)
        alone = write(
            model, ids[one], mask[one], latents(1)[one], guide(TARGET[one]), count, [row + 1],
            options=Options(temperature=temperature), guides={"target": TARGET[one]},
        )  # fmt: skip
        assert torch.equal(alone.ids[0], together.ids[row, : count * SPAN])
        assert not together.ids[row, count * SPAN :].any()
        for here, there in zip(alone.trace.cosines["target"], together.trace.cosines["target"], strict=False):
            assert torch.allclose(here[0], there[row], atol=1e-4)


def test_the_trace_tells_lengths_likelihoods_and_how_near_each_guide_is(model, context):
    written = write(model, *context, latents(1), plain, SPANS, [1, 2, 3], guides={"end": TARGET})
    trace = written.trace
    assert [len(part) for part in (trace.norms, trace.log_probabilities, trace.cosines["end"])] == [SPANS] * 3
    assert torch.allclose(trace.norms[0], latents(1).norm(dim=-1))
    assert torch.allclose(trace.cosines["end"][2], cosine(model.encode(written.spans[2]), TARGET), atol=1e-6)
    assert all((likely < 0).all() for likely in trace.log_probabilities)


def test_annealing_ends_at_its_target_and_a_blend_is_never_short(model, context):
    seen: list[Step] = []

    def rule(step: Step) -> torch.Tensor:
        seen.append(step)
        return anneal(TARGET)(step)

    written = write(model, *context, latents(1), rule, SPANS, [1, 2, 3])
    assert [step.index for step in seen] == [2, 3, 4]
    assert torch.allclose(cosine(anneal(TARGET)(seen[-1]), TARGET), torch.ones(ROWS), atol=1e-5)
    assert torch.allclose(seen[0].first, written.latents(model)[0], atol=1e-5)


def test_the_best_of_several_is_nearer_to_the_judge_than_the_first(model, context):
    near = [
        write(model, *context, latents(1), plain, SPANS, [1, 2, 3], draws=draws, guides={"judge": TARGET}).trace
        for draws in (Draws(), Draws(count=6, choose="best", judge=TARGET, judge_weight=20.0))
    ]
    first, best = (torch.stack(trace.cosines["judge"]).mean() for trace in near)
    assert best > first


def test_an_average_of_drafts_is_as_long_as_they_are(model, context):
    seen: list[Step] = []

    def rule(step: Step) -> torch.Tensor:
        seen.append(step)
        return step.draft

    write(model, *context, latents(1), rule, 2, [1, 2, 3], draws=Draws(count=4, choose="average"))
    assert seen[0].draft.shape == (ROWS, LATENT)
    assert (seen[0].draft.norm(dim=-1) > 0.1).all()


def test_a_random_start_follows_its_seed_and_leans_to_a_style(model):
    assert torch.equal(random_start(model, 2, 1), random_start(model, 2, 1))
    leaning = cosine(random_start(model, 200, 1, TARGET[0]), TARGET[0]).mean()
    assert leaning > cosine(random_start(model, 200, 1), TARGET[0]).mean() + 0.2


def test_an_average_and_a_mix_keep_the_length(model):
    mean = average(latents(3, rows=21))
    assert mean.norm() == pytest.approx(latents(3, rows=21).norm(dim=-1).mean().item(), rel=1e-4)
    topic = mix((0.7, latents(1)), (0.1, latents(2)), (0.2, TARGET))
    lengths = torch.stack([z.norm(dim=-1) for z in (latents(1), latents(2), TARGET)]).mean(0)
    assert torch.allclose(topic.norm(dim=-1), lengths, atol=1e-4)
