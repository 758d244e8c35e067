"""`paper-radio`: every command. What a command does lies in the program, step or door that it calls.

A mistake of the operator's, or anything the station raises on purpose, ends as one clear sentence on standard error
and exit status 1.
"""

from __future__ import annotations

import sys
from importlib.metadata import version as installed_version

import typer

from radio.errors import BadConfig, RadioError
from workers import cli_air, cli_config, cli_latent, cli_store, cli_verify, cli_voices, cli_work
from workers.cli_options import ConfigPath, Seconds

app = typer.Typer(
    name="paper-radio", help="A radio station about new research.", no_args_is_help=True, pretty_exceptions_enable=False
)


@app.command()
def run(config_path: ConfigPath = None, seconds: Seconds = None) -> None:
    """Start the whole station in the foreground; Ctrl-C stops it."""
    from workers import supervisor

    raise typer.Exit(supervisor.main(config_path, seconds))


@app.command()
def studio(config_path: ConfigPath = None, seconds: Seconds = None) -> None:
    """Start the program that makes the shows."""
    from workers import studio as program

    raise typer.Exit(program.main(config_path, seconds))


@app.command()
def air(config_path: ConfigPath = None, seconds: Seconds = None) -> None:
    """Start the program that plays and sends them."""
    from workers.air import program

    raise typer.Exit(program.main(config_path, seconds))


@app.command()
def desk(config_path: ConfigPath = None, seconds: Seconds = None) -> None:
    """Start the program that serves the page."""
    from workers.desk import program

    raise typer.Exit(program.main(config_path, seconds))


@app.command()
def version() -> None:
    """Print the version."""
    print(f"paper-radio {installed_version('paper-radio')}")


app.command()(cli_config.init)
app.add_typer(cli_config.config, name="config")
app.command()(cli_config.doctor)
app.command()(cli_work.ingest)
app.command()(cli_work.poll)
app.add_typer(cli_work.show, name="show")
app.add_typer(cli_work.work, name="work")
app.add_typer(cli_work.archive, name="archive")
app.command()(cli_store.backup)
app.command()(cli_store.restore)
app.command()(cli_air.status)
app.command()(cli_air.skip)
app.command()(cli_air.say)
app.command()(cli_air.stop)
app.add_typer(cli_voices.voices, name="voices")
app.add_typer(cli_latent.latent, name="latent")
app.command()(cli_verify.verify)


def main() -> None:
    try:
        app()
    except BadConfig as exc:
        sys.exit("\n".join(f"paper-radio: {mistake}" for mistake in exc.mistakes))
    except RadioError as exc:
        sys.exit(f"paper-radio: {exc}")


if __name__ == "__main__":
    main()
