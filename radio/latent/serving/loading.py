"""A checkpoint on disk → what the server needs of it, with the back end that is installed. Raises BadConfig."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from transformers import PreTrainedModel

from radio.errors import BadConfig
from radio.latent.model import checkpoint
from radio.latent.model.bigvae import BigVae
from radio.latent.model.tokenizing import Tokenizes
from radio.latent.serving.batch_writing import Writing
from radio.latent.serving.preparing import Preparing, Served
from radio.latent.writing.writing import Grow

BackEnd = Literal["transformers", "vllm"]
MOST_POSITIONS = 4096
"""How long context and text may be together, where the base would take more: what a batch needs grows with it."""


def open_writing(
    folder: Path,
    base: PreTrainedModel,
    tokenizer: Tokenizes,
    vectors: Path,
    back_end: BackEnd | None = None,
) -> tuple[Preparing, Writing]:
    """The checkpoint on its base, ready to prepare and write; without a back end named, vLLM where it is installed."""
    model = checkpoint.load(folder, base, tokenizer)
    chosen = back_end or ("vllm" if find_spec("vllm") and model.device.type == "cuda" else "transformers")
    served = Served(
        checkpoint=checkpoint.checkpoint_id(folder),
        base_model=model.settings.base_model,
        backend=chosen,
        span=model.settings.span,
        most_positions=min(MOST_POSITIONS, base.config.max_position_embeddings),
        guides_freely=chosen == "transformers",
        vectors=vectors,
    )
    grow = _vllm(model, folder, served.most_positions) if chosen == "vllm" else None
    return Preparing(served, tokenizer), Writing(model, tokenizer, grow)


def _vllm(model: BigVae, folder: Path, most_positions: int) -> Grow:
    if not find_spec("vllm"):
        raise BadConfig("vLLM is not installed; serve with --back-end transformers")
    from radio.latent.serving.vllm_back_end import open_vllm

    return open_vllm(model, checkpoint.adapter_folder(folder, "writer"), most_positions)
