"""`paper-radio latent …`: the latent writer, which needs the extra `latent`."""

from __future__ import annotations

import sys
from enum import StrEnum
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from radio.errors import BadConfig
from workers.cli.options import AsJson, ConfigPath, print_rows

latent = typer.Typer(help="Train and serve the latent writer.", no_args_is_help=True)
vector = typer.Typer(help="Make prose vectors and see them.", no_args_is_help=True)
latent.add_typer(vector, name="vector")

PACKAGES = ("torch", "transformers", "peft", "safetensors")

CheckpointFolder = Annotated[Path, typer.Argument(help="Folder of the checkpoint.")]
CheckpointOption = Annotated[Path, typer.Option("--checkpoint", help="Folder of the checkpoint.")]
VectorsFolder = Annotated[Path | None, typer.Option(help="Folder of prose vectors; the checkpoint's by default.")]
BaseModel = Annotated[str, typer.Option(help="Base model to use instead of the one the checkpoint names.")]
Device = Annotated[str, typer.Option(help="As torch calls it: `cpu`, `cuda`, `auto`.")]
FourBit = Annotated[bool, typer.Option("--four-bit", help="Load the base in 4 bits, by bitsandbytes.")]


class Phase(StrEnum):
    AUTOENCODER = "autoencoder"
    WRITER = "writer"


@latent.command()
def serve(
    checkpoint: CheckpointFolder,
    base: BaseModel = "",
    vectors: VectorsFolder = None,
    host: Annotated[str, typer.Option(help="An address of this machine's loopback.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port to listen on; 0 takes a free one.")] = 8485,
    back_end: Annotated[
        str, typer.Option(help="`transformers` or `vllm`; by default vLLM where it and a GPU are there.")
    ] = "",
    device: Device = "",
    four_bit: FourBit = False,
) -> None:
    """Answer OpenAI's completions, steered by latents, on this machine until Ctrl-C."""
    _need_extra()
    if back_end not in ("", "transformers", "vllm"):
        raise BadConfig(f"there is no back end {back_end!r}; it is transformers or vllm")
    from workers.latent import server

    raise typer.Exit(
        server.main(
            checkpoint,
            vectors or checkpoint / "vectors",
            base=base,
            host=host,
            port=port,
            back_end=back_end or None,
            device=device,
            four_bit=four_bit,
        )
    )


