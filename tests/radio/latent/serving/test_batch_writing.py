"""Jobs side by side: each is written as if it were alone, and one that fails leaves the others."""

from __future__ import annotations

import pytest
import torch
from tiny_latent import SPAN

from radio.latent.serving.asked import Refused
from radio.latent.writing.decoding import Growing

GUIDES = [{"vector": "plain"}, {"text": "about cats", "weight": 0}]
REQUESTS = (
    {"prompt": "Hello there", "seed": 3, "spans": 3, "sampler": "anneal", "guides": GUIDES},
    {"seed": 4, "spans": 1, "temperature": 0.0},
    {"prompt": "A long prompt " * 9, "seed": 5, "spans": 2, "n": 2, "sampler": "topic", "guides": [{"text": "z" * 40}]},
    {"prompt": "Short", "seed": 6, "spans": 5, "temperature": 0.3, "sampler": "guide", "weight": 0.5, "guides": GUIDES},
    {"seed": 7, "spans": 4, "sampler": "anneal", "schedule": "cosine", "start": "guide", "guides": GUIDES},
    {"prompt": "Cold", "seed": 8, "spans": 2, "temperature": 1.6},
    {"seed": 9, "spans": 2, "choose": "best", "guides": GUIDES},
)


def jobs_of(job):
    return [job(**fields) for fields in REQUESTS]


def outcomes(writing, jobs):
    """What became of each job."""
    writing(jobs)
    return [job.answer.exception(0) or job.answer.result(0) for job in jobs]


def test_requests_of_other_lengths_temperatures_and_samplers_are_of_one_kind(job):
    assert len({one.kind for one in jobs_of(job)}) == 1
    apart = ({"guidance": 1.5}, {"draws": 2}, {"draws": 2, "choose": "average"})
    assert len({job(**fields).kind for fields in ({}, *apart)}) == 4


def test_a_text_is_the_same_alone_and_in_a_batch(parts, job):
    together = outcomes(parts.writing, jobs_of(job))
    for found, one in zip(together, jobs_of(job), strict=True):
        (alone,) = outcomes(parts.writing, [one])
        assert [text.text for text in alone.texts] == [text.text for text in found.texts]
        for ours, theirs in zip(alone.texts, found.texts, strict=True):
            assert len(ours.spans) == len(theirs.spans) == one.spans
            for here, there in zip(ours.spans, theirs.spans, strict=True):
                assert here.norm == pytest.approx(there.norm, abs=1e-3)
                assert here.log_probability == pytest.approx(there.log_probability, abs=1e-3)
                assert here.cosines == pytest.approx(there.cosines, abs=1e-3)
        assert (alone.tokens, alone.draft_tokens) == (found.tokens, found.draft_tokens)


@pytest.mark.parametrize("choose", ["best", "average"])
def test_a_text_of_several_draws_is_the_same_alone_and_beside_a_shorter_one(parts, job, choose):
    fields = ({"seed": 1, "spans": 1}, {"prompt": "Hello", "seed": 2, "spans": 3, "temperature": 0.5, "n": 2})
    requests = [{"draws": 3, "choose": choose, "guides": GUIDES, **one} for one in fields]
    together = outcomes(parts.writing, [job(**one) for one in requests])
    for found, one in zip(together, requests, strict=True):
        (alone,) = outcomes(parts.writing, [job(**one)])
        assert [text.text for text in alone.texts] == [text.text for text in found.texts]


def test_a_text_that_has_its_spans_is_answered_and_leaves_the_batch(parts, job):
    jobs = [job(spans=1, seed=1), job(spans=4, n=2, seed=2), job(spans=2, seed=3)]
    seen = []

    class Watched(Growing):
        def decode(self, z, count):
            seen.append((len(z), [one.answer.done() for one in jobs]))
            return super().decode(z, count)

    parts.writing_by(lambda *given: Watched(parts.model, *given))(jobs)
    assert seen == [
        (4, [False, False, False]),
        (3, [True, False, False]),
        (2, [True, False, True]),
        (2, [True, False, True]),
    ]


def test_the_texts_of_one_request_differ_and_follow_from_their_seeds(parts, job):
    (done,) = outcomes(parts.writing, [job(n=3, seed=1, spans=2)])
    (again,) = outcomes(parts.writing, [job(n=1, seed=2, spans=2)])
    assert len({text.text for text in done.texts}) == 3
    assert again.texts[0].text == done.texts[1].text


