"""Says that the tests beside it did not run."""

from __future__ import annotations

import extras


def test_the_latent_extra_is_installed():
    extras.need("latent", "torch", "transformers", "peft", "safetensors")
