"""Tells when the tests beside it did not run."""

from __future__ import annotations

import pytest


def test_the_latent_extra_is_installed():
    for package in ("torch", "transformers", "peft", "safetensors"):
        pytest.importorskip(package, reason='the extra is not installed; `pip install -e ".[latent]"` runs these tests')
