"""LaTeX and Unicode mathematics → tree.

Understands the commands that papers use in running text; an unknown command is read by its name. Never raises:
an unbalanced brace ends where the formula ends.
"""

from __future__ import annotations

import re
import unicodedata

from radio.rules import Rule, Rules
from shows.speakable.maths.symbols import (
    ACCENTS,
    COMMANDS,
    FUNCTIONS,
    IGNORED,
    STYLES,
    SUBSCRIPTS,
    SUPERSCRIPTS,
)
from shows.speakable.maths.tree import Accented, Fraction, Name, Node, Number, Root, Row, Scripted, Sign, Table, row

DEEPEST = 12
"""Braces nested deeper than this are read as one level."""

_RAISED = re.compile("[" + "".join(map(chr, SUPERSCRIPTS)) + "]+")
_LOWERED = re.compile("[" + "".join(map(chr, SUBSCRIPTS)) + "]+")
_TOKEN = Rules(
    (
        Rule("an environment's edge", r"\\(?:begin|end)\s*\{[a-zA-Z]+\*?\}", r"\begin{matrix}"),
        Rule("a command", r"\\[a-zA-Z]+\*?", r"\alpha"),
        Rule("an escaped sign", r"\\.", r"\{"),
        Rule("a number", r"\d+(?:,\d{3})*(?:\.\d+)?", "1,234.5"),
        Rule("a number without its zero", r"\.\d+", ".5"),
        Rule("a sign of structure", r"[{}^_&~]", "x^2"),
        Rule("a relation of two signs", r"<=|>=|!=|==|<<|>>|->|=>|:=", "a <= b"),
        Rule("a letter", r"[^\W\d_]", "x"),
        Rule("any other sign", r"\S", "+", " "),
    )
).pattern
_WORDS = re.compile(r"\s*\{([^{}]*)\}")
_ASCII = {
    "<=": "≤", ">=": "≥", "!=": "≠", "==": "=", "<<": "≪", ">>": "≫", "->": "→", "=>": "⇒", ":=": "≔", "-": "−",
    "'": "′", "*": "∗", "‖": "‖", "~": " ",
}  # fmt: skip
_FENCES = {"pmatrix": "(", "bmatrix": "[", "vmatrix": "|", "Vmatrix": "|", "cases": "{", "matrix": "("}
_JOINED = re.compile(r"[A-Za-z]{2,}")


def from_latex(inside: str) -> Node:
    """The tree of what stands between the dollar signs; plain Unicode mathematics is understood as well."""
    text = unicodedata.normalize("NFC", inside).replace("{,}", ",")
    text = _RAISED.sub(lambda m: "^{" + m.group().translate(SUPERSCRIPTS) + "}", text)
    text = _LOWERED.sub(lambda m: "_{" + m.group().translate(SUBSCRIPTS) + "}", text)
    return _Reader(text).all()


