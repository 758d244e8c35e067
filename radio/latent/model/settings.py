"""What a checkpoint is made for: the record that is saved beside its weights and compared before they are used."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from radio.errors import BadConfig

FORMAT = 1
FILE = "latent.json"
TARGETS = ("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj")


@dataclass(frozen=True, slots=True, kw_only=True)
class Norms:
    """Where the encoder puts real text; what mixed latents are measured by."""

    mean_norm: float
    """Mean of ‖μ‖ over spans."""
    scale: float
    """Root mean square of a sampled z: a random start is drawn with it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """Base model, sizes and training of a checkpoint."""

    base_model: str
    """Name or folder of the base language model."""
    base_width: int
    tokenizer_hash: str
    span: int = 64
    """Tokens that one latent stands for."""
    latent_width: int = 768
    rank: int = 32
    alpha: int = 64
    """Scale of the adapters is alpha / rank."""
    targets: tuple[str, ...] = TARGETS
    beta: float = 0.1
    """Weight of the divergence that phase 1 reached."""
    norms: Norms = field(default_factory=lambda: Norms(mean_norm=0.0, scale=1.0))

    def with_norms(self, norms: Norms) -> Settings:
        return replace(self, norms=norms)


def tokenizer_hash(vocabulary: dict[str, int]) -> str:
    """A hash of the tokens and their ids: equal where two tokenizers are."""
    return hashlib.sha256(json.dumps(sorted(vocabulary.items())).encode()).hexdigest()[:16]


def save(settings: Settings, folder: Path) -> None:
    (folder / FILE).write_text(json.dumps({"format": FORMAT, **asdict(settings)}, indent=1))


def load(folder: Path) -> Settings:
    """Raises BadConfig where the file is missing, torn or of another format."""
    path = folder / FILE
    try:
        read: dict[str, Any] = json.loads(path.read_text())
    except FileNotFoundError:
        raise BadConfig(f"{folder} holds no latent checkpoint: it has no {FILE}") from None
    except (OSError, ValueError) as exc:
        raise BadConfig(f"{path} cannot be read: {exc}") from None
    if read.pop("format", None) != FORMAT:
        raise BadConfig(f"{path} is of another format; this version reads format {FORMAT}")
    try:
        read["targets"], read["norms"] = tuple(read["targets"]), Norms(**read["norms"])
        return Settings(**read)
    except (KeyError, TypeError) as exc:
        raise BadConfig(f"{path} is not a description of a latent checkpoint: {exc}") from None


def refuse_mismatch(settings: Settings, *, width: int, vocabulary: dict[str, int] | None) -> None:
    """Raises BadConfig where a base model or its tokenizer is not the one that the checkpoint was trained on. A
    vocabulary of None is not compared."""
    if settings.base_width != width:
        raise BadConfig(
            f"the checkpoint was trained on {settings.base_model}, {settings.base_width} wide, and the base given is "
            f"{width} wide; serve it on its own base"
        )
    known = settings.tokenizer_hash
    if known and vocabulary is not None and known != tokenizer_hash(vocabulary):
        raise BadConfig(
            f"the base given has another tokenizer than {settings.base_model}, on which the checkpoint was trained; "
            "serve it on its own base"
        )
