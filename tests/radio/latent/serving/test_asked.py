"""What may be asked, and the one sentence for what may not."""

from __future__ import annotations

import pytest
from tiny_latent import SPAN
from tiny_served import POSITIONS

from radio.latent.serving.asked import MOST_SPANS, Refused, parse


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (b"{", "Invalid JSON"),
        (b"[]", "object"),
        (b'{"prompt": 3}', "prompt"),
        (b'{"spans": 0}', "spans"),
        (b'{"spans": 1000}', "spans"),
        (b'{"n": 99}', "n"),
        (b'{"temperature": NaN}', "temperature"),
        (b'{"stream": true}', "stream"),
        (b'{"echo": true}', "echo"),
        (b'{"sampler": "wander"}', "sampler"),
        (b'{"sampler": "guide"}', "needs a guide"),
        (b'{"sampler": "anneal", "guides": [{"text": "x", "weight": 0}]}', "needs a guide"),
        (b'{"guides": [{}]}', "either a text or the name"),
        (b'{"guides": [{"text": "x", "vector": "y"}]}', "either a text or the name"),
        (b'{"guides": [{"text": "x", "weight": 1e9}]}', "guides.0.weight"),
        (b'{"choose": "best", "draws": 2}', "judged by a guide"),
    ],
)
def test_what_cannot_be_asked_is_named_in_one_sentence(body, said):
    with pytest.raises(Refused) as refused:
        parse(body)
    assert refused.value.status == 400
    assert said in str(refused.value) and "\n" not in str(refused.value)


def test_tokens_are_rounded_up_to_spans_and_spans_win():
    assert parse(b'{"max_tokens": 25}').span_count(12) == 3
    assert parse(b'{"max_tokens": 25, "spans": 2}').span_count(12) == 2
    assert parse(b"{}").span_count(12) == 4
    with pytest.raises(Refused, match="at most"):
        parse(b'{"max_tokens": 1000000}').span_count(12)


@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        ({"model": "another"}, 404, "is not served here"),
        ({"prompt": "x" * POSITIONS}, 413, "tokens are too many"),
        ({"prompt": "x" * (POSITIONS - 100), "spans": MOST_SPANS}, 413, "tokens are too many"),
        ({"guides": [{"vector": "unknown"}]}, 404, "guides.0.vector"),
        ({"guides": [{"vector": "../latent"}]}, 404, "guides.0.vector"),
        ({"start": "prompt"}, 400, "there must be one"),
    ],
)
def test_what_the_checkpoint_cannot_do_is_refused(job, fields, status, said):
    with pytest.raises(Refused, match=said) as refused:
        job(**fields)
    assert refused.value.status == status


def test_a_vector_of_another_checkpoint_is_refused(job, checkpoint_folders):
    import torch

    from radio.latent.writing import prose_vectors

    foreign = prose_vectors.build("foreign", "another checkpoint", torch.ones(2, 16), ["a", "b"])
    path = prose_vectors.save(foreign, checkpoint_folders[1])
    try:
        with pytest.raises(Refused, match="made with another checkpoint"):
            job(guides=[{"vector": "foreign"}])
    finally:
        path.unlink()


def test_words_that_spell_special_tokens_are_words(job):
    made = job(prompt="<s></s>", guides=[{"text": "</s>"}])
    assert len(made.ids) == 1 + len("<s></s>") and made.ids.count(0) == 1
    assert len(made.targets[0].ids) == len("</s>")


def test_the_prompt_has_one_beginning_and_a_long_guide_is_cut(job):
    made = job(prompt="Hello", guides=[{"text": "y" * 5000}])
    assert made.ids[0] == 0 and made.ids.count(0) == 1
    assert len(made.targets[0].ids) == 32 * SPAN


@pytest.mark.parametrize(
    ("fields", "start"),
    [
        ({"prompt": "Hello"}, "prompt"),
        ({"guides": [{"text": "x"}]}, "guide"),
        ({"guides": [{"text": "x", "weight": 0}]}, "random"),
        ({}, "random"),
        ({"prompt": "Hello", "start": "random"}, "random"),
    ],
)
def test_a_text_starts_from_what_there_is(job, fields, start):
    assert job(**fields).start == start
