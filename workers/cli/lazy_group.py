"""Verbs that are imported when somebody asks for them: the list alone is enough for the help.

In: a table of verbs. Out: a typer application with a command or a group of commands for each.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from importlib import import_module
from typing import Any, NamedTuple, cast

import typer
import typer.main
from typer.core import TyperCommand, TyperGroup


class Verb(NamedTuple):
    """Where a verb is, and what the list of all verbs says of it."""

    place: str
    """`file:name` in `workers/cli`: its function, or the typer application of a group."""
    about: str
    """The first paragraph of its help."""


def lazy_app(verbs: Mapping[str, Verb], *, name: str, help: str) -> typer.Typer:
    """The application with these verbs."""

    class Group(TyperGroup):
        def __init__(self, **values: Any):
            super().__init__(**values)
            self.commands = cast(Any, _Commands(verbs))

        def list_commands(self, ctx: Any) -> list[str]:
            return list(self.commands)

        def format_help(self, ctx: Any, formatter: Any) -> None:
            listed = copy.copy(self)
            listed.commands = {word: TyperCommand(word, help=verb.about) for word, verb in verbs.items()}
            super(Group, listed).format_help(ctx, formatter)

    app = typer.Typer(name=name, help=help, cls=Group, no_args_is_help=True, pretty_exceptions_enable=False)
    app.callback()(_nothing)
    return app


class _Commands(Mapping[str, Any]):
    """The commands by name; each is imported when it is looked up."""

    def __init__(self, verbs: Mapping[str, Verb]):
        self._verbs = verbs
        self._imported: dict[str, Any] = {}

    def __getitem__(self, name: str) -> Any:
        if name not in self._imported:
            self._imported[name] = _imported(name, self._verbs[name].place)
        return self._imported[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._verbs)

    def __len__(self) -> int:
        return len(self._verbs)


def _imported(name: str, place: str) -> Any:
    module, _, attribute = place.partition(":")
    found = getattr(import_module(f"workers.cli.{module}"), attribute)
    alone = typer.Typer()
    if isinstance(found, typer.Typer):
        alone.add_typer(found, name=name)
    else:
        alone.command(name)(found)
    return typer.main.get_group(alone).commands[name]


def _nothing() -> None:
    """Every verb stands for itself; nothing comes before it."""
