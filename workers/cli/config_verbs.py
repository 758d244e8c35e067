"""`paper-radio init`, `config show` and `config check`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from radio.config import find_file, load, read
from radio.config_file import as_toml, example
from radio.errors import BadConfig
from radio.media import write_atomic
from workers.cli.options import ConfigPath
from workers.voices import question

DEFAULT_FILE = Path("paper-radio.toml")

config = typer.Typer(help="See and check the configuration.", no_args_is_help=True)


def init(
    library: Annotated[
        Path | None, typer.Option(help="A .bib file (BibTeX, or exported by Zotero): papers like yours are preferred.")
    ] = None,
    config_path: ConfigPath = None,
    print_only: Annotated[bool, typer.Option("--print", help="Print it instead of writing it.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace the file that is there.")] = False,
) -> None:
    """Write a commented paper-radio.toml with every key."""
    if library and not library.expanduser().is_file():
        raise BadConfig(f"there is no library {library}")
    text = example({("rank", "library"): library.expanduser().resolve()} if library else None)
    if print_only:
        print(text, end="")
        return
    path = config_path or DEFAULT_FILE
    if path.exists() and not force:
        raise BadConfig(f"{path} is there already; `--force` replaces it, `--print` shows a new one")
    write_atomic(path, text)
    print(f"wrote {path}; set [station] contact in it, so that arXiv may be asked for papers")
    if names := question.wanted(load(path)):
        print(f"`paper-radio run` fetches {', '.join(names)} beside the station; so does `paper-radio voices install`")


@config.command("show")
def show(config_path: ConfigPath = None) -> None:
    """Print the values that hold, with secrets masked."""
    file = find_file(config_path)
    print(f"# from {file.resolve()}" if file else "# no configuration file: every default holds")
    print(as_toml(load(config_path)))


@config.command("check")
def check(config_path: ConfigPath = None) -> None:
    """List every mistake in the configuration."""
    from workers.cli.config_mistakes import mistakes

    held, wrong = read(config_path)
    if found := (*wrong, *mistakes(held)):
        raise BadConfig(*found)
    print("the configuration is good")