def test_the_trace_has_a_cosine_for_each_guide_and_drafts_are_counted_apart(parts, job):
    (done,) = outcomes(parts.writing, [job(spans=3, n=2, seed=1, guides=GUIDES)])
    assert all(len(span.cosines) == 2 and span.log_probability < 0 for text in done.texts for span in text.spans)
    assert (done.tokens, done.draft_tokens) == (2 * 3 * SPAN, 2 * 2 * SPAN)
    (best,) = outcomes(parts.writing, [job(spans=1, draws=4, choose="best", seed=1, guides=GUIDES)])
    assert (best.tokens, best.draft_tokens) == (SPAN, 3 * SPAN)


def test_annealing_ends_at_the_guides_and_a_compared_guide_does_not_steer(parts, job):
    fields = {"spans": 4, "seed": 1, "sampler": "anneal"}
    (one,) = outcomes(parts.writing, [job(guides=GUIDES, **fields)])
    (other,) = outcomes(parts.writing, [job(guides=GUIDES[:1], **fields)])
    assert one.texts[0].text == other.texts[0].text
    vector = jobs_of(job)[0].targets[0].latent
    assert one.texts[0].spans[-1].norm == pytest.approx(vector.norm().item(), rel=1e-4)


def test_a_span_never_ends_the_text(parts, job):
    special = set(range(3))
    drawn = []

    class Seen(Growing):
        def decode(self, z, count):
            decoded = super().decode(z, count)
            drawn.append(decoded.ids)
            return decoded

    parts.writing_by(lambda *given: Seen(parts.model, *given))([job(spans=4, n=8, seed=1, temperature=2.0)])
    assert not special & set(torch.cat([ids.flatten() for ids in drawn]).tolist())


def test_values_that_are_no_numbers_fail_only_their_own_job(parts, job):

    class Broken(Growing):
        def decode(self, z, count):
            decoded = super().decode(z, count)
            decoded.log_probabilities[0] = torch.nan
            return decoded

    writing = parts.writing_by(lambda *given: Broken(parts.model, *given))
    broken, whole = outcomes(writing, [job(spans=2, seed=1), job(spans=2, seed=2)])
    assert isinstance(broken, Refused) and broken.status == 500 and "not numbers" in str(broken)
    assert len(whole.texts) == 1


def test_a_job_that_the_model_fails_on_fails_alone(parts, job):

    def grow(ids, mask, seeds, options):
        if 2 in seeds:
            raise ZeroDivisionError("by chance")
        return Growing(parts.model, ids, mask, seeds, options)

    found = outcomes(parts.writing_by(grow), [job(spans=1, seed=seed) for seed in range(4)])
    assert [isinstance(one, ZeroDivisionError) for one in found] == [False, False, True, False]


def test_a_text_can_start_from_a_prompt_that_spells_its_end(parts, job):
    found = outcomes(parts.writing, [job(prompt="</s>", start="prompt", spans=1, seed=1), job(spans=1, seed=2)])
    assert [len(done.texts[0].spans) for done in found] == [1, 1]


def test_where_memory_runs_out_fewer_are_tried_at_a_time(parts, job):
    tried = []

    def grow(ids, mask, seeds, options):
        tried.append(len(seeds))
        if len(seeds) > 2:
            raise torch.OutOfMemoryError("CUDA out of memory.")
        return Growing(parts.model, ids, mask, seeds, options)

    jobs = [job(spans=1, seed=1), job(spans=1, seed=2), job(spans=1, n=3, seed=3)]
    *written, refused = outcomes(parts.writing_by(grow), jobs)
    assert tried == [5, 1, 4, 1, 3]
    assert [len(done.texts) for done in written] == [1, 1]
    assert refused.status == 503 and refused.retry_after_seconds and "fewer texts or spans" in str(refused)


def test_a_batch_ends_between_spans_once_nobody_waits_for_it(parts, job):
    jobs = [job(spans=6, seed=1), job(spans=6, seed=2)]
    decoded = []

    class Watched(Growing):
        def decode(self, z, count):
            decoded.append(count)
            for one in jobs[: len(decoded)]:
                one.gone.set()
            return super().decode(z, count)

    parts.writing_by(lambda *given: Watched(parts.model, *given))(jobs)
    assert len(decoded) == 2 and not any(one.answer.done() for one in jobs)
