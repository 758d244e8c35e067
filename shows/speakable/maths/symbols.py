"""The signs of mathematics: LaTeX command → character, character → words. Data only.

A character that no table has is said by its Unicode name.
"""

from __future__ import annotations

from shows.words.latex import NAMES

COMMANDS = NAMES | {
    "leqslant": "≤", "geqslant": "≥", "lesssim": "≲", "gtrsim": "≳", "cong": "≅", "perp": "⊥", "parallel": "∥",
    "sim": "∼", "circ": "∘", "star": "⋆", "ast": "∗", "bullet": "•", "oplus": "⊕", "otimes": "⊗", "odot": "⊙",
    "setminus": "∖", "backslash": "∖", "emptyset": "∅", "varnothing": "∅", "supset": "⊃", "supseteq": "⊇", "iff": "⇔",
    "implies": "⇒", "mapsto": "↦", "longrightarrow": "→", "longmapsto": "↦", "gets": "←", "hookrightarrow": "→",
    "land": "∧", "wedge": "∧", "lor": "∨", "vee": "∨", "lnot": "¬", "neg": "¬", "top": "⊤", "bot": "⊥", "div": "÷",
    "oint": "∮", "iint": "∬", "coprod": "∐", "bigcup": "⋃", "bigcap": "⋂", "bigoplus": "⊕", "bigotimes": "⊗",
    "lvert": "|", "rvert": "|", "vert": "|", "lVert": "‖", "rVert": "‖", "Vert": "‖", "|": "‖", "lfloor": "⌊",
    "rfloor": "⌋", "lceil": "⌈", "rceil": "⌉", "hbar": "ℏ", "Re": "ℜ", "Im": "ℑ", "aleph": "ℵ", "prime": "′",
    "degree": "°", "angle": "∠", "triangle": "△", "ddots": "…", "vdots": "…", "colon": ":", "doteq": "≐",
    "asymp": "≍",
    "models": "⊨", "vdash": "⊢", "therefore": "∴", "because": "∵", "Longrightarrow": "⇒", "rightleftharpoons": "⇌",
    "lbrace": "{", "rbrace": "}", "{": "{", "}": "}", "lbrack": "[", "rbrack": "]", "triangleq": "≜", "coloneqq": "≔",
    "preceq": "⪯", "succeq": "⪰", "nmid": "∤", "ltimes": "⋉", "rtimes": "⋊", "S": "§", "P": "¶", "pounds": "£",
    "vartheta": "θ", "varrho": "ρ", "varsigma": "σ", "varpi": "π", "Upsilon": "Υ", "digamma": "ϝ", "checkmark": "✓",
}  # fmt: skip

IGNORED = frozenset(
    [
        "\\left",
        "\\right",
        "\\big",
        "\\Big",
        "\\bigg",
        "\\Bigg",
        "\\bigl",
        "\\bigr",
        "\\Bigl",
        "\\Bigr",
        "\\biggl",
        "\\biggr",
        "\\middle",
        "\\displaystyle",
        "\\textstyle",
        "\\scriptstyle",
        "\\limits",
        "\\nolimits",
        "\\quad",
        "\\qquad",
        "\\,",
        "\\;",
        "\\:",
        "\\!",
        "\\>",
        "\\",
        "",
        "~",
        "\\\\",
        "\\nonumber",
        "\\bf",
        "\\it",
        "\\rm",
        "\\tt",
        "\\sf",
        "\\em",
        "\\cal",
        "\\mathstrut",
        "\\strut",
        "\\hfill",
        "\\noindent",
        "\\bigm",
        "\\notag",
    ]
)

STYLES = {
    "text": "word", "mathrm": "word", "operatorname": "word", "textrm": "word", "textit": "word", "textbf": "word",
    "mathit": "word", "mathsf": "word", "mathtt": "word", "textsc": "word", "texttt": "word", "textsf": "word",
    "mbox": "word", "emph": "word", "textnormal": "word", "mathbf": "letter", "mathcal": "letter", "bm": "letter",
    "boldsymbol": "letter", "mathscr": "letter", "mathfrak": "letter", "underline": "letter", "underbrace": "letter",
    "overbrace": "letter", "pmb": "letter", "ensuremath": "letter", "mathbb": "bb", "mathds": "bb", "Bbb": "bb",
    "textsuperscript": "letter", "textsubscript": "letter", "boxed": "letter", "mathop": "letter",
    "mathbin": "letter",
}  # fmt: skip

ACCENTS = {
    "hat": "hat", "widehat": "hat", "bar": "bar", "overline": "bar", "tilde": "tilde", "widetilde": "tilde",
    "vec": "vector", "overrightarrow": "vector", "dot": "dot", "ddot": "double dot", "check": "check",
    "breve": "breve", "acute": "acute", "grave": "grave",
}  # fmt: skip

FUNCTIONS = {
    "log": "log", "ln": "natural log", "exp": "exp", "lg": "log", "sin": "sine", "cos": "cosine", "tan": "tangent",
    "sec": "secant", "csc": "cosecant", "cot": "cotangent", "sinh": "hyperbolic sine", "cosh": "hyperbolic cosine",
    "tanh": "hyperbolic tangent", "arcsin": "arc sine", "arccos": "arc cosine", "arctan": "arc tangent",
    "sech": "hyperbolic secant", "csch": "hyperbolic cosecant", "coth": "hyperbolic cotangent", "max": "max",
    "min": "min", "sup": "supremum", "inf": "infimum", "lim": "limit", "limsup": "limit superior",
    "liminf": "limit inferior", "argmax": "arg max", "argmin": "arg min", "arg": "arg", "det": "determinant",
    "dim": "dimension", "ker": "kernel", "deg": "degree", "gcd": "greatest common divisor",
    "hom": "homomorphism", "Hom": "homomorphism", "Ker": "kernel",
    "Pr": "probability", "Var": "variance", "Cov": "covariance", "softmax": "soft max", "sigmoid": "sigmoid",
    "tr": "trace", "Tr": "trace", "rank": "rank", "diag": "diagonal", "sign": "sign", "sgn": "sign", "poly": "poly",
    "polylog": "poly log", "relu": "re-lu", "mod": "mod", "erf": "error function",
}  # fmt: skip
"""Functions that are written as words; what follows one is its argument."""

