"""What it costs to steer text by latents, by each back end that is installed, on one thread of the CPU.

Guided spans, with their drafts and the encoder's time, against as many tokens decoded in one go: the ratio of CPU time
that `latent.py` measures too. The model is of random weights, for what a step costs does not depend on what it says;
once with the spans of the small world, once with those of a real checkpoint. `--quick` leaves the latter out.
"""

from __future__ import annotations

import os
import sys
import tempfile
import warnings
from collections.abc import Iterator
from functools import partial
from importlib.util import find_spec
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "support"))
os.environ |= {"OMP_NUM_THREADS": "1", "VLLM_CPU_OMP_THREADS_BIND": "nobind"}  # before torch is loaded
import measure
import torch
from latent_steers import ROWS, Scene, Target, cost_ratio
from latent_world import world
from tiny_latent import LATENT, tiny_base
from tiny_served import tiny_checkpoint, tiny_tokenizer
from transformers import AutoModelForCausalLM

from radio.latent.model import checkpoint
from radio.latent.model.bigvae import BigVae
from radio.latent.writing.decoding import Growing
from radio.latent.writing.writing import Grow

WIDTH, HEAD, POSITIONS = 64, 32, 1024
SMALL, REAL = (12, 24), (64, 256)
"""Tokens of a span and of the context."""
FEW = 4
"""Texts at a time."""
BAR = 1.15


def saved(folder: Path, span: int) -> Path:
    base = tiny_base(vocabulary=len(tiny_tokenizer()), width=WIDTH, heads=WIDTH // HEAD, positions=POSITIONS)
    return tiny_checkpoint(folder, base=base, span=span)[0]


def back_ends(folder: Path, model: BigVae) -> Iterator[tuple[str, Grow]]:
    yield "transformers", partial(Growing, model)
    if find_spec("vllm"):
        from radio.latent.serving.vllm_back_end import open_vllm

        yield "vllm", open_vllm(model, folder / "writer", POSITIONS)


def scene(model: BigVae, length: int) -> tuple[Scene, Target]:
    generator = torch.Generator().manual_seed(1)
    context = torch.randint(3, len(tiny_tokenizer()), (ROWS, length), generator=generator)
    start, target = (4 * torch.randn(ROWS, LATENT, generator=generator) for _ in range(2))
    return Scene(model, world(), context, torch.ones_like(context), start, list(range(ROWS))), Target(
        target, target, target
    )


def measured(span: int, length: int) -> dict[tuple[str, int], float]:
    """The ratio of each back end, for few and for many texts at a time."""
    with tempfile.TemporaryDirectory() as folder:
        made = saved(Path(folder), span)
        model = checkpoint.load(made, AutoModelForCausalLM.from_pretrained(made.parent / "base"))
        asked = scene(model, length)
        return {
            (name, rows): cost_ratio(*asked, rows, grow=grow)
            for name, grow in back_ends(made, model)
            for rows in (FEW, ROWS)
        }


def main() -> None:
    args = measure.arguments(__doc__.splitlines()[0])
    torch.set_num_threads(1)
    warnings.simplefilter("ignore")
    rows, figures = [], {}
    for span, length in (SMALL,) if args.quick else (SMALL, REAL):
        found = measured(span, length)
        for (name, texts), ratio in found.items():
            what = f"{name}: {texts} texts, spans of {span} after {length} tokens"
            rows.append((what, f"{ratio:.2f}", f"<= {BAR}"))
        if (span, length) == SMALL:
            figures = {f"cost_ratio_{name}": ratio for (name, texts), ratio in found.items() if texts == FEW}
    if not find_spec("vllm"):
        rows.append(("vllm", "not installed", ""))
    measure.report("Guided time to plain, by back end", rows, figures, args.json)


if __name__ == "__main__":
    main()
