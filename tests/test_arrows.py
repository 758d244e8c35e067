"""Where imports may point within a floor, and that a file's name says which file is meant."""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterator
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[1]
FLOORS = ("radio", "shows", "workers")
SHARED_NAMES = {"__init__.py", "main.py", "messages.py", "conftest.py", "test_main.py"}
DOCUMENT_ROOMS = (
    "boxes",
    "layout",
    "scanned",
    "printed",
    "prose",
    "hidden",
    "figures",
    "quotes",
    "pictures",
    "document",
    "scan",
    "sandbox",
    "ocr",
    "reader",
)
"""The files and folders of `radio/documents`, from the ground up: each may import only what stands before it."""


@cache
def modules() -> dict[str, ast.Module]:
    """Every module of the three floors by its dotted name; a package by the folder's."""
    found = {}
    for floor in FLOORS:
        for path in sorted((REPOSITORY / floor).rglob("*.py")):
            words = path.relative_to(REPOSITORY).with_suffix("").parts
            found[".".join(words[:-1] if words[-1] == "__init__" else words)] = ast.parse(path.read_text())
    return found


def imported(node: ast.AST) -> Iterator[str]:
    """The modules of ours that an import names: `from radio import log` names `radio.log`."""
    if isinstance(node, ast.Import):
        yield from (name.name for name in node.names if name.name in modules())
    elif isinstance(node, ast.ImportFrom) and node.module:
        for name in node.names:
            inner = f"{node.module}.{name.name}"
            if inner in modules() or node.module in modules():
                yield inner if inner in modules() else node.module


def at_import(tree: ast.Module) -> Iterator[ast.AST]:
    """The statements that run when the module is imported; what only a type checker reads is left out."""
    waiting: list[ast.AST] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            waiting.extend(node.orelse)
        elif not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.expr):
            yield node
            waiting.extend(ast.iter_child_nodes(node))


@pytest.mark.parametrize("floor", FLOORS)
def test_imports_run_in_no_circle(floor: str):
    graph = {
        name: {target for node in at_import(tree) for target in imported(node)} - {name}
        for name, tree in modules().items()
        if name.partition(".")[0] == floor
    }
    try:
        TopologicalSorter(graph).prepare()
    except CycleError as circle:
        pytest.fail(" → ".join(circle.args[1]))


def room(module: str) -> str:
    """The file or folder of `radio/documents` that a module lies in; empty for every other module."""
    words = module.split(".")
    return words[2] if words[:2] == ["radio", "documents"] and len(words) > 2 else ""


def test_arrows_within_the_documents_point_down_only():
    rooms = {room(name) for name in modules()} - {""}
    assert rooms == set(DOCUMENT_ROOMS)
    for name, tree in modules().items():
        if here := room(name):
            for target in (target for node in ast.walk(tree) for target in imported(node)):
                there = room(target)
                assert not there or DOCUMENT_ROOMS.index(there) <= DOCUMENT_ROOMS.index(here), f"{name} → {target}"


def test_a_step_imports_no_other_step():
    steps = {name for name in modules() if name.startswith("workers.studio.steps.")}
    assert steps
    for step in steps:
        found = {target for node in ast.walk(modules()[step]) for target in imported(node)}
        assert not found & steps - {step}, step


def test_a_file_name_serves_once():
    places = defaultdict(list)
    for folder in (*FLOORS, "tests"):
        for path in (REPOSITORY / folder).rglob("*.py"):
            places[path.name].append(str(path.relative_to(REPOSITORY)))
    twice = {name: found for name, found in places.items() if len(found) > 1 and name not in SHARED_NAMES}
    assert not twice
