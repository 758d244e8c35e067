"""LaTeX mark-up in running text → the same text in plain Unicode, as captions show it.

In: a title or sentence as arXiv stores it.  Out: commands resolved, references dropped, small formulas written with
Unicode letters. Never reads a formula aloud (that is `speakable`), and leaves what it does not know in place, so
that whoever needs clean prose can tell.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable

from radio.rules import Rule, Rules, any_word, either

GREEK = {
    "alpha": "α", "beta": "β", "gamma": "γ", "delta": "δ", "epsilon": "ε", "varepsilon": "ε", "zeta": "ζ",
    "eta": "η", "theta": "θ", "iota": "ι", "kappa": "κ", "lambda": "λ", "mu": "μ", "nu": "ν", "xi": "ξ", "pi": "π",
    "rho": "ρ", "sigma": "σ", "tau": "τ", "upsilon": "υ", "phi": "φ", "varphi": "φ", "chi": "χ", "psi": "ψ",
    "omega": "ω", "Gamma": "Γ", "Delta": "Δ", "Theta": "Θ", "Lambda": "Λ", "Xi": "Ξ", "Pi": "Π", "Sigma": "Σ",
    "Phi": "Φ", "Psi": "Ψ", "Omega": "Ω",
}  # fmt: skip
SYMBOLS = {
    "times": "×", "cdot": "·", "pm": "±", "mp": "∓", "leq": "≤", "le": "≤", "geq": "≥", "ge": "≥", "neq": "≠",
    "ne": "≠", "approx": "≈", "sim": "~", "simeq": "≈", "equiv": "≡", "to": "→", "rightarrow": "→", "mapsto": "→",
    "leftarrow": "←", "leftrightarrow": "↔", "Rightarrow": "⇒", "Leftrightarrow": "⇔", "uparrow": "↑",
    "downarrow": "↓", "in": "∈", "notin": "∉", "subset": "⊂", "subseteq": "⊆", "cup": "∪", "cap": "∩", "infty": "∞",
    "ell": "ℓ", "partial": "∂", "nabla": "∇", "sum": "∑", "prod": "∏", "int": "∫", "ll": "≪", "gg": "≫",
    "prec": "≺", "succ": "≻", "langle": "⟨", "rangle": "⟩", "ldots": "…", "dots": "…", "cdots": "…", "circ": "°",
    "star": "*", "ast": "*", "dagger": "†", "forall": "∀", "exists": "∃", "mid": "|", "propto": "∝",
    "log": "log", "exp": "exp", "max": "max", "min": "min", "sup": "sup", "inf": "inf", "argmax": "argmax",
    "argmin": "argmin", "lim": "lim", "sin": "sin", "cos": "cos", "tan": "tan", "tanh": "tanh", "det": "det",
    "Pr": "Pr", "textasciitilde": "~", "textbackslash": " ", "textasciicircum": "^", "S": "§", "LaTeX": "LaTeX",
    "TeX": "TeX", "ie": "i.e.", "eg": "e.g.", "etal": "et al.",
}  # fmt: skip
NAMES = {**GREEK, **SYMBOLS}
_SUPER = str.maketrans("0123456789+-=()n", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿ")
_SUB = str.maketrans("0123456789+-=()aeoxijrv", "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₒₓᵢⱼᵣᵥ")
_SUPER_CHARS, _SUB_CHARS = frozenset("0123456789+-=()n"), frozenset("0123456789+-=()aeoxijrv")

_DROPPED = re.compile(r"~?\\(?:cite[a-zA-Z]*|footnote|footnotemark|thanks|label|ref|eqref|autoref|vspace|hspace)\*?"
                      r"(?:\[[^\]]*\]){0,2}\{[^{}]*\}")  # fmt: skip
_HREF = re.compile(r"\\href\s*\{[^{}]*\}\s*\{([^{}]*)\}")
_COLOUR = re.compile(r"\\(?:text)?color\s*\{[^{}]*\}")
_WRAPPERS = either(
    "text(?:bf|it|sc|tt|sf|rm|sl|up|md|normal|superscript|subscript|color)?",
    any_word("emph underline uline url mbox textsf"),
    "math(?:rm|bf|it|sf|tt|cal|bb|frak|scr|bm)",
    any_word("boldsymbol bm operatorname mathrm texttt overline bar hat tilde widehat widetilde vec dot blue red"),
    any_word("tfrac ensuremath"),
)
_WRAPPED = re.compile(rf"\\(?:{_WRAPPERS})\*?\s*\{{([^{{}}]*)\}}")
_SWITCHES = any_word(
    "bf it em sc tt rm sf cal small large noindent par left right big[lr]? Big[lr]? displaystyle limits nolimits quad",
    "qquad item centering newline",
)
_SWITCH = re.compile(rf"\\(?:{_SWITCHES})(?![A-Za-z])")
_FRACTION = re.compile(r"\\[td]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}")
_ROOT = re.compile(r"\\sqrt\s*\{([^{}]*)\}")
_NAMED = re.compile(r"\\([A-Za-z]+)")
_ACCENT = re.compile(r"\{?\\([`'^\"~=.])\{?([A-Za-z])\}{0,2}")
_COMBINING = {"`": "\u0300", "'": "\u0301", "^": "\u0302", '"': "\u0308", "~": "\u0303", "=": "\u0304", ".": "\u0307"}
_SHORT = re.compile(r"\\(ie|eg|etal)\b")
_THIN = re.compile(r"\\[,;:!> ]")
_ESCAPED = re.compile(r"\\([%&#_{}$])")
_POWER = re.compile(r"\^(?:\{([^{}]*)\}|([A-Za-z0-9*]))")
_INDEX = re.compile(r"_(?:\{([^{}]*)\}|([A-Za-z0-9]))")
_AMOUNT = r"\d[\d,]*(?:\.\d+)?\s?(?:[kKMB]\b|million|billion|trillion)?"
_NO_FORMULA = r"(?![A-Za-z]|[\d.]*\s*[$\\^_=+*/<>{}%])"
_DELIMITED = Rules(
    (
        Rule(
            "money",
            rf"(?P<money>\$(?={_AMOUNT}{_NO_FORMULA}))",
            "it costs $40 a day",
        ),
        Rule("a formula in dollars", r"\$\$?([^$]{1,400}?)\$\$?", "so $x$ is"),
        Rule("a formula in round brackets", r"\\\((.{1,400}?)\\\)", r"so \(x\) is"),
        Rule("a formula in square brackets", r"\\\[(.{1,400}?)\\\]", r"so \[x\] is"),
    ),
    flags=re.S,
).pattern
_MONEY_MARK = "\ue000"
_MACRO_NAME = re.compile(r"\\(?=[A-Za-z]*[A-Z])([A-Za-z]{2,})\\?")
_QUOTES = str.maketrans({"“": '"', "”": '"', "‘": "'", "’": "'", "`": "'"})


def plain(text: str) -> str:
    """The text without mark-up: `$\\alpha$-fair \\emph{games}~\\cite{x}` → `α-fair games`."""
    if "\\" in text or "$" in text:
        text = _MACRO_NAME.sub(r"\1", formulas(without_commands(text), _formula))
    text = text.replace("{=}", "=").replace("{,}", ",")
    return " ".join(text.translate(_QUOTES).replace("''", '"').replace("~", " ~").split()).replace("~ ", "~")


def without_commands(text: str) -> str:
    """Text commands resolved: references and notes dropped, emphasis unwrapped. Formulas stay as they are."""
    text = _HREF.sub(r"\1", _COLOUR.sub("", _DROPPED.sub("", text)))
    for _ in range(3):
        text = _WRAPPED.sub(r"\1", text)
    return (
        _SWITCH.sub("", _ACCENT.sub(_accented, _SHORT.sub(_latin, text)))
        .replace("\\%", "%")
        .replace("\\&", "&")
        .replace("~", "~")
    )


def _accented(match: re.Match[str]) -> str:
    return unicodedata.normalize("NFC", match.group(2) + _COMBINING[match.group(1)])


def _latin(match: re.Match[str]) -> str:
    return SYMBOLS[match.group(1)]


def formulas(text: str, write: Callable[[str], str]) -> str:
    """The text with each delimited formula replaced by what `write` makes of its inside; `$5 million` stays money."""
    marked = text.replace("\\$", _MONEY_MARK)
    written = _DELIMITED.sub(lambda m: _MONEY_MARK if m.group("money") else write(_inside(m)), marked)
    return written.replace(_MONEY_MARK, "$")


def _inside(match: re.Match[str]) -> str:
    return match.group(2) or match.group(3) or match.group(4) or ""


def symbols(formula: str) -> str:
    """A formula's named symbols as Unicode; powers and indices stay marked by ^ and _."""
    formula = formula.replace("{,}", ",").replace("{-}", "-")
    formula = _ESCAPED.sub(r"\1", _THIN.sub(" ", _SWITCH.sub("", formula)))
    for _ in range(3):
        formula = _ROOT.sub(r"√(\1)", _FRACTION.sub(r"(\1)/(\2)", _WRAPPED.sub(r"\1", formula)))
    return _NAMED.sub(lambda m: NAMES.get(m.group(1), m.group(1)), formula)


def _formula(inside: str) -> str:
    inside = symbols(inside).replace("^°", "°")
    inside = _INDEX.sub(lambda m: _raised(m, _SUB_CHARS, _SUB, "_"), inside)
    inside = _POWER.sub(lambda m: _raised(m, _SUPER_CHARS, _SUPER, "^"), inside)
    return re.sub(r"\{([\w.,%+-]*)\}", r"\1", inside).strip()


def _raised(match: re.Match[str], chars: frozenset[str], table: dict[int, int], mark: str) -> str:
    inside = (match.group(1) if match.group(1) is not None else match.group(2)).strip()
    if set(inside) <= chars:
        return inside.translate(table)
    return f"{mark}{inside}" if len(inside) > 1 or mark == "^" else f"_{inside}"
