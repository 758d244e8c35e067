"""What a formula is made of, whatever notation it was written in. Pure data."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Number:
    """Figures as written: `2`, `1,000`, `0.05`."""

    figures: str


@dataclass(frozen=True, slots=True)
class Name:
    """A letter, a Greek letter, a function's name or a word."""

    text: str
    style: str = ""
    """`bb` for blackboard letters, else empty."""


@dataclass(frozen=True, slots=True)
class Sign:
    """An operator, relation, fence or separator, as its Unicode character."""

    text: str


@dataclass(frozen=True, slots=True)
class Row:
    """Nodes in the order they are written."""

    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Fraction:
    above: Node
    below: Node
    bar: bool = True
    """False for a binomial coefficient."""


@dataclass(frozen=True, slots=True)
class Root:
    inside: Node
    degree: Node | None = None


@dataclass(frozen=True, slots=True)
class Scripted:
    """A base with what stands below and above it, as index and power or as limits."""

    base: Node
    below: Node | None = None
    above: Node | None = None


@dataclass(frozen=True, slots=True)
class Accented:
    """A base under a mark: `hat`, `bar`, `tilde`, `dot`, `vector`."""

    base: Node
    mark: str


@dataclass(frozen=True, slots=True)
class Table:
    """A matrix, a vector or lines of a derivation, row by row."""

    rows: tuple[tuple[Node, ...], ...]
    fence: str = "("
    """`(`, `[`, `|` (a determinant), `{` (cases) or empty (lines)."""


@dataclass(frozen=True, slots=True)
class Group:
    """Nodes between two fences."""

    opened: str
    closed: str
    inside: tuple[Node, ...]


Node = Number | Name | Sign | Row | Fraction | Root | Scripted | Accented | Table | Group


def row(nodes: list[Node]) -> Node:
    """The nodes as one: a single node stays itself."""
    return nodes[0] if len(nodes) == 1 else Row(tuple(nodes))


def nodes_of(node: Node | None) -> tuple[Node, ...]:
    """The parts of a row; a single node is its own only part."""
    if node is None:
        return ()
    return node.nodes if isinstance(node, Row) else (node,)
