"""Rows are whole, training brings the loss down, and a run that was interrupted ends as one that was not."""

from __future__ import annotations

import dataclasses

import pytest
import torch
from tiny_latent import SPAN, VOCABULARY, tiny_base, tiny_model, tiny_settings

from radio.errors import BadConfig
from radio.latent.model import checkpoint
from radio.latent.model.bigvae import BigVae
from radio.latent.training.rows import first_spans, pairs, texts_of, tokens, windows
from radio.latent.training.training import Plan, Progress, train

PLAN = Plan(steps=12, batch_size=4, learning_rate=5e-3, warm_up_steps=2, beta_warm_up_steps=8, checkpoint_steps=5)


@pytest.fixture
def rows():
    """Texts of a few words each, so that there is something to learn."""
    generator = torch.Generator().manual_seed(2)
    words = torch.randint(3, VOCABULARY, (24, 4), generator=generator)
    ids = words.repeat(1, 2 * SPAN // 4)
    return ids, torch.ones_like(ids)


class Letters:
    """A tokenizer of letters."""

    eos_token_id = 1

    def encode(self, text: str, *, add_special_tokens: bool, split_special_tokens: bool) -> list[int]:
        assert not add_special_tokens
        return [ord(letter) for letter in text]


def test_pairs_are_two_spans_and_a_short_end_is_padded_on_the_left():
    rows, mask = pairs([list(range(10, 10 + 10)), [5] * 3], 3)
    assert rows.tolist() == [[10, 11, 12, 13, 14, 15], [0, 0, 16, 17, 18, 19]]
    assert mask.tolist() == [[1] * 6, [0, 0, 1, 1, 1, 1]]


def test_windows_have_no_padding_and_a_mark_between_texts():
    rows, mask = windows([[5, 6, 7], [8, 9, 10, 11]], 4, separator=1)
    assert rows.tolist() == [[5, 6, 7, 1], [8, 9, 10, 11]] and mask.min() == 1


def test_texts_too_short_to_train_on_are_refused():
    with pytest.raises(BadConfig, match="no text of more than 12 tokens"):
        pairs([[1, 2, 3]], 12)
    assert first_spans([[1, 2], [3, 4, 5]], 3).tolist() == [[3, 4, 5]]


def test_texts_come_from_plain_files_and_from_lines_of_json(tmp_path):
    (tmp_path / "a.txt").write_text("plain words")
    (tmp_path / "b.jsonl").write_text('{"text": "one"}\n{"abstract": "two"}\n')
    assert [*texts_of(tmp_path / "a.txt"), *texts_of(tmp_path / "b.jsonl")] == ["plain words", "one", "two"]
    assert tokens(["ab", ""], Letters()) == [[97, 98]]
    (tmp_path / "b.jsonl").write_text('{"text": "one"}\nnothing\n')
    with pytest.raises(BadConfig, match="line 2, is not JSON"):
        list(texts_of(tmp_path / "b.jsonl"))
    with pytest.raises(BadConfig, match="cannot be read"):
        list(texts_of(tmp_path / "nothing.txt"))


@pytest.mark.parametrize("phase", ["autoencoder", "writer"])
def test_training_brings_the_loss_down(rows, tmp_path, phase):
    seen: list[Progress] = []
    plan = dataclasses.replace(PLAN, steps=40)
    train(tiny_model(trained_looking=False), *rows, phase, plan, tmp_path, seen.append)
    assert [p.step for p in seen] == list(range(1, 41))
    assert sum(p.reconstruction for p in seen[-5:]) < sum(p.reconstruction for p in seen[:5]) - 0.5


@pytest.mark.parametrize("phase", ["autoencoder", "writer"])
def test_an_interrupted_run_ends_as_one_that_was_not(rows, tmp_path, spans, phase):
    whole = train(tiny_model(), *rows, phase, PLAN, tmp_path / "whole")

    def stop(progress: Progress) -> None:
        if progress.step == 8:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        train(tiny_model(), *rows, phase, PLAN, tmp_path / "parts", stop)
    seen: list[Progress] = []
    parts = train(tiny_model(), *rows, phase, PLAN, tmp_path / "parts", seen.append)
    assert seen[0].step == 6
    assert torch.equal(parts.encode(spans), whole.encode(spans))
    ours, theirs = (dict(m.named_parameters()) for m in (parts, whole))
    assert all(torch.equal(ours[name], theirs[name]) for name in ours)


def test_a_finished_checkpoint_is_loaded_for_the_next_phase_and_knows_its_lengths(rows, tmp_path, spans):
    model = BigVae(tiny_base(), tiny_settings(), ("encoder", "decoder"))
    train(model, *rows, "autoencoder", PLAN, tmp_path)
    again = checkpoint.load(tmp_path, tiny_base(), adapters=("encoder",))
    assert torch.equal(again.encode(spans), model.encode(spans))
    assert again.settings.norms.mean_norm > 0 and again.settings.norms.scale > 1


def test_another_plan_in_the_same_folder_is_refused(rows, tmp_path):
    train(tiny_model(), *rows, "autoencoder", PLAN, tmp_path)
    with pytest.raises(BadConfig, match="another plan"):
        train(tiny_model(), *rows, "autoencoder", dataclasses.replace(PLAN, learning_rate=1e-3), tmp_path)


def test_several_batches_a_step_are_one_larger_batch_apart_from_the_noise(rows, tmp_path):
    seen: list[Progress] = []
    plan = dataclasses.replace(PLAN, steps=3, batch_size=2, accumulation=2)
    train(tiny_model(), *rows, "writer", plan, tmp_path, seen.append)
    assert len(seen) == 3
