"""A checkpoint is whole at whatever moment its training is killed; `latent_saves.py` does the killing."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import latent_saves
import pytest

from radio.errors import BadConfig
from radio.latent.model.checkpoint import described, save
from radio.latent.model.replacing import PART, WHOLE

SECONDS, SEED = 300, 1


@pytest.fixture(scope="module")
def outcome(tmp_path_factory) -> dict[str, object]:
    """The program forks, which a process of other threads may not."""
    ended = subprocess.run(
        [sys.executable, latent_saves.__file__, tmp_path_factory.mktemp("saves"), str(SEED)],
        env={**os.environ, "PYTHONPATH": os.pathsep.join(map(str, sys.path))},
        capture_output=True,
        text=True,
        timeout=SECONDS,
    )
    assert ended.returncode == 0, ended.stderr
    return json.loads(ended.stdout)


@pytest.mark.slow
def test_a_save_that_is_killed_before_any_of_its_operations_is_whole_or_was_not(outcome):
    kills = outcome["operations"]
    assert all(kill["found"] in ([kill["before"]], [kill["before"] + 1]) for kill in kills)
    assert sum(PART in kill["lay"] for kill in kills) > 10 and sum(WHOLE in kill["lay"] for kill in kills) > 10


@pytest.mark.slow
@pytest.mark.parametrize("phase", ["autoencoder", "writer"])
def test_training_that_is_killed_again_and_again_ends_with_the_weights_of_a_run_left_alone(outcome, phase):
    found = outcome[phase]
    assert found["same"] and len(found["weights"]) == 4
    assert found["begun"] == sorted(found["begun"]) and found["begun"][-1] > 0


def test_a_save_that_fails_leaves_the_checkpoint_and_nothing_beside_it(tmp_path, model):
    save(model, tmp_path, ("encoder",), {"step": 1})
    kept = {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()}
    with pytest.raises(AttributeError):
        save(model, tmp_path, ("encoder",), {"step": lambda: None})
    assert {path: path.read_bytes() for path in tmp_path.rglob("*") if path.is_file()} == kept


def test_a_checkpoint_that_cannot_be_put_in_its_place_is_one_sentence(tmp_path, model):
    save(model, tmp_path / WHOLE, ("encoder",))
    (tmp_path / "encoder").write_text("not a folder")
    with pytest.raises(BadConfig, match=r"cannot be put in its place in .*: File exists"):
        described(tmp_path)


def test_what_else_lies_in_the_folder_stays(tmp_path, model):
    (tmp_path / "vectors").mkdir()
    others = [tmp_path / "README.md", tmp_path / "vectors/plain.safetensors"]
    for other in others:
        other.write_text("mine")
    for step in (1, 2):
        save(model, tmp_path, ("encoder", "writer"), {"step": step})
    assert all(other.read_text() == "mine" for other in others)
    assert {path.name for path in tmp_path.iterdir()} == {
        "README.md", "vectors", "encoder", "writer", "head.safetensors", "latent.json", "training.pt",
    }  # fmt: skip
