"""The configuration as text: a commented example with every key, and the effective values. Made from `radio.config`
itself, so that neither can fall behind it. Never reads or writes a file of the operator's.
"""

from __future__ import annotations

import ast
import inspect
import json
import re
from collections.abc import Iterator, Mapping
from datetime import time
from itertools import pairwise
from pathlib import Path
from typing import Any

from pydantic.fields import FieldInfo

from radio import config as configuration
from radio.config import Config, HostConfig, OutputConfig, Section

HEADER = """\
# Paper Radio. Every key is here with its default, commented out by a leading `#`; take that away to change one.
# A relative path of [station] data starts at this file's folder. `paper-radio config check` finds mistakes.
"""

EXAMPLES = {
    "watch": "~/papers",
    "library": "~/library.bib",
    "lexicon": "~/lexicon.toml",
    "model": "~/xtts",
    "recordings": "~/voices",
    "key_file": "~/.config/paper-radio/stream.key",
    "url": "rtmps://live.example.org:443/app",
}
"""Shown for keys that have no default."""

ARRAYS_OF_TABLES: Mapping[tuple[str, str], type[Section]] = {
    ("speech", "hosts"): HostConfig,
    ("air", "outputs"): OutputConfig,
}

_PASSWORD = re.compile(r"(//[^/\s:@]*:)[^/\s@]+@")


def example(values: Mapping[tuple[str, str], Any] | None = None) -> str:
    """A file that `radio.config.load` accepts. `values` are set, by section and key; the rest is commented out."""
    values = values or {}
    sections = (_section(name, model, values) for name, model in _inner(Config).items())
    return "\n\n".join((HEADER.rstrip(), *("\n".join(lines) for lines in sections))) + "\n"


def as_toml(config: Config) -> str:
    """The effective values; a password inside an address prints as `****`."""
    lines = [line for section, table in config for line in _table(section, table)]
    return _PASSWORD.sub(r"\1****@", "\n".join(lines))


def _table(name: str, table: Section) -> Iterator[str]:
    """A table with its arrays of tables, then the tables within it; an empty line after each."""
    arrays = {key: value for key, value in table if _is_array_of_tables(value)}
    inner = {key: value for key, value in table if isinstance(value, Section)}
    yield from (f"[{name}]", *_pairs(table, skip=arrays | inner))
    for key, rows in arrays.items():
        for row in rows:
            yield from ("", f"[[{name}.{key}]]", *_pairs(row))
    yield ""
    for key, value in inner.items():
        yield from _table(f"{name}.{key}", value)


def _pairs(table: Section, skip: Mapping[str, Any] | None = None) -> Iterator[str]:
    for key, value in table:
        if key not in (skip or {}):
            yield f"{key} = {toml_value(value)}" if value is not None else f"# {key} is not set"


def _is_array_of_tables(value: Any) -> bool:
    return isinstance(value, tuple) and bool(value) and isinstance(value[0], Section)


def _section(name: str, model: type[Section], values: Mapping[tuple[str, str], Any]) -> Iterator[str]:
    yield f"[{name}]{_subject(model)}"
    documents, inner = _documents(model), _inner(model)
    for key, field in model.model_fields.items():
        if (name, key) in ARRAYS_OF_TABLES or key in inner:
            continue
        yield from _comment(documents.get(key, ""))
        if (name, key) in values:
            yield f"{key} = {toml_value(values[name, key])}"
        else:
            yield _commented_out(key, field)
    for (section, key), row_model in ARRAYS_OF_TABLES.items():
        if section == name:
            yield from _tables(f"{name}.{key}", row_model, model.model_fields[key].default or (None,))
    for key, inner_model in inner.items():
        yield ""
        yield from _section(f"{name}.{key}", inner_model, values)


def _inner(model: type[Section]) -> dict[str, type[Section]]:
    """The tables within a table."""
    annotations = ((key, field.annotation) for key, field in model.model_fields.items())
    return {key: kind for key, kind in annotations if isinstance(kind, type) and issubclass(kind, Section)}


def _tables(name: str, model: type[Section], rows: tuple[Section | None, ...]) -> Iterator[str]:
    """An array of tables, commented out; a row of None shows the keys with examples."""
    yield ""
    documents = _documents(model)
    for position, row in enumerate(rows):
        yield f"#[[{name}]]{_subject(model)}"
        for key, field in model.model_fields.items():
            if position == 0:
                yield from _comment(documents.get(key, ""))
            yield _commented_out(key, field) if row is None else f"#{key} = {toml_value(getattr(row, key))}"


def _commented_out(key: str, field: FieldInfo) -> str:
    if field.is_required() or field.default is None:
        return f"#{key} = {toml_value(EXAMPLES[key])}" + ("" if field.is_required() else "  # not set by default")
    default = _from_home(field.default) if isinstance(field.default, Path) else field.default
    return f"#{key} = {toml_value(default)}"


def _subject(model: type[Section]) -> str:
    """What follows the colon in the class's docstring, as a comment."""
    subject = (inspect.getdoc(model) or "").partition(":")[2].strip()
    return f"  # {subject}" if subject else ""


def _comment(text: str) -> list[str]:
    return [f"# {line}" for line in text.splitlines()]


def _documents(model: type[Section]) -> dict[str, str]:
    """What the string below each attribute of the class says."""
    tree = ast.parse(inspect.getsource(configuration))
    body = next(n.body for n in tree.body if isinstance(n, ast.ClassDef) and n.name == model.__name__)
    documents: dict[str, str] = {}
    for before, node in pairwise(body):
        match before, node:
            case ast.AnnAssign(target=ast.Name(id=key)), ast.Expr(value=ast.Constant(value=str(text))):
                documents[key] = inspect.cleandoc(text)
    return documents


def toml_value(value: Any) -> str:
    """A Python value as TOML writes it."""
    match value:
        case bool():
            return str(value).lower()
        case int() | float():
            return repr(value)
        case time():
            return value.isoformat()
        case tuple() | list():
            return f"[{', '.join(map(toml_value, value))}]"
        case _:
            return json.dumps(str(value), ensure_ascii=False)


def _from_home(path: Path) -> str:
    return f"~/{path.relative_to(Path.home())}" if path.is_relative_to(Path.home()) else str(path)