@latent.command()
def train(
    checkpoint: CheckpointFolder,
    files: Annotated[list[Path] | None, typer.Argument(help="Texts: .txt, or .jsonl with `text` in each line.")] = None,
    phase: Annotated[Phase, typer.Option(help="The autoencoder first, then the writer.")] = Phase.AUTOENCODER,
    base: Annotated[str, typer.Option(help="Base model, by name or folder; the writer's is the autoencoder's.")] = "",
    from_station: Annotated[
        bool, typer.Option("--from-station", help="Texts: this station's papers that a licence opens.")
    ] = False,
    steps: Annotated[int, typer.Option(min=1, help="Steps of this phase.")] = 20_000,
    batch: Annotated[int, typer.Option(min=1, help="Rows at a time.")] = 4,
    accumulation: Annotated[int, typer.Option(min=1, help="Batches a step.")] = 1,
    learning_rate: Annotated[float, typer.Option(min=0.0, help="The highest, after warming up.")] = 1e-4,
    beta: Annotated[float, typer.Option(min=0.0, help="What a nat of a latent costs.")] = 0.1,
    span: Annotated[int, typer.Option(min=8, help="Tokens that a latent stands for.")] = 64,
    latent_width: Annotated[int, typer.Option(min=1, help="Numbers in a latent.")] = 768,
    rank: Annotated[int, typer.Option(min=1, help="Rank of the adapters.")] = 32,
    context_tokens: Annotated[int, typer.Option(min=16, help="Tokens in each row that the writer learns from.")] = 2048,
    context_swap: Annotated[
        float, typer.Option(min=0.0, max=1.0, help="Share of the writer's rows whose context is another text's.")
    ] = 0.25,
    checkpoint_steps: Annotated[int, typer.Option(min=1, help="Steps between checkpoints.")] = 1000,
    seed: Annotated[int, typer.Option(help="Same command, same seed, same weights.")] = 0,
    four_bit: FourBit = False,
    device: Device = "",
    config_path: ConfigPath = None,
) -> None:
    """Train a checkpoint, phase by phase. What was interrupted goes on when the same command is given again.

    On several GPUs: `accelerate launch -m workers.cli.main latent train …`; on the CPU `torchrun` starts several.
    """
    _need_extra("accelerate", "tensorboard")
    if bool(files) == from_station:
        raise BadConfig("give either files of text or --from-station")
    if phase is Phase.AUTOENCODER and not base:
        raise BadConfig("the autoencoder needs --base, the name or the folder of a language model")
    from radio.config import load
    from radio.latent.training.training import Plan
    from workers.latent import trainer

    plan = Plan(
        steps=steps, batch_size=batch, accumulation=accumulation, learning_rate=learning_rate, beta=beta,
        warm_up_steps=min(200, max(1, steps // 10)), beta_warm_up_steps=max(1, steps // 2),
        context_swap=context_swap, seed=seed, checkpoint_steps=checkpoint_steps,
    )  # fmt: skip
    reports = trainer.main(
        checkpoint,
        phase.value,
        trainer.open_texts(load(config_path)) if from_station else trainer.texts_in(files or ()),
        plan,
        sizes=trainer.Sizes(span=span, latent_width=latent_width, rank=rank),
        base=base,
        context_tokens=context_tokens,
        device=device,
        four_bit=four_bit,
    )
    if reports:
        print(f"{checkpoint} holds the {phase.value}")


@vector.command("build")
def build_vector(
    name: Annotated[str, typer.Argument(help="Small letters, digits and hyphens.")],
    files: Annotated[list[Path], typer.Argument(help="Samples of prose, each at least a span long.")],
    checkpoint: CheckpointOption,
    vectors: VectorsFolder = None,
    base: BaseModel = "",
    device: Device = "",
) -> None:
    """Make a prose vector of samples: the mean of their latents, for this checkpoint alone."""
    _need_extra()
    from workers.latent import vector_files

    folder = vectors or checkpoint / "vectors"
    made, short = vector_files.build(name, files, checkpoint, folder, base=base, device=device)
    if short:
        print(f"left out, being shorter than a span: {short}", file=sys.stderr)
    print(f"{name}: {len(made.samples)} samples, self-consistency {made.consistency:.2f}, kept in {folder}")


@vector.command("list")
def list_vectors(checkpoint: CheckpointOption, vectors: VectorsFolder = None, as_json: AsJson = False) -> None:
    """List the vectors of a folder, and whether they are this checkpoint's."""
    _need_extra()
    from radio.latent.model.checkpoint import checkpoint_id
    from workers.latent import vector_files

    current = checkpoint_id(checkpoint)
    rows = [
        (made.name, len(made.samples), f"{made.consistency:.2f}", "yes" if made.checkpoint == current else "no")
        for made in vector_files.kept(vectors or checkpoint / "vectors")
    ]
    columns = ("vector", "samples", "self-consistency", "of this checkpoint")
    print_rows(columns, rows, as_json=as_json, empty="there is no vector yet; `latent vector build` makes one")


@vector.command("show")
def show_vector(name: str, checkpoint: CheckpointOption, vectors: VectorsFolder = None) -> None:
    """Show a vector's length, those of its samples, how much they have in common, and the samples nearest to it."""
    _need_extra()
    from radio.latent.model.checkpoint import checkpoint_id
    from radio.latent.writing.prose_vectors import load as load_vector

    made = load_vector(vectors or checkpoint / "vectors", name, checkpoint_id(checkpoint))
    lengths = made.samples.norm(dim=-1)
    print(f"length {made.vector.norm():.2f}; of the samples {lengths.min():.2f} to {lengths.max():.2f}")
    print(f"self-consistency {made.consistency:.2f} of {len(made.samples)} samples; 0 is nothing in common, 1 is all")
    for near, text in made.nearest():
        print(f"{near:+.2f}  {' '.join(text.split())}")


def _need_extra(*more: str) -> None:
    missing = [package for package in (*PACKAGES, *more) if not find_spec(package)]
    if missing:
        raise BadConfig(f'{", ".join(missing)} is not installed; run `pip install "paper-radio[latent]"`')
