"""Jobs side by side: each is written as if it were alone, and one that fails leaves the others."""

from __future__ import annotations

import pytest
import torch
from tiny_latent import SPAN

from radio.latent.decoding import Growing
from radio.latent.serving.asked import Refused
from radio.latent.serving.writing import Gone

GUIDES = [{"vector": "plain"}, {"text": "about cats", "weight": 0}]
REQUESTS = (
    {"prompt": "Hello there", "seed": 3, "sampler": "anneal", "guides": GUIDES},
    {"seed": 4},
    {"prompt": "A long prompt " * 9, "seed": 5, "n": 2, "sampler": "topic", "guides": [{"text": "z" * 40}]},
    {"prompt": "Short", "seed": 6, "sampler": "guide", "weight": 0.5, "guides": GUIDES},
    {"seed": 7, "sampler": "anneal", "schedule": "cosine", "start": "guide", "guides": GUIDES},
)


def jobs_of(job):
    return [job(spans=3, **fields) for fields in REQUESTS]


def test_a_text_is_the_same_alone_and_in_a_batch(parts, job):
    together = parts.writing(jobs_of(job))
    for number, one in enumerate(jobs_of(job)):
        (alone,) = parts.writing([one])
        assert [text.text for text in alone.texts] == [text.text for text in together[number].texts]


def test_the_texts_of_one_request_differ_and_follow_from_their_seeds(parts, job):
    (done,) = parts.writing([job(n=3, seed=1, spans=2)])
    (again,) = parts.writing([job(n=1, seed=2, spans=2)])
    assert len({text.text for text in done.texts}) == 3
    assert again.texts[0].text == done.texts[1].text


def test_the_trace_has_a_cosine_for_each_guide_and_drafts_are_counted_apart(parts, job):
    (done,) = parts.writing([job(spans=3, n=2, seed=1, guides=GUIDES)])
    assert all(len(span.cosines) == 2 and span.log_probability < 0 for text in done.texts for span in text.spans)
    assert (done.tokens, done.draft_tokens) == (2 * 3 * SPAN, 2 * 2 * SPAN)
    (best,) = parts.writing([job(spans=1, draws=4, choose="best", seed=1, guides=GUIDES)])
    assert (best.tokens, best.draft_tokens) == (SPAN, 3 * SPAN)


def test_annealing_ends_at_the_guides_and_a_compared_guide_does_not_steer(parts, job):
    fields = {"spans": 4, "seed": 1, "sampler": "anneal"}
    (one,) = parts.writing([job(guides=GUIDES, **fields)])
    (other,) = parts.writing([job(guides=GUIDES[:1], **fields)])
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

    broken, whole = parts.writing_by(lambda *given: Broken(parts.model, *given))(
        [job(spans=2, seed=1), job(spans=2, seed=2)]
    )
    assert isinstance(broken, Refused) and broken.status == 500 and "not numbers" in str(broken)
    assert len(whole.texts) == 1


def test_where_memory_runs_out_fewer_are_tried_at_a_time(parts, job):
    tried = []

    def grow(ids, mask, seeds, options):
        tried.append(len(seeds))
        if len(seeds) > 2:
            raise torch.OutOfMemoryError("CUDA out of memory.")
        return Growing(parts.model, ids, mask, seeds, options)

    outcomes = parts.writing_by(grow)([job(spans=1, seed=1), job(spans=1, seed=2), job(spans=1, n=3, seed=3)])
    assert tried == [5, 1, 4, 1, 3]
    assert [type(outcome).__name__ for outcome in outcomes] == ["Done", "Done", "Refused"]
    assert outcomes[2].status == 503 and outcomes[2].retry_after_seconds


def test_a_batch_ends_between_spans_once_nobody_waits_for_it(parts, job):
    jobs = [job(spans=6, seed=1), job(spans=6, seed=2)]
    decoded = []

    class Watched(Growing):
        def decode(self, z, count):
            decoded.append(count)
            for one in jobs[: len(decoded)]:
                one.gone.set()
            return super().decode(z, count)

    outcomes = parts.writing_by(lambda *given: Watched(parts.model, *given))(jobs)
    assert len(decoded) == 2 and all(isinstance(outcome, Gone) for outcome in outcomes)
