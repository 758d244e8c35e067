"""Every table of rules is its own test, and no pattern is a wall."""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from radio.rules import Rule, Rules

REPOSITORY = Path(__file__).parents[1]
LONGEST_PATTERN = 120
PATTERN_MAKERS = {"compile", "search", "match", "fullmatch", "sub", "findall", "finditer", "split"}


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


@pytest.mark.parametrize("path", files(), ids=lambda path: str(path.relative_to(REPOSITORY)))
def test_no_pattern_is_a_wall(path: Path):
    calls = [node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call) and node.args]
    patterns = [
        text_of(call.args[0])
        for call in calls
        if (isinstance(call.func, ast.Attribute) and call.func.attr in PATTERN_MAKERS and text_of(call.args[0]))
        or (isinstance(call.func, ast.Name) and call.func.id == "Rule")
    ]
    assert [pattern for pattern in patterns if len(pattern) > LONGEST_PATTERN] == []
