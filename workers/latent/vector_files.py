"""Prose vectors from files: the texts' first spans → their mean latent under a name, and what those there are like."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import torch

from radio.errors import BadConfig
from radio.latent.model import checkpoint
from radio.latent.model.base import load_base
from radio.latent.training.rows import first_spans, texts_of, tokens
from radio.latent.writing import prose_vectors
from radio.latent.writing.prose_vectors import ProseVector


def build(
    name: str, files: Iterable[Path], folder: Path, to: Path, *, base: str = "", device: str = ""
) -> tuple[ProseVector, int]:
    """Keeps the vector; returns it with the number of texts that were shorter than a span. Raises BadConfig."""
    texts = [text for file in files for text in texts_of(file)]  # one that cannot be read costs no load of the base
    lm, tokenizer = load_base(base or checkpoint.described(folder).base_model, device=device)
    model = checkpoint.load(folder, lm, tokenizer, adapters=("encoder",))
    span = model.settings.span
    documents = tokens(texts, tokenizer)
    spans = first_spans(documents, span)
    if not len(spans):
        raise BadConfig(f"none of the texts has {span} tokens; give longer ones")
    with torch.inference_mode():
        latents = torch.cat([model.encode(part.to(model.device)) for part in spans.split(16)]).float().cpu()
    made = prose_vectors.build(
        name, checkpoint.checkpoint_id(folder), latents, [tokenizer.decode(ids) for ids in spans.tolist()]
    )
    prose_vectors.save(made, to)
    return made, len(documents) - len(spans)


def kept(folder: Path) -> list[ProseVector]:
    return [prose_vectors.load(folder, name) for name in prose_vectors.names(folder)]
