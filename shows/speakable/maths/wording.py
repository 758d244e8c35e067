"""Tree → words: how a lecturer says a formula without looking up.

Powers and indices by name, a function `of` its argument, brackets as pauses, a matrix named and not read.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

from shows.speakable.maths.brackets import CLOSERS, expects_operand, grouped, text_of
from shows.speakable.maths.symbols import (
    BIG,
    BLACKBOARD,
    FUNCTIONS,
    MEASURES,
    NAMED,
    OPERATORS,
    OVER,
    POWERS,
    RELATIONS,
    SIGNS,
)
from shows.speakable.maths.tree import (
    Accented,
    Fraction,
    Group,
    Name,
    Node,
    Number,
    Root,
    Row,
    Scripted,
    Sign,
    Table,
    nodes_of,
)
from shows.speakable.numbers import fraction, number, ordinal

_VARIABLES = frozenset("abceijkmnxyz")
"""Letters that a bracket multiplies; before other letters it holds an argument."""
_SIZES = frozenset("bcdhijklmnpqrstwCDHKLMNTW")
"""Letters that count rows and columns: between two of these × is `by`."""
_FIELDS = {"×": "the curl of", "·": "the divergence of", "⋅": "the divergence of"}
_INVISIBLE = frozenset("\u2061\u2062\u2063\u2064")
_SIDES = {"↗": "up to", "↘": "down to"}
_FROM = {"up to": "from below ", "down to": "from above "}
_ROOTS = {"2": "square", "3": "cube"}


def say_tree(tree: Node) -> str:
    """The words of a formula."""
    said = " ".join(_say(tree).split())
    return said.replace(" ,", ",").replace(" :", ":").strip(", ")


def _say(node: Node | None) -> str:
    match node:
        case None:
            return ""
        case Row(nodes):
            return _row(grouped(_worded(nodes, at_least=4)))
        case Group():
            return _group(node)
        case Number(figures):
            return number(figures)
        case Name():
            return _name(node)
        case Sign(text):
            return _sign(text)
        case Fraction():
            return _fraction(node)
        case Root(inside, degree):
            return _root(inside, degree)
        case Accented(base, mark):
            return f"{_say(base)} {mark}"
        case Scripted():
            return _scripted(node)
        case Table():
            return _table(node)


def _worded(nodes: tuple[Node, ...], at_least: int) -> tuple[Node, ...]:
    """Letters that together are a word, as in `C_{decoded}`, as one name."""
    letters = [node.text for node in nodes if isinstance(node, Name) and len(node.text) == 1 and node.text.isascii()]
    if len(letters) != len(nodes) or len(letters) < at_least or not any(c in "aeiouy" for c in letters[1:]):
        return nodes
    return (Name("".join(letters)),) if "".join(letters[1:]).islower() else nodes


def _group(group: Group) -> str:
    inside = list(group.inside)
    match group.opened:
        case "|" | "∣":
            size = len(inside) == 1 and isinstance(inside[0], Name) and inside[0].text.isupper()
            return f"the {'size' if size else 'absolute value'} of {_row(inside)}"
        case "‖" | "∥":
            return f"the norm of {_row(inside)}"
        case "⌊":
            return f"the floor of {_row(inside)}"
        case "⌈":
            return f"the ceiling of {_row(inside)}"
        case "⟨":
            return f"the inner product of {_row(inside)}".replace(" , ", " and ", 1)
        case "{":
            return _set(inside)
        case _:
            return _interval(group) or f", {_row(inside)},"


def _interval(group: Group) -> str:
    """`[0, 1]` → zero to one; a half-open bracket as well."""
    commas = [at for at, node in enumerate(group.inside) if isinstance(node, Sign) and node.text in ",;"]
    if len(commas) != 1 or ("[" not in (group.opened, group.closed) and "]" not in (group.opened, group.closed)):
        return ""
    return f"{_row(list(group.inside[: commas[0]]))} to {_row(list(group.inside[commas[0] + 1 :]))}"


def _set(inside: list[Node]) -> str:
    if len(inside) == 1 and isinstance(inside[0], Row):
        inside = grouped(inside[0].nodes)
    for at, node in enumerate(inside):
        if isinstance(node, Sign) and node.text in "|∣:" and at:
            return f"the set of all {_row(inside[:at])} such that {_row(inside[at + 1 :])}"
    return f"the set {_row(inside)}" if inside else "the empty set"


def _row(nodes: list[Node]) -> str:
    said: list[str] = []
    at = 0
    while at < len(nodes):
        taken, words = _next(nodes, at)
        said.append(words)
        at += taken
    return " ".join(said)


def _next(nodes: list[Node], at: int) -> tuple[int, str]:
    """How many nodes are said together from here, and how."""
    node = nodes[at]
    before = nodes[at - 1] if at else None
    after = nodes[at + 1] if at + 1 < len(nodes) else None
    if isinstance(node, Name) and node.text == "arg" and _function(after) in {"max", "min"}:
        return 2, _applied(_renamed(after, f"arg{_function(after)}"), None)[0]
    if isinstance(node, Sign) and node.text == ":" and any(text_of(later) in {"→", "⟶"} for later in nodes[at:]):
        return 1, "from"
    if at and _dots(nodes[at : at + 3]) and at + 3 < len(nodes):
        return 3, "to"
    if text_of(node) == "∇" and isinstance(node, Sign) and text_of(after or node) in _FIELDS:
        return 2, _FIELDS[text_of(after or node)]
    if isinstance(node, Sign) and node.text in _INVISIBLE:
        return 1, "times" if _multiplied(before, after) else ""
    if isinstance(node, Sign) and after is not None and (words := _between(node.text, before, after)):
        return 1, words
    if _takes_argument(node, after):
        said, used = _applied(node, after)
        return 1 + used, said
    if isinstance(node, Number | Fraction | Root | Group) and _multiplied(node, after):
        return 1, f"{_say(node)} times"
    mixed = nodes[at + 2] if text_of(after or node) == "\u2064" and at + 2 < len(nodes) else after
    if isinstance(node, Number) and isinstance(mixed, Fraction) and _figures(mixed.above) and _figures(mixed.below):
        return 2 + (mixed is not after), f"{_say(node)} and {_say(mixed)}"
    if isinstance(node, Number | Fraction) and isinstance(after, Sign) and after.text == "/":
        below = nodes[at + 2] if at + 2 < len(nodes) else None
        if isinstance(node, Number) and isinstance(below, Number):
            return 3, fraction(node.figures, below.figures)
    return 1, _say(node)


def _multiplied(before: Node | None, after: Node | None) -> bool:
    """Whether a product that is written without a sign is clearer with `times`: 2(x + 1), √a√b."""
    if isinstance(before, Root) and isinstance(after, Root):
        return True
    binomial = isinstance(after, Fraction) and not after.bar
    core = after.base if isinstance(after, Scripted) else after
    bracket = (isinstance(core, Group) and core.opened in "([") or binomial
    return bracket and (
        isinstance(before, Number | Fraction | Name) or (isinstance(before, Group) and before.opened == "(")
    )


def _dots(nodes: list[Node]) -> bool:
    """`, …,` between the first and the last of a row."""
    return [text_of(node) for node in nodes] in ([",", "…", ","], [",", "⋯", ","])


def _between(sign: str, before: Node | None, after: Node) -> str:
    """Signs whose words depend on what stands around them."""
    if sign in "×⨯":
        both = all(isinstance(n, Number) for n in (before, after))
        sizes = all(isinstance(n, Name) and n.text in _SIZES for n in (before, after))
        return "by" if both or sizes else "times"
    if sign in "∼≈≃" and before is None:
        return "about"
    if sign in "|∣" and before is not None:
        return "given"
    if sign == "‖" and before is not None:
        return "and"
    if sign == ":":
        return "to" if isinstance(before, Number) else ":"
    if sign == "⊤":
        return "true" if before is None or expects_operand(before) else "transpose"
    return ""


def _function(node: Node | None) -> str:
    """The name of a word-like function, under its scripts and accents."""
    if isinstance(node, Scripted):
        node = node.base
    return node.text if isinstance(node, Name) and node.text in FUNCTIONS else ""


def _renamed(node: Node | None, name: str) -> Node:
    return Scripted(Name(name), node.below, node.above) if isinstance(node, Scripted) else Name(name)


def _core(node: Node) -> Name | None:
    while isinstance(node, Scripted | Accented):
        node = node.base
    return node if isinstance(node, Name) else None


def _takes_argument(node: Node, after: Node | None) -> bool:
    core = _core(node)
    if core is None or after is None or (isinstance(after, Sign) and after.text not in "−-|‖⁡"):
        return False
    if core.text in FUNCTIONS:
        return not isinstance(after, Sign)
    bracket = isinstance(after, Group) and after.opened in "(["
    return bracket and (core.style == "bb" or core.text not in _VARIABLES)


def _applied(node: Node, after: Node | None) -> tuple[str, int]:
    """`f(x)` → f of x, with how many nodes after the function that took."""
    core = _core(node)
    name = core.text if core else ""
    if not isinstance(after, Group) or after.opened not in "([":
        link = " of" if name in NAMED or isinstance(node, Scripted) else ""
        return f"{_say(node)}{link}", 0
    argument = _row(list(after.inside)) or "nothing"
    if isinstance(node, Name) and name == "O":
        return f"order {argument}", 1
    expectation = (core is not None and core.style == "bb") or (name == "E" and after.opened == "[")
    if name in MEASURES and expectation:
        over = f" over {_say(node.below)}" if isinstance(node, Scripted) and node.below else ""
        return f"{MEASURES[name].removesuffix(' of')}{over} of {argument}", 1
    return f"{_say(node)} of {argument}", 1


@lru_cache(maxsize=512)
def letter(character: str) -> str:
    """The name of a letter that is not Latin: `β` → beta; a Latin one is itself."""
    if character.isascii():
        return character
    name = unicodedata.name(unicodedata.normalize("NFKC", character)[:1], "")
    if name.startswith("GREEK"):
        said = name.split(" WITH ")[0].split()[-1].lower().replace("lamda", "lambda")
        said = "sigma" if "FINAL" in name else said
        return said.capitalize() if "CAPITAL" in name else said
    return character if name.startswith("LATIN") else unicode_name(character)


@lru_cache(maxsize=512)
def unicode_name(character: str) -> str:
    """What Unicode calls a character, as words: the last resort."""
    name = unicodedata.name(character, "").lower()
    for noise in (" sign", "n-ary ", " operator", "mathematical ", " symbol", "modifier letter ", "white ", "black "):
        name = name.replace(noise, "")
    return name.replace("-", " ") if name.isascii() and not any(c.isdecimal() for c in name) else ""


def _name(name: Name) -> str:
    if name.text in FUNCTIONS:
        return f"the {FUNCTIONS[name.text]}" if name.text in NAMED else FUNCTIONS[name.text]
    if name.style == "bb" and name.text in BLACKBOARD:
        return BLACKBOARD[name.text]
    if name.text in SIGNS:
        return SIGNS[name.text]
    return letter(name.text) if len(name.text) == 1 else name.text


def _sign(text: str) -> str:
    for table in (RELATIONS, OPERATORS, SIGNS):
        if text in table:
            return table[text]
    if text in BIG:
        return f"the {BIG[text]} of"
    if text in ",;":
        return ","
    return "" if text.isascii() or text in CLOSERS else unicode_name(text)


def _figures(node: Node | None) -> str:
    """The figures of a number, with its minus; else nothing."""
    if isinstance(node, Number):
        return node.figures
    if isinstance(node, Row) and len(node.nodes) == 2:
        sign, value = node.nodes
        if isinstance(sign, Sign) and sign.text in "−-" and isinstance(value, Number):
            return "-" + value.figures
    return ""


def _fraction(node: Fraction) -> str:
    if not node.bar:
        return f"{_say(node.above)} choose {_say(node.below)}"
    above, below = _figures(node.above), _figures(node.below)
    if above.isdecimal() and below.isdecimal():
        return fraction(above, below)
    pause = "," if len(nodes_of(node.above)) > 2 else ""
    return f"{_say(node.above)}{pause} over {_say(node.below)}"


def _root(inside: Node, degree: Node | None) -> str:
    figures = _figures(degree) if degree is not None else "2"
    if figures in _ROOTS:
        kind = _ROOTS[figures]
    elif figures.isdecimal():
        kind = ordinal(figures)
    else:
        kind = f"{_say(degree)}-th" if isinstance(degree, Name) else _say(degree)
    return f"the {kind} root of {_say(inside)}"


def _table(node: Table) -> str:
    if node.fence in {"(", "["}:
        return "the matrix on screen"
    if node.fence == "|":
        return "the determinant on screen"
    return ", ".join(" ".join(_say(cell) for cell in cells) for cells in node.rows)


def _scripted(node: Scripted) -> str:
    base, name = node.base, _function(node.base)
    sign = base.text if isinstance(base, Sign) else ""
    if sign in BIG:
        return _ranged(f"the {BIG[sign]}", node, "over") + " of"
    if sign == "∇" and node.below is not None:
        return f"the gradient with respect to {_script(node.below)} of"
    if name == "lim":
        return f"the limit as {_approach(node.below)}"
    if name in {"log", "lg"} and node.below is not None and node.above is None:
        return f"log base {_say(node.below)}"
    if name in OVER and node.below is not None:
        return _ranged(f"the {FUNCTIONS[name]}", node, "over")
    if isinstance(base, Group) and node.below is not None:
        if base.opened in "‖∥":
            said = f"the {_script(node.below)} norm of {_row(list(base.inside))}"
            return _raised(said, node) if node.above is not None else said
        if any(text_of(part) == "=" for part in nodes_of(node.below)):
            return _ranged(_say(base), node, "for")
    if name and node.above is not None and node.below is None and _figures(node.above) not in {"-1", "2", "3"}:
        return f"the {_ordinal(node.above)} power of {FUNCTIONS[name]}"
    if name and _figures(node.above) == "-1":
        return f"inverse {FUNCTIONS[name]}"
    said = base.text if isinstance(base, Name) and base.style else _say(base)
    if node.below is not None:
        said = f"{said} sub {_script(node.below)}"
    return _raised(said, node) if node.above is not None else said


def _ordinal(node: Node) -> str:
    figures = _figures(node)
    return ordinal(figures) if figures.isdecimal() else _script(node)


def _ranged(said: str, node: Scripted, single: str) -> str:
    """`∑` with limits: from … to …, or over … ."""
    if node.below is not None and node.above is not None:
        return f"{said} from {_say(node.below)} to {_say(node.above)}"
    return f"{said} {single} {_say(node.below or node.above)}"


def _approach(below: Node | None) -> str:
    if below is None:
        return ""
    side = next((words for sign, words in _SIDES.items() if any(text_of(node) == sign for node in nodes_of(below))), "")
    return _say(below).replace(f" {side or 'to'} ", f" goes to {_FROM.get(side, '')}", 1)


def _script(node: Node) -> str:
    if isinstance(node, Name) and len(node.text) > 1:
        return node.text
    return _row(grouped(_worded(nodes_of(node), at_least=3)))


def _number_set(name: str, power: str, above: Node | None) -> str:
    """`ℝ²` → R two; `ℚ⁺` → the positive rational numbers; `ℝ^d` → R to the d."""
    if power in {"+", "−"}:
        return f"the {'positive' if power == '+' else 'negative'} {BLACKBOARD[name].removeprefix('the ')}"
    return f"{name} {number(power)}" if power.isdecimal() else f"{name} to the {_script(above or Row(()))}"


def _raised(said: str, node: Scripted) -> str:
    above, base = node.above, node.base
    text = above.text if isinstance(above, Name | Sign) else _figures(above)
    if isinstance(base, Name) and base.style and base.text in BLACKBOARD:
        return _number_set(base.text, text, above)
    if isinstance(base, Number) and text in {"st", "nd", "rd", "th"}:
        return ordinal(base.figures)
    letters = "".join(n.text for n in nodes_of(above) if isinstance(n, Name))
    if letters in {"th", "st", "nd", "rd"} and len(nodes_of(above)) == len(letters):
        return ordinal(base.figures) if isinstance(base, Number) else f"{said}-th"
    if text in POWERS and not (isinstance(base, Number) and text == "T"):
        return f"{said} {POWERS[text]}"
    name = (_core(base) or Name("")).text
    if text == "-1" and (name.isupper() or name in {"f", "g", "h"}):
        return f"{said} inverse"
    return f"{said} to the {_script(above)}" if above is not None else said
