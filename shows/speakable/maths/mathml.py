"""MathML → tree: the door by which formulas from web pages and other tools come in.

Presentation MathML. Raises ValueError for text that is no XML.
"""

from __future__ import annotations

import re
import unicodedata
from html import unescape
from xml.etree import ElementTree

from shows.speakable.maths.symbols import ACCENTS, FUNCTIONS
from shows.speakable.maths.tree import Accented, Fraction, Name, Node, Number, Root, Row, Scripted, Sign, Table, row

_MARKS = {
    "^": "hat", "ˆ": "hat", "¯": "bar", "‾": "bar", "_": "bar", "~": "tilde", "˜": "tilde", "→": "vector",
    "⃗": "vector", "˙": "dot", ".": "dot", "¨": "double dot", "ˇ": "check", "˘": "breve",
}  # fmt: skip
_ENTITY = re.compile(r"&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[0-9a-fA-F]+);)\w+;")
_LARGE = frozenset("∑∏∫⋃⋂∐∮∬")
_SIGNS = {"-": "−", "*": "∗", "'": "′", "<=": "≤", ">=": "≥"}


def from_mathml(text: str) -> Node:
    """The tree of a `math` element. Raises ValueError where it is no XML."""
    text = _ENTITY.sub(lambda m: unescape(m.group()), text)
    text = re.sub(r"(</?)m?:(?=\w)", r"\1", text)
    try:
        element = ElementTree.fromstring(text)
    except ElementTree.ParseError as exc:
        raise ValueError("no MathML") from exc
    return row(_nodes(element))


def _nodes(element: ElementTree.Element) -> list[Node]:
    return [node for child in element for node in _read(child)]


def _read(element: ElementTree.Element) -> list[Node]:
    """An element's nodes: one, or several where it only groups."""
    tag = element.tag.rpartition("}")[2]
    match tag:
        case "mi" | "mtext" | "ms":
            return _names(element)
        case "mn":
            return [Number(_words(element))] if _words(element) else []
        case "mo":
            return [_operator(_words(element))] if _words(element) else []
        case "mfenced":
            return _fenced(element)
        case "mtable":
            return [_table(element)]
        case "semantics":
            return _meant(element)
        case "mmultiscripts":
            return _multiscripts(element)
        case "annotation" | "mspace" | "none" | "mprescripts" | "mphantom":
            return []
        case _:
            pass
    parts = [row(_read(child)) for child in element]
    return _composed(tag, element, parts)


def _composed(tag: str, element: ElementTree.Element, parts: list[Node]) -> list[Node]:
    match tag, parts:
        case "mfrac", [above, below]:
            return [Fraction(above, below, bar=element.get("linethickness", "1").rstrip("pxt%") not in {"0", "0.0"})]
        case "mroot", [inside, degree]:
            return [Root(inside, degree)]
        case "msub", [base, below]:
            return [Scripted(base, below=below)]
        case "msup", [base, above]:
            return [_over(base, above)]
        case "msubsup" | "munderover", [base, below, above]:
            return [Scripted(base, below, above)]
        case "munder", [base, below]:
            return [Scripted(base, below=below)]
        case "mover", [base, above]:
            return [_over(base, above)]
        case _:
            pass
    if tag == "msqrt":
        return [Root(row(_nodes(element)))]
    return [row(parts)] if tag in {"mrow", "mstyle", "mpadded"} and len(parts) > 1 else list(_flat(parts))


def _flat(parts: list[Node]) -> list[Node]:
    return [node for part in parts for node in (part.nodes if isinstance(part, Row) else (part,))]


def _over(base: Node, above: Node) -> Node:
    mark = above.text if isinstance(above, Sign) else ""
    large = isinstance(base, Sign) and base.text in _LARGE
    if mark in _MARKS and not large:
        return Accented(base, _MARKS[mark])
    return Scripted(base, above=above)


def _meant(element: ElementTree.Element) -> list[Node]:
    """What is presented; an annotation only where there is nothing else."""
    shown = [child for child in element if not child.tag.rpartition("}")[2].startswith("annotation")]
    other = [child for child in element if "Presentation" in child.get("encoding", "")]
    return [node for child in (shown or other)[:1] for node in _nodes_of(child)]


def _nodes_of(element: ElementTree.Element) -> list[Node]:
    return _nodes(element) if element.tag.rpartition("}")[2] == "annotation-xml" else _read(element)


def _multiscripts(element: ElementTree.Element) -> list[Node]:
    """Scripts on both sides; `ₙCₖ` is a binomial coefficient."""
    tags = [child.tag.rpartition("}")[2] for child in element]
    middle = tags.index("mprescripts") if "mprescripts" in tags else len(tags)
    parts = [row(_read(child)) for child in element]
    base, after, before = parts[0], parts[1:middle], parts[middle + 1 :]
    if isinstance(base, Name) and base.text in "CP" and len(after) == len(before) == 2:
        chosen = Fraction(before[0], after[0], bar=False)
        permuted = row([after[0], Name("permutations of"), before[0]])
        return [chosen if base.text == "C" else permuted]
    pre = [Scripted(Row(()), *map(_present, before[at : at + 2])) for at in range(0, len(before) - 1, 2)]
    post = [Scripted(Row(()), *map(_present, after[at : at + 2])) for at in range(2, len(after) - 1, 2)]
    return [*pre, Scripted(base, *map(_present, after[:2])), *post]


def _present(node: Node) -> Node | None:
    """The node, or nothing for an empty script."""
    return None if isinstance(node, Row) and not node.nodes else node


def _words(element: ElementTree.Element) -> str:
    return " ".join("".join(element.itertext()).split())


def _names(element: ElementTree.Element) -> list[Node]:
    text = _words(element)
    if len(text) == 1 and not text.isalpha():
        return [_operator(text)]
    plain = unicodedata.normalize("NFKC", text)
    double = element.get("mathvariant") == "double-struck" or "DOUBLE-STRUCK" in unicodedata.name(text[:1] or " ", "")
    if plain in ACCENTS or plain in FUNCTIONS or len(plain) == 1:
        return [Name(plain, "bb" if double else "")]
    return [Name(plain)] if plain else []


def _operator(text: str) -> Node:
    text = _SIGNS.get(text, text)
    return Name(text) if text.isalpha() and len(text) > 1 else Sign(text)


def _fenced(element: ElementTree.Element) -> list[Node]:
    separators = (element.get("separators", ",") or " ").replace(" ", "") or ""
    nodes: list[Node] = [Sign(element.get("open", "("))]
    for at, child in enumerate(element):
        nodes.extend([Sign(separators[min(at, len(separators)) - 1])] if at and separators else [])
        nodes.extend(_read(child))
    return [row([*nodes, Sign(element.get("close", ")"))])]


def _table(element: ElementTree.Element) -> Table:
    return Table(tuple(tuple(row(_nodes(cell)) for cell in line) for line in element))