OVER = frozenset({"max", "min", "sup", "inf", "argmax", "argmin", "sum", "∑", "∏", "⋃", "⋂", "∐"})
"""What stands below these is what they range over."""

NAMED = frozenset({"det", "ker", "dim", "hom", "Pr", "Var", "Cov", "tr", "Tr", "lim", "rank", "ln", "gcd"})
"""Said with an article and `of`: the variance of X."""

BIG = {
    "∑": "sum", "∏": "product", "∫": "integral", "⋃": "union", "⋂": "intersection", "∐": "coproduct",
    "∮": "contour integral", "∬": "double integral",
}  # fmt: skip

RELATIONS = {
    "=": "equals", "<": "less than", ">": "greater than", "≤": "at most", "≥": "at least", "⩽": "at most",
    "⩾": "at least", "≠": "not equal to", "≈": "approximately equal to", "≃": "approximately equal to",
    "≅": "congruent to", "≡": "equivalent to", "≪": "much less than", "≫": "much greater than", "≲": "at most about",
    "≳": "at least about", "∈": "in", "∉": "not in", "∋": "contains", "⊂": "is a subset of", "⊆": "is a subset of",
    "⊃": "is a superset of", "⊇": "is a superset of", "⊄": "not a subset of", "∝": "proportional to", "≺": "precedes",
    "≻": "succeeds", "⪯": "precedes or equals", "⪰": "succeeds or equals", "→": "to", "⟶": "to", "←": "from",
    "↔": "to and from", "↦": "maps to", "↗": "up to", "↘": "down to", "⇒": "implies", "⟹": "implies",
    "⇔": "if and only if",
    "≔": "defined as",
    "≜": "defined as", "∼": "distributed as", "⊥": "perpendicular to", "∥": "parallel to", "⊨": "models",
    "⊢": "proves",
    "∣": "divides", "∤": "does not divide", "≐": "approaches", "⇌": "is in equilibrium with",
    "⇄": "goes back and forth to",
    "⟂": "perpendicular to", "≍": "of the order of", "≟": "equal, perhaps, to", "⟺": "if and only if", "⟵": "from",
}  # fmt: skip

OPERATORS = {
    "+": "plus", "−": "minus", "±": "plus or minus", "∓": "minus or plus", "×": "times", "·": "times", "⋅": "times",
    "∗": "times", "÷": "divided by", "/": "over", "∘": "of", "∪": "union", "∩": "intersection", "∖": "without",
    "∧": "and", "∨": "or", "⊕": "direct sum", "⊗": "tensor", "⊙": "times", "∆": "delta", "△": "triangle", "⋆": "star",
    "⨯": "times", "⋉": "left semidirect product", "⋊": "right semidirect product", "•": "dot",
}  # fmt: skip

SIGNS = {
    "∞": "infinity", "∅": "the empty set", "∀": "for all", "∃": "there exists", "∄": "there is no", "∂": "partial",
    "∇": "the gradient of", "¬": "not", "…": "dot dot dot", "⋯": "dot dot dot", "⋮": "dot dot dot",
    "⋱": "dot dot dot",
    "′": "prime", "″": "double prime", "‴": "triple prime", "!": "factorial", "°": "degrees", "%": "percent", "ℓ":
     "ell",
    "ℏ": "h bar", "ℜ": "the real part of", "ℑ": "the imaginary part of", "ℵ": "aleph", "⊤": "transpose",
    "∴": "therefore", "∵": "because", ":": "colon", "√": "the square root of", "∠": "angle", "&": "and",
    "#": "number",
    "§": "section", "¶": "paragraph", "✓": "check", "⊥": "perpendicular", "⁢": "", "⁡": "", "⁣": "", "\u2064": "",
    "$": "dollars", "£": "pounds", "€": "euros", "†": "dagger", "‡": "double dagger", "@": "at", "^": "hat",
}  # fmt: skip

BLACKBOARD = {
    "R": "the reals", "N": "the natural numbers", "Z": "the integers", "Q": "the rational numbers",
    "C": "the complex numbers",
}  # fmt: skip

MEASURES = {"E": "the expectation of", "P": "the probability of", "V": "the variance of"}
"""Blackboard letters that take a bracket: what they do to it."""

POWERS = {
    "2": "squared", "3": "cubed", "T": "transpose", "⊤": "transpose", "∗": "star", "⋆": "star", "′": "prime",
    "″": "double prime", "‴": "triple prime", "†": "dagger", "+": "plus", "−": "minus", "∘": "degrees",
    "°": "degrees", "⊥": "perp", "th": "th", "*": "star",
}  # fmt: skip

SUPERSCRIPTS = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ", "0123456789+-=()ni")
SUBSCRIPTS = str.maketrans("₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎ₐₑₒₓᵢⱼᵣᵤᵥₙₜₖₘₚₛₗₕ", "0123456789+-=()aeoxijruvntkmpslh")
