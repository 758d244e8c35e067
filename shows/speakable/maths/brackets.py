"""Which brackets of a row belong together. Structure only, no words."""

from __future__ import annotations

from dataclasses import replace

from shows.speakable.maths.tree import Group, Node, Row, Scripted, Sign

CLOSES = {"(": ")", "[": "]", "{": "}", "⟨": "⟩", "⌊": "⌋", "⌈": "⌉", "|": "|", "∣": "∣", "‖": "‖", "∥": "∥"}
CLOSERS = frozenset(CLOSES.values()) | {"(", "["}
_BARS = frozenset("|∣‖∥")
_POSTFIX = frozenset("!′″‴%°")


def grouped(nodes: tuple[Node, ...]) -> list[Node]:
    """The row with each pair of fences and what is between them as one group."""
    found: list[Node] = []
    at = 0
    while at < len(nodes):
        node = _unpacked(nodes[at])
        end = _closing(nodes, at) if isinstance(node, Sign) and node.text in CLOSES else None
        if end is None or (isinstance(node, Sign) and node.text in _BARS and found and not expects_operand(found[-1])):
            found.append(node)
            at += 1
            continue
        last = nodes[end]
        group = Group(text_of(node), text_of(last), tuple(grouped(nodes[at + 1 : end])))
        found.append(replace(last, base=group) if isinstance(last, Scripted) else group)
        at = end + 1
    return found


def _unpacked(node: Node) -> Node:
    """A row that is nothing but a bracket and what is in it, as that group."""
    inside = grouped(node.nodes) if isinstance(node, Row) and node.nodes and text_of(node.nodes[0]) in CLOSES else []
    return inside[0] if len(inside) == 1 else node


def _closing(nodes: tuple[Node, ...], start: int) -> int | None:
    """Where the fence that opens here is closed."""
    opened = text_of(nodes[start])
    wanted = {")", "]"} if opened in "([" else {CLOSES[opened]}
    depth = 0
    for at in range(start + 1, len(nodes)):
        text = text_of(nodes[at])
        if depth == 0 and text in wanted:
            return at
        if opened not in _BARS and text in "([{" and text:
            depth += 1
        elif opened not in _BARS and text in ")]}" and text:
            depth -= 1
    return None


def text_of(node: Node) -> str:
    """A sign's character, also of one that carries a script; else nothing."""
    if isinstance(node, Scripted):
        node = node.base
    return node.text if isinstance(node, Sign) else ""


def expects_operand(node: Node) -> bool:
    """Whether an operand has to follow: after an operator, a relation or a comma."""
    text = node.text if isinstance(node, Sign) else ""
    return bool(text) and text not in _POSTFIX and text not in ")]}|‖∥∞∅"
