"""Prose vectors: the mean latent of a few samples of prose, kept under a name and bound to the checkpoint that made it.

Mixed into what is written, a vector pulls it towards the samples' style. The station ships none that it did not make.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from safetensors import SafetensorError, safe_open
from safetensors.torch import save as dump
from torch import Tensor

from radio.errors import BadConfig
from radio.latent.writing.mix import cosine
from radio.latent.writing.samplers import average
from radio.media import write_atomic

_NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,40}")


@dataclass(frozen=True, slots=True, kw_only=True)
class ProseVector:
    """A direction of style, and what it was made of."""

    name: str
    checkpoint: str
    """Id of the checkpoint whose latents these are."""
    vector: Tensor
    """[k]"""
    samples: Tensor
    """[n, k]: the latents it is the mean of."""
    texts: tuple[str, ...]
    """The beginning of each sample."""

    @property
    def consistency(self) -> float:
        """Mean cosine of a sample to the mean of the others: 0 where they have nothing in common."""
        n = len(self.samples)
        if n < 2:
            return 1.0
        others = (self.samples.sum(0) - self.samples) / (n - 1)
        return cosine(self.samples, others).mean().item()

    def nearest(self, count: int = 3) -> list[tuple[float, str]]:
        """The samples most like the vector, with their cosines."""
        near = cosine(self.samples, self.vector).tolist()
        return sorted(zip(near, self.texts, strict=True), reverse=True)[:count]


def build(name: str, checkpoint: str, latents: Tensor, texts: Sequence[str]) -> ProseVector:
    """Raises BadConfig on a name that is no file's, or where no sample is long enough."""
    if not _NAME.fullmatch(name):
        raise BadConfig(f"{name!r} is no name for a vector; use small letters, digits and hyphens")
    if not len(latents):
        raise BadConfig("there is no sample as long as a span; give longer texts")
    return ProseVector(
        name=name, checkpoint=checkpoint, vector=average(latents), samples=latents, texts=tuple(t[:80] for t in texts)
    )


def save(vector: ProseVector, folder: Path) -> Path:
    path = folder / f"{vector.name}.safetensors"
    about = {"name": vector.name, "checkpoint": vector.checkpoint, "texts": json.dumps(vector.texts)}
    write_atomic(path, dump({"vector": vector.vector.contiguous(), "samples": vector.samples.contiguous()}, about))
    return path


def load(folder: Path, name: str, checkpoint: str = "") -> ProseVector:
    """Raises BadConfig where there is none of that name, or it is of another checkpoint than the one asked for."""
    path = folder / f"{name}.safetensors"
    if not _NAME.fullmatch(name) or not path.is_file():
        raise BadConfig(f"there is no vector {name!r}; `paper-radio latent vector list` shows those there are")
    try:
        with safe_open(path, "pt") as file:
            about, vector, samples = file.metadata() or {}, file.get_tensor("vector"), file.get_tensor("samples")
        found = ProseVector(
            name=name,
            checkpoint=about["checkpoint"],
            vector=vector,
            samples=samples,
            texts=tuple(json.loads(about["texts"])),
        )
    except (OSError, SafetensorError, KeyError, ValueError) as exc:
        raise BadConfig(f"{path} is not a prose vector: {exc}") from None
    if not torch.isfinite(found.vector).all():
        raise BadConfig(f"{path} holds values that are not numbers; build it anew")
    if checkpoint and found.checkpoint != checkpoint:
        raise BadConfig(f"the vector {name} was made with another checkpoint; build it anew with this one")
    return found


def names(folder: Path) -> list[str]:
    return sorted(path.stem for path in folder.glob("*.safetensors"))
