"""`paper-radio`: every command. What a command does lies in the program, step or door that it calls.

A mistake of the operator's, or anything the station raises on purpose, ends as one clear sentence on standard error
and exit status 1.
"""

from __future__ import annotations

import sys
from importlib.metadata import version as installed_version

import typer

from radio.errors import BadConfig, RadioError
from workers.cli import air_verbs, config_verbs, latent_verbs, store_verbs, verify_verb, voice_verbs, work_verbs
from workers.cli.options import ConfigPath, Seconds

app = typer.Typer(
    name="paper-radio", help="A radio station about new research.", no_args_is_help=True, pretty_exceptions_enable=False
)


@app.command()
def run(config_path: ConfigPath = None, seconds: Seconds = None) -> None:
    """Start the whole station in the foreground; Ctrl-C stops it."""
    from workers.processes import supervisor

    raise typer.Exit(supervisor.main(config_path, seconds))


@app.command()
def studio(config_path: ConfigPath = None, seconds: Seconds = None) -> None:
    """Start the program that makes the shows."""
    from workers.studio import main

    raise typer.Exit(main.main(config_path, seconds))


@app.command()
def air(config_path: ConfigPath = None, seconds: Seconds = None) -> None:
    """Start the program that plays and sends them."""
    from workers.air import main

    raise typer.Exit(main.main(config_path, seconds))


@app.command()
def desk(config_path: ConfigPath = None, seconds: Seconds = None) -> None:
    """Start the program that serves the page."""
    from workers.desk import main

    raise typer.Exit(main.main(config_path, seconds))


@app.command()
def version() -> None:
    """Print the version."""
    print(f"paper-radio {installed_version('paper-radio')}")


app.command()(config_verbs.init)
app.add_typer(config_verbs.config, name="config")
app.command()(config_verbs.doctor)
app.command()(work_verbs.ingest)
app.command()(work_verbs.poll)
app.add_typer(work_verbs.show, name="show")
app.add_typer(work_verbs.work, name="work")
app.add_typer(work_verbs.archive, name="archive")
app.command()(store_verbs.backup)
app.command()(store_verbs.restore)
app.command()(air_verbs.status)
app.command()(air_verbs.skip)
app.command()(air_verbs.say)
app.command()(air_verbs.stop)
app.add_typer(voice_verbs.voices, name="voices")
app.add_typer(latent_verbs.latent, name="latent")
app.command()(verify_verb.verify)


def main() -> None:
    try:
        app()
    except BadConfig as exc:
        sys.exit("\n".join(f"paper-radio: {mistake}" for mistake in exc.mistakes))
    except RadioError as exc:
        sys.exit(f"paper-radio: {exc}")


if __name__ == "__main__":
    main()
