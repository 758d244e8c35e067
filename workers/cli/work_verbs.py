"""Commands that ask for work or list it: `ingest`, `poll`, `show`, `work`, `archive`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from radio.config import Config, load
from workers.cli.options import AsJson, ConfigPath, print_rows

if TYPE_CHECKING:
    from radio.store import Store

MIB = 2**20

show = typer.Typer(help="See the shows, and have one made again.", no_args_is_help=True)
work = typer.Typer(help="See unfinished and parked work; try it again, release it or drop it.", no_args_is_help=True)
archive = typer.Typer(help="See the archived mp3s.", no_args_is_help=True)

DatedFormat = Annotated[str, typer.Argument(metavar="FORMAT", help="`daily`, `weekly` or another format of a day.")]


def ingest(
    papers: Annotated[list[str], typer.Argument(help="arXiv ids or addresses, or paths of PDFs.")],
    config_path: ConfigPath = None,
) -> None:
    """Have papers read out: any arXiv id or address, or a PDF of your own."""
    from workers import requests

    config = load(config_path)
    for text in papers:
        print(f"{requests.ingest(config, text)} will be made into a segment")


def poll(config_path: ConfigPath = None) -> None:
    """Ask arXiv now what is new."""
    from workers import requests

    requests.poll(load(config_path))
    print("arXiv will be asked as soon as studio runs and its turn comes")


@show.command("list")
def list_shows(
    config_path: ConfigPath = None,
    as_json: AsJson = False,
    evergreen: Annotated[bool, typer.Option("--evergreen", help="List the primers and idents as well.")] = False,
) -> None:
    """List the shows, the latest first, and say which are ready."""
    from shows.formats import format_of

    with _store(load(config_path)) as store:
        ready = {r.show.id: f"{r.seconds / 60:.1f}" for r in store.programme.ready_shows()}
        rows = [
            (s.id, s.format, s.airs_at or "", ready.get(s.id, ""), s.title)
            for s in store.programme.shows()
            if evergreen or not format_of(s.id).is_evergreen
        ]
    print_rows(("show", "format", "airs at", "minutes", "title"), rows, as_json=as_json, empty="there are no shows yet")


@show.command("regenerate")
def regenerate(
    format: DatedFormat,
    day: Annotated[datetime, typer.Argument(formats=["%Y-%m-%d"], metavar="DATE")],
    config_path: ConfigPath = None,
) -> None:
    """Make a show again; the old edition stays until the new one is whole."""
    from workers import requests

    edition = requests.regenerate(load(config_path), format, day.date())
    print(f"{edition} will be made as soon as studio runs")


@work.command("list")
def list_work(config_path: ConfigPath = None, as_json: AsJson = False) -> None:
    """List what waits, runs or is parked, with the reason."""
    from workers import requests

    rows = [(w.id, w.state, w.reason, w.title) for w in requests.work(load(config_path))]
    print_rows(("work", "state", "reason", "title"), rows, as_json=as_json, empty="nothing waits and nothing is parked")


@work.command("retry")
def retry(work_id: str, config_path: ConfigPath = None) -> None:
    """Try parked work again."""
    from workers import requests

    print(f"{requests.retry(load(config_path), work_id)} will be tried again")


@work.command("release")
def release(paper: str, config_path: ConfigPath = None) -> None:
    """Have a paper read although text that nobody sees in it gives orders; that text itself is never used."""
    from workers import requests

    print(f"{requests.release(load(config_path), paper)} will be read all the same")


@work.command("drop")
def drop(work_id: str, config_path: ConfigPath = None) -> None:
    """Forget parked work."""
    from workers import requests

    requests.drop(load(config_path), work_id)
    print(f"{work_id} is dropped")


@archive.command("list")
def list_archive(config_path: ConfigPath = None, as_json: AsJson = False) -> None:
    """List the mp3s of finished shows, the latest first."""
    config = load(config_path)
    with _store(config) as store:
        rows = [
            (a.show.id, f"{a.seconds / 60:.1f}", f"{a.bytes / MIB:.1f}", config.paths.archive / a.name)
            for a in store.programme.archives()
        ]
    print_rows(("show", "minutes", "MiB", "file"), rows, as_json=as_json, empty="no show is archived yet")


@contextmanager
def _store(config: Config) -> Iterator[Store]:
    from radio.store import Store

    config.station.data.mkdir(parents=True, exist_ok=True)
    with Store.open(config.paths.store) as store:
        yield store
