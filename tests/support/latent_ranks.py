"""One of several processes that train a latent model together; `torchrun` starts them for a test.

Trains both phases by the command line in FOLDER/whole, then with the library in FOLDER/parts, interrupted and gone on
with. Each process leaves what it then holds as FOLDER/rank-N.safetensors.
"""

from __future__ import annotations

import sys
from pathlib import Path

import torch
from safetensors.torch import save_file
from tiny_latent import SPAN, VOCABULARY, tiny_model

from radio.latent.model.bigvae import BigVae
from radio.latent.training.training import Plan, Progress, processes, train
from workers.cli.main import app

PLAN = {"steps": 6, "batch_size": 2, "learning_rate": 5e-3, "warm_up_steps": 2, "beta_warm_up_steps": 4}
"""What every run shares; P processes, or one with an accumulation of P."""
LAST_STEP = 5
"""The step after which the first run is interrupted; its checkpoint is of the fourth."""


class Interrupted(Exception):
    pass


def rows() -> tuple[torch.Tensor, torch.Tensor]:
    ids = torch.randint(3, VOCABULARY, (24, 4), generator=torch.Generator().manual_seed(2)).repeat(1, 2 * SPAN // 4)
    return ids, torch.ones_like(ids)


def weights(model: BigVae) -> dict[str, torch.Tensor]:
    return {name: p.detach().clone() for name, p in model.named_parameters() if "lora" in name or "head" in name}


def _interrupt(progress: Progress) -> None:
    if progress.step == LAST_STEP:
        raise Interrupted


def main(folder: Path) -> None:
    torch.set_num_threads(1)
    common = ("--steps", 4, "--batch", 2, "--checkpoint-steps", 3, "--learning-rate", 0.003)
    sizes = ("--base", folder / "base", "--span", 12, "--latent-width", 8, "--rank", 4)
    for words in (sizes, ("--phase", "writer", "--context-tokens", 48)):
        asked = ("latent", "train", folder / "whole", folder / "texts.jsonl", *common, *words)
        app([str(word) for word in asked], standalone_mode=False)
    held = {}
    for phase in ("autoencoder", "writer"):
        plan = Plan(checkpoint_steps=4, **PLAN)
        try:
            train(tiny_model(), *rows(), phase, plan, folder / "parts" / phase, _interrupt)
        except Interrupted:
            model = train(tiny_model(), *rows(), phase, plan, folder / "parts" / phase)
            held |= {f"{phase}.{name}": weight for name, weight in weights(model).items()}
    save_file(held, folder / f"rank-{processes().process_index}.safetensors")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
