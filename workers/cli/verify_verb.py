"""`paper-radio verify`: a speech recogniser listens to a show."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Annotated

import typer

from radio.config import load
from radio.errors import RadioError
from radio.ids import ShowId
from workers.cli.options import AsJson, ConfigPath, print_json, print_rows

if TYPE_CHECKING:
    from workers.voices.verification import HostHeard

WORST = 10


def verify(
    show: Annotated[
        str | None, typer.Argument(help="Its id; without one, the newest daily, weekly or other show.")
    ] = None,
    most: Annotated[int, typer.Option("--sentences", min=0, help="As many, spread evenly; 0 for all.")] = 60,
    config_path: ConfigPath = None,
    as_json: AsJson = False,
) -> None:
    """Have a speech recogniser listen to a show, and list the sentences that it makes out worst.

    The status is 1 where it does not understand a host with a natural voice.
    """
    from workers.voices.verification import MOST_WRONG, by_host
    from workers.voices.verification import verify as listen

    with _counting() as on_progress:
        found = listen(load(config_path), ShowId(show) if show else None, most, on_progress)
    hosts = list(by_host(found))
    worst = sorted((sentence for sentence in found if sentence.errors), key=lambda s: s.wrong, reverse=True)[:WORST]
    summary = [(h.host, h.engine, h.sentences, h.words, f"{h.wrong:.3f}", _verdict(h)) for h in hosts]
    sentences = [(f"{s.wrong:.2f}", s.id, s.host, s.spoken, s.heard) for s in worst]
    if as_json:
        columns = (("host", "engine", "sentences", "words", "word error rate", "verdict"), summary)
        rows = (("word error rate", "sentence", "host", "spoken", "heard"), sentences)
        tables = {"hosts": columns, "worst": rows}
        print_json({k: [dict(zip(names, row, strict=True)) for row in rows] for k, (names, rows) in tables.items()})
    else:
        empty = "nothing of it is spoken"
        print_rows(("host", "engine", "sentences", "words", "wrong", "verdict"), summary, as_json=False, empty=empty)
        print()
        print_rows(
            ("wrong", "sentence", "host", "spoken", "heard"), sentences, as_json=False, empty="no word is mistaken"
        )
    if any(host.is_judged and not host.is_understood for host in hosts):
        raise RadioError(f"more than {MOST_WRONG:.0%} of a host's words are mistaken: listen to the sentences above")


def _verdict(host: HostHeard) -> str:
    if not host.is_judged:
        return "not judged"
    return "understood" if host.is_understood else "not understood"


@contextmanager
def _counting() -> Iterator[Callable[[int, int], None]]:
    """A bar on standard error, where somebody sits before it."""
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), disable=not sys.stderr.isatty(), transient=True) as bar:
        task = bar.add_task("listening")
        yield lambda done, of: bar.update(task, completed=done, total=of)
