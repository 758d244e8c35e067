"""A small model of random weights, made on the spot. Without the extra `latent`, `test_extra` alone is collected."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

import pytest

HERE = Path(__file__).parent
if not (find_spec("torch") and find_spec("peft")):
    collect_ignore = [path.name for path in HERE.iterdir() if path.name not in ("conftest.py", "test_extra.py")]


@pytest.fixture(autouse=True)
def _one_thread():
    """Models this small are slower on several, and much slower on a busy machine."""
    if find_spec("torch"):
        import torch

        torch.set_num_threads(1)


@pytest.fixture
def model():
    from tiny_latent import tiny_model

    return tiny_model()


@pytest.fixture
def spans():
    import torch
    from tiny_latent import SPAN, VOCABULARY

    return torch.randint(3, VOCABULARY, (4, SPAN), generator=torch.Generator().manual_seed(7))
