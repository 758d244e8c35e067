"""Every table of rules is its own test, and no pattern is a wall."""

from __future__ import annotations

import ast
import importlib
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from radio.rules import Rule, Rules

REPOSITORY = Path(__file__).parents[1]
LONGEST_PATTERN = 120
OF_A_PATTERN = re.compile(r"\(\?|\\[bBwWsSdD]|\w\|\w+\|")
"""What prose seldom holds: groups, classes, alternatives."""
WALLS_LEFT = {
    "radio/documents/hidden/injection.py": 12,
    "radio/documents/prose/printed_licence.py": 2,
    "shows/claims/cues.py": 5,
    "shows/claims/fit_to_speak.py": 1,
    "shows/claims/rewrite.py": 3,
}
"""File → patterns that are still to become tables of rules; the number may only fall."""


def files() -> list[Path]:
    return sorted(path for folder in ("radio", "shows", "workers") for path in (REPOSITORY / folder).rglob("*.py"))


def tables() -> Iterator[tuple[str, Rules]]:
    """Every table that a module holds, by its name."""
    for path in files():
        if "Rules(" not in path.read_text() or path.name == "rules.py":
            continue
        module = importlib.import_module(".".join(path.relative_to(REPOSITORY).with_suffix("").parts))
        for name, value in vars(module).items():
            if isinstance(value, Rules):
                yield f"{module.__name__}.{name}", value


RULES = [(name, table, rule) for name, table in tables() for rule in table]


@pytest.mark.parametrize(("table", "rule"), [row[1:] for row in RULES], ids=[f"{n}:{r.name}" for n, _, r in RULES])
def test_a_rule_matches_its_example_and_not_what_only_looks_like_it(table: Rules, rule: Rule):
    pattern = next(pattern for each, pattern in table.by_rule if each is rule)
    assert pattern.search(rule.example), rule.example
    assert not rule.but_not or not pattern.search(rule.but_not), rule.but_not


@pytest.mark.parametrize("name", sorted({row[0] for row in RULES}))
def test_the_names_of_a_table_differ(name: str):
    names = [rule.name for table, _, rule in RULES if table == name]
    assert len(set(names)) == len(names)


def text_of(node: ast.AST) -> str:
    """The text of a literal, its pieces joined; what stands between braces counts as nothing."""
    if isinstance(node, ast.Constant):
        return node.value if isinstance(node.value, str) else ""
    if isinstance(node, ast.JoinedStr):
        return "".join(map(text_of, node.values))
    if isinstance(node, ast.BinOp):
        return text_of(node.left) + text_of(node.right)
    return ""


def patterns(node: ast.AST) -> Iterator[str]:
    """Every literal that looks like a pattern, however it is held; docstrings are none."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
            continue
        if isinstance(child, ast.Constant | ast.JoinedStr | ast.BinOp) and (text := text_of(child)):
            yield from [text] if OF_A_PATTERN.search(text) else []
        else:
            yield from patterns(child)


@pytest.mark.parametrize("path", files(), ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_patterns_are_short_but_for_the_walls_that_are_left(path: Path):
    long = [text for text in patterns(ast.parse(path.read_text())) if len(text) > LONGEST_PATTERN]
    assert len(long) == WALLS_LEFT.get(str(path.relative_to(REPOSITORY)), 0), long
