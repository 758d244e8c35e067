"""Checkpoints on disk: ours, and those that were published as BigVAE-Mistral-7B.

Ours: `latent.json`, `encoder/` and `writer/` as peft keeps adapters (`decoder/` where training may go on),
`head.safetensors`, `training.pt`. Published: `encoder/`, `decoder/`, `router/`, `vae.safetensors`. What does not fit is
refused with one sentence before anything is written with it.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import torch
from peft import set_peft_model_state_dict
from safetensors import SafetensorError
from safetensors.torch import load_file, save_file
from torch import Tensor
from transformers import PreTrainedModel

from radio.errors import BadConfig
from radio.latent.model import settings as settings_
from radio.latent.model.bigvae import Adapter, BigVae
from radio.latent.model.replacing import replaced, settle
from radio.latent.model.settings import Norms, Settings
from radio.latent.model.tokenizing import Tokenizes

HEAD = "head.safetensors"
PUBLISHED_HEAD = "vae.safetensors"
PUBLISHED_NORMS = Norms(mean_norm=25.0, scale=1.28125)
"""What the author of the published checkpoints measured on them."""
ADAPTER = "adapter_model.safetensors"
TRAINING = "training.pt"


def save(model: BigVae, folder: Path, adapters: Sequence[Adapter], training: Mapping[str, Any] | None = None) -> None:
    """Writes the settings, the head, these adapters, and what the training goes on from, all of it or nothing: a
    process that is killed meanwhile leaves the checkpoint that was there. Other adapters in the folder stay."""
    weights = {name: tensor.detach().cpu().contiguous() for name, tensor in model.head.state_dict().items()}
    with replaced(folder) as part:
        model.lm.save_pretrained(str(part), selected_adapters=list(adapters), save_embedding_layers=False)
        (part / "README.md").unlink(missing_ok=True)  # peft's own is a form that nobody has filled in
        save_file(weights, part / HEAD)
        settings_.save(model.settings, part)
        if training is not None:
            torch.save(training, part / TRAINING)


def begun(folder: Path) -> Settings | None:
    """What the checkpoint says of itself; None where none was saved yet. Raises BadConfig where it cannot be read."""
    settle(folder)
    return described(folder) if (folder / settings_.FILE).is_file() else None


def training_state(folder: Path, device: torch.device) -> dict[str, Any] | None:
    """What the training saved of itself; None where it saved nothing."""
    settle(folder)
    path = folder / TRAINING
    return torch.load(path, map_location=device, weights_only=True) if path.is_file() else None


def described(folder: Path) -> Settings:
    """What a checkpoint says of itself. Raises BadConfig where it is none."""
    settle(folder)
    if (folder / PUBLISHED_HEAD).is_file():
        return _published(folder)
    return settings_.load(folder)


def load(
    folder: Path,
    base: PreTrainedModel,
    tokenizer: Tokenizes | None = None,
    adapters: Sequence[Adapter] = ("encoder", "writer"),
) -> BigVae:
    """The model with these adapters. Raises BadConfig where base, tokenizer or files do not fit."""
    settings = described(folder)
    vocabulary = tokenizer.get_vocab() if tokenizer else None
    settings_.refuse_mismatch(settings, width=base.config.hidden_size, vocabulary=vocabulary)
    model = BigVae(base, settings, adapters)
    load_into(model, folder, adapters)
    return model.freeze()


def load_into(model: BigVae, folder: Path, adapters: Sequence[Adapter]) -> None:
    """The weights of these adapters and of the head. Raises BadConfig where they do not fit."""
    for adapter in adapters:
        _load_adapter(model, folder, adapter)
    _load_head(model, folder)


def checkpoint_id(folder: Path) -> str:
    """A hash of the encoder's and the head's weights. Names the latent space: vectors of another mean nothing here."""
    settle(folder)
    digest = hashlib.sha256()
    head = folder / (PUBLISHED_HEAD if (folder / PUBLISHED_HEAD).is_file() else HEAD)
    for path in (folder / "encoder" / ADAPTER, head):
        try:
            digest.update(path.read_bytes())
        except OSError as exc:
            raise BadConfig(f"{path} cannot be read: {exc.strerror}") from None
    return digest.hexdigest()[:16]


def _load_adapter(model: BigVae, folder: Path, adapter: Adapter) -> None:
    path = adapter_folder(folder, adapter) / ADAPTER
    weights = _weights(path)
    try:
        outcome = set_peft_model_state_dict(model.lm, weights, adapter_name=adapter)
    except (RuntimeError, KeyError, ValueError) as exc:
        raise BadConfig(f"{path} does not fit {model.settings.base_model}: {_first_line(exc)}") from None
    if outcome.unexpected_keys:
        raise BadConfig(f"{path} does not fit {model.settings.base_model}: it has {outcome.unexpected_keys[0]}")
    expected = sum(f".{adapter}." in name for name, _ in model.lm.named_parameters())
    if len(weights) != expected:
        raise BadConfig(
            f"{path} has {len(weights)} weights where the base given needs {expected}; serve it on its own base, "
            f"{model.settings.base_model}"
        )


def adapter_folder(folder: Path, adapter: Adapter) -> Path:
    """`writer` is called `router` in published checkpoints, and is their decoder in those of the first phase."""
    names = (adapter, "router", "decoder") if adapter == "writer" else (adapter,)
    found = next((folder / name for name in names if (folder / name / ADAPTER).is_file()), None)
    if found is None:
        raise BadConfig(f"{folder} has no adapter called {adapter}")
    return found


def _load_head(model: BigVae, folder: Path) -> None:
    published = folder / PUBLISHED_HEAD
    path = published if published.is_file() else folder / HEAD
    weights = _weights(path)
    if published.is_file():
        weights["gain"] = torch.ones(())
    try:
        model.head.load_state_dict(weights)
    except RuntimeError as exc:
        width, latent = model.settings.base_width, model.settings.latent_width
        raise BadConfig(f"{path} is not a head from {width} to {latent} and back: {_first_line(exc)}") from None


def _weights(path: Path) -> dict[str, Tensor]:
    """Raises BadConfig where the file is missing, cut short, or holds what is not a number."""
    try:
        weights = load_file(path)
    except FileNotFoundError:
        raise BadConfig(f"{path} is missing") from None
    except (OSError, SafetensorError) as exc:
        raise BadConfig(f"{path} cannot be read; fetch it again: {_first_line(exc)}") from None
    broken = next((name for name, tensor in weights.items() if not torch.isfinite(tensor.float()).all()), None)
    if broken:
        raise BadConfig(f"{path} holds values that are not numbers (in {broken})")
    return weights


def _published(folder: Path) -> Settings:
    path = folder / "encoder" / "adapter_config.json"
    head = _weights(folder / PUBLISHED_HEAD)
    try:
        adapter = json.loads(path.read_text())
        latent_width, base_width = head["w_e.weight"].shape
        return Settings(
            base_model=adapter["base_model_name_or_path"] or "",
            base_width=base_width,
            tokenizer_hash="",
            latent_width=latent_width,
            rank=adapter["r"],
            alpha=adapter["lora_alpha"],
            targets=tuple(sorted(adapter["target_modules"])),
            norms=PUBLISHED_NORMS,
        )
    except (OSError, ValueError, KeyError) as exc:
        raise BadConfig(f"{folder} is not a published BigVAE checkpoint: {exc}") from None


def _first_line(exc: Exception) -> str:
    return str(exc).strip().splitlines()[-1].strip()[:200] if str(exc).strip() else type(exc).__name__
