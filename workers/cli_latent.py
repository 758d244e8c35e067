"""`paper-radio latent …`: the latent writer, which needs the extra `latent`."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path
from typing import Annotated

import typer

from radio.errors import BadConfig

latent = typer.Typer(help="Serve the latent writer.", no_args_is_help=True)

PACKAGES = ("torch", "transformers", "peft", "safetensors")

CheckpointFolder = Annotated[Path, typer.Argument(help="Folder of the checkpoint.")]


@latent.command()
def serve(
    checkpoint: CheckpointFolder,
    base: Annotated[str, typer.Option(help="Base model to use instead of the one the checkpoint names.")] = "",
    vectors: Annotated[Path | None, typer.Option(help="Folder of prose vectors; the checkpoint's by default.")] = None,
    host: Annotated[str, typer.Option(help="An address of this machine's loopback.")] = "127.0.0.1",
    port: Annotated[int, typer.Option(min=0, max=65535)] = 8485,
    back_end: Annotated[str, typer.Option(help="`transformers` or `vllm`; what is installed by default.")] = "",
    device: Annotated[str, typer.Option(help="As torch calls it: `cpu`, `cuda`, `auto`.")] = "",
    four_bit: Annotated[bool, typer.Option("--four-bit", help="Load the base in 4 bits, by bitsandbytes.")] = False,
) -> None:
    """Answer OpenAI's completions, steered by latents, on this machine until Ctrl-C."""
    _need_extra()
    if back_end not in ("", "transformers", "vllm"):
        raise BadConfig(f"there is no back end {back_end!r}; it is transformers or vllm")
    from workers import latent_serve

    raise typer.Exit(
        latent_serve.main(
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


def _need_extra() -> None:
    missing = [package for package in PACKAGES if not find_spec(package)]
    if missing:
        raise BadConfig(f'{", ".join(missing)} is not installed; run `pip install "paper-radio[latent]"`')