class _Reader:
    """Reads a formula from left to right."""

    def __init__(self, text: str):
        self.text = text
        self.at = 0
        self.depth = 0

    def all(self) -> Node:
        nodes: list[Node] = []
        while self.at < len(self.text):
            nodes.extend(self.until("}"))
        return row(nodes)

    def token(self) -> str:
        """The next token, or nothing at the end."""
        match = _TOKEN.search(self.text, self.at)
        self.at = match.end() if match else len(self.text)
        return match.group() if match else ""

    def until(self, *ends: str) -> list[Node]:
        """The nodes up to one of these tokens, which is read as well."""
        nodes: list[Node] = []
        while (token := self.token()) and token not in ends:
            self.add(nodes, token)
        return nodes

    def add(self, nodes: list[Node], token: str) -> None:
        if token in "^_" and len(token) == 1:
            self.script(nodes, token)
        elif token in {"\\over", "\\atop"}:
            nodes[:] = [Fraction(row(list(nodes)), row(self.until("}")))]
        elif token not in IGNORED and (node := self.node(token)) is not None:
            nodes.append(node)

    def script(self, nodes: list[Node], mark: str) -> None:
        base = nodes.pop() if nodes else Row(())
        inside = self.argument()
        below, above = (base.below, base.above) if isinstance(base, Scripted) else (None, None)
        if isinstance(base, Scripted) and (above if mark == "^" else below) is None:
            base = base.base
        else:
            below = above = None
        nodes.append(Scripted(base, inside, above) if mark == "_" else Scripted(base, below, inside))

    def argument(self) -> Node:
        """What a command or script applies to: a group or the next token; of `10` only the first figure."""
        match = re.compile(r"\s*(\d)").match(self.text, self.at)
        if match:
            self.at = match.end()
            return Number(match.group(1))
        token = self.token()
        while token in IGNORED and token:
            token = self.token()
        node = self.node(token) if token and token != "}" else None
        return node if node is not None else Row(())

    def group(self) -> Node:
        if self.depth >= DEEPEST:
            return Row(())
        self.depth += 1
        nodes = self.until("}")
        self.depth -= 1
        return row(nodes)

    def node(self, token: str) -> Node | None:
        if token == "{":
            return self.group()
        if token[0].isdecimal() or (token[0] == "." and len(token) > 1):
            return Number(token)
        if token[0] == "\\":
            return self.command(token[1:].rstrip("*"))
        if token in _ASCII:
            return Sign(_ASCII[token]) if _ASCII[token] != " " else None
        if token.isalpha():
            return self.letters(token)
        return Sign(token) if token not in "&}" else None

    def letters(self, first: str) -> Node:
        """A letter, or a word such as `log` written without a backslash."""
        match = _JOINED.match(self.text, self.at - 1)
        if match and match.group() in FUNCTIONS:
            self.at = match.end()
            return Name(match.group())
        plain = unicodedata.normalize("NFKC", first)
        style = "bb" if first != plain and "DOUBLE-STRUCK" in unicodedata.name(first, "") else ""
        return Name(plain, style)

    def command(self, name: str) -> Node | None:
        if name.startswith(("begin", "end")):
            return self.environment(name)
        if name in {"frac", "dfrac", "tfrac", "cfrac", "nicefrac", "sfrac"}:
            return Fraction(self.argument(), self.argument())
        if name in {"binom", "dbinom", "tbinom"}:
            return Fraction(self.argument(), self.argument(), bar=False)
        if name == "sqrt":
            return self.root()
        if name in ACCENTS:
            return Accented(self.argument(), ACCENTS[name])
        if name in STYLES:
            return self.styled(name)
        if name in {"overset", "stackrel", "underset"}:
            self.argument()
            return self.argument()
        if name in COMMANDS:
            return self.symbol(COMMANDS[name])
        return Name(name) if name.isalpha() else (Sign(name) if name in "%#&$|{}" else None)

    def symbol(self, character: str) -> Node:
        return Name(character) if character.isalpha() else Sign(character)

    def root(self) -> Node:
        match = re.compile(r"\s*\[([^\[\]]*)\]").match(self.text, self.at)
        if not match:
            return Root(self.argument())
        self.at = match.end()
        return Root(self.argument(), from_latex(match.group(1)))

    def styled(self, name: str) -> Node:
        """`\\mathrm{train}` is one word, `\\mathbb{R}` a set, `\\mathcal{L}` a letter."""
        words = _WORDS.match(self.text, self.at)
        if words and STYLES[name] == "word" and re.fullmatch(r"[\w\s.,:;'-]*", words.group(1)):
            self.at = words.end()
            return Name(" ".join(words.group(1).replace("-", " ").replace("_", " ").split()))
        inside = self.argument()
        if STYLES[name] == "bb" and isinstance(inside, Name):
            return Name(inside.text, "bb")
        return inside

    def environment(self, name: str) -> Node | None:
        kind = name[name.index("{") + 1 : -1].rstrip("*}") if "{" in name else ""
        if not name.startswith("begin") or self.depth >= DEEPEST:
            return None
        self.depth += 1
        rows: list[list[Node]] = [[]]
        cell: list[Node] = []
        while (token := self.token()) and not token.startswith("\\end"):
            if token in {"&", "\\\\"}:
                rows[-1].append(row(cell))
                cell = []
                rows.extend([[]] if token == "\\\\" else [])
            else:
                self.add(cell, token)
        self.depth -= 1
        rows[-1].append(row(cell))
        return Table(tuple(tuple(cells) for cells in rows if cells), _FENCES.get(kind, ""))
