"""Several processes that train together hold one model, keep one checkpoint, and learn what one process would."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import extras
import pytest

extras.need("latent", "torch", "transformers", "peft", "accelerate", "tensorboard")

pytestmark = pytest.mark.slow
REPOSITORY = Path(__file__).parents[3]
SUPPORT = REPOSITORY / "tests/support"
PROCESSES = 2
SECONDS = 300


@pytest.fixture(scope="module")
def trained(tmp_path_factory) -> tuple[Path, str]:
    """The folder that the processes left, and what they printed."""
    from tiny_served import tiny_texts

    folder = tmp_path_factory.mktemp("together")
    tiny_texts(folder)
    paths = os.pathsep.join((str(REPOSITORY), str(SUPPORT)))
    launched = subprocess.run(
        [sys.executable, "-m", "torch.distributed.run", "--standalone", "--nproc-per-node", str(PROCESSES),
         str(SUPPORT / "latent_ranks.py"), str(folder)],
        env={**os.environ, "PYTHONPATH": paths, "OMP_NUM_THREADS": "1"},
        capture_output=True, text=True, timeout=SECONDS,
    )  # fmt: skip
    assert launched.returncode == 0, launched.stderr
    return folder, launched.stdout


def test_one_of_them_tells_and_logs_and_what_it_kept_can_be_loaded(trained):
    from radio.latent.model import checkpoint
    from radio.latent.model.base import load_base

    folder, said = trained
    for phase in ("autoencoder", "writer"):
        assert said.count(f"holds the {phase}") == 1
        assert len(list((folder / "whole/logs" / phase).glob("events.*"))) == 1
    model = checkpoint.load(folder / "whole", *load_base(str(folder / "base")))
    assert all(parameter.isfinite().all() for parameter in model.parameters())


def test_both_hold_the_same_model_and_it_is_what_one_process_would_have_learnt(trained, tmp_path):
    import torch
    from latent_ranks import PLAN, rows, weights
    from safetensors.torch import load_file
    from tiny_latent import tiny_model

    from radio.latent.training.training import Plan, train

    one, other = (load_file(trained[0] / f"rank-{rank}.safetensors") for rank in range(PROCESSES))
    assert one and all(torch.equal(one[name], other[name]) for name in one)
    for phase in ("autoencoder", "writer"):
        before = weights(tiny_model())
        plan = Plan(accumulation=PROCESSES, **PLAN)
        alone = weights(train(tiny_model(), *rows(), phase, plan, tmp_path / phase))
        moved = max((alone[name] - before[name]).abs().max() for name in alone)
        apart = max((alone[name] - one[f"{phase}.{name}"]).abs().max() for name in alone)
        assert apart < 0.01 * moved
