"""Nothing in radio, shows and workers is there for tests alone: the product uses each name, or it says here who does.

A name counts as used wherever any code reads it, so that a method hides behind another's of the same name; what is
reported is never a false alarm.
"""

from __future__ import annotations

import ast
import re
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

REPOSITORY = Path(__file__).parents[1]

USED_ELSEWHERE = {
    "radio/store/schema.py: process_bind_param": "SQLAlchemy calls it",
    "radio/store/schema.py: process_result_value": "SQLAlchemy calls it",
    "shows/speakable/maths/mathml.py: from_mathml": "published test cases of spoken formulas have this form",
    "workers/cli/lazy_group.py: list_commands": "click calls it",
    "workers/processes/web_server.py: capture_signals": "uvicorn calls it",
}
"""`file: name`, and who uses it."""
MODULES_USED_ELSEWHERE = {
    "radio.papers.samples.make": "`make samples` runs it",
}
"""Module, and who uses it."""
INERT = {"property", "cached_property", "staticmethod", "classmethod", "cache", "dataclass"} | {
    "contextmanager",
    "asynccontextmanager",
}
"""Decorators that leave it to others to call what they stand on; all other ones hand it to somebody."""
SPELT = re.compile(r"[A-Za-z_][\w.:]*")
"""A string that can be the name of something."""

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef


def files() -> list[Path]:
    return sorted(path for folder in ("radio", "shows", "workers") for path in (REPOSITORY / folder).rglob("*.py"))


@cache
def tree(path: Path) -> ast.Module:
    return ast.parse(path.read_text())


def module_of(path: Path) -> str:
    return ".".join(path.relative_to(REPOSITORY).with_suffix("").parts).removesuffix(".__init__")


def defined(path: Path) -> Iterator[str]:
    """Functions, classes and methods, and the constants of the module; not what Python itself calls."""
    for node in ast.walk(tree(path)):
        if isinstance(node, Definition) and not node.name.startswith("__"):
            marks = [ast.unparse(mark).partition("(")[0].rpartition(".")[2] for mark in node.decorator_list]
            if set(marks) <= INERT:
                yield node.name
    for node in tree(path).body:
        if isinstance(node, ast.Assign | ast.AnnAssign):
            for name in ast.walk(node):
                if isinstance(name, ast.Name) and isinstance(name.ctx, ast.Store) and not name.id.startswith("__"):
                    yield name.id


def used(path: Path) -> Iterator[str]:
    """The names that a file reads, those that it spells in a string included; `__all__` is no use."""
    passed_on = {id(word) for node in tree(path).body if _is_all(node) for word in ast.walk(node)}
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Attribute):
            yield node.attr
        elif isinstance(node, ast.Name) and isinstance(node.ctx, ast.Load):
            yield node.id
        elif isinstance(node, ast.alias) and node.asname:
            yield node.name
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in passed_on:
            yield from re.split("[.:]", node.value) if SPELT.fullmatch(node.value) else ()


def _is_all(node: ast.stmt) -> bool:
    return isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"


def calls_itself(path: Path) -> Iterator[str]:
    """Each reading of a function's name within the function."""
    for node in ast.walk(tree(path)):
        if isinstance(node, Definition):
            yield from (node.name for one in ast.walk(node) if isinstance(one, ast.Name) and one.id == node.name)


def imported(path: Path) -> Iterator[str]:
    """Modules that a file imports, and the words of the strings that may name one."""
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module
            yield from (f"{node.module}.{name.name}" for name in node.names)
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and SPELT.fullmatch(node.value):
            yield from (node.value, *re.split("[.:]", node.value))


def test_every_name_is_used_by_the_product():
    uses = Counter(name for path in files() for name in used(path))
    uses.subtract(name for path in files() for name in calls_itself(path))
    unused = {f"{path.relative_to(REPOSITORY)}: {name}" for path in files() for name in defined(path) if uses[name] < 1}
    assert unused == set(USED_ELSEWHERE)


def test_every_module_is_used_by_the_product():
    needed = {name for path in files() for name in imported(path)}
    modules = {module_of(path) for path in files() if path.name != "__init__.py"}
    listed = {name for name in modules if name.rpartition(".")[2] in needed}
    migrations = {name for name in modules if name.startswith("radio.store.migrations.m")}
    assert modules - needed - listed - migrations == set(MODULES_USED_ELSEWHERE)
