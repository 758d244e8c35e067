from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest

from radio.embedding import HashingEmbedding

SEARCH = "Hashing for approximate nearest neighbour search. We hash vectors to find neighbours quickly."
SEARCH_TOO = "Nearest neighbours of a vector are found by locality-sensitive hashing."
WALKING = "A quadruped robot learns to walk over rough terrain with reinforcement learning."


def test_rows_are_of_length_one() -> None:
    vectors = HashingEmbedding(64).embed([SEARCH, WALKING])
    assert vectors.shape == (2, 64)
    assert vectors.dtype == np.float32
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1, 1], abs=1e-6)


def test_texts_on_the_same_subject_are_more_alike() -> None:
    search, search_too, walking = HashingEmbedding().embed([SEARCH, SEARCH_TOO, WALKING])
    assert search @ search_too > 0.3 > search @ walking


def test_the_phrases_of_every_abstract_make_no_likeness() -> None:
    one, other = HashingEmbedding().embed(
        ["We propose a novel method: hashing.", "We propose a novel method: walking."]
    )
    assert abs(one @ other) < 0.2


def test_a_text_without_words_is_a_row_of_zeros() -> None:
    assert not HashingEmbedding().embed(["", "∑ 1 – the"]).any()
    assert HashingEmbedding(32).embed([]).shape == (0, 32)


def test_spaces_of_different_size_have_different_names() -> None:
    assert HashingEmbedding(64).name != HashingEmbedding(128).name


@pytest.mark.slow
def test_every_run_gives_the_same_vector() -> None:
    program = (
        "import sys; from radio.embedding import HashingEmbedding as H; print(H(16).embed([sys.argv[1]]).tolist())"
    )
    command = [sys.executable, "-c", program, SEARCH]
    there = {subprocess.run(command, capture_output=True, text=True, check=True, timeout=60).stdout for _ in range(2)}
    assert there == {f"{HashingEmbedding(16).embed([SEARCH]).tolist()}\n"}
