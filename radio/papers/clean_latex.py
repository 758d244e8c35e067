"""LaTeX as authors leave it in titles and abstracts → plain text that can be read (pure). Never raises."""

from __future__ import annotations

import re
import unicodedata
from functools import cache

from pylatexenc.latex2text import LatexNodes2Text, MacroTextSpec, get_default_latex_context_db
from pylatexenc.latexwalker import LatexWalkerError
from pylatexenc.latexwalker import get_default_latex_context_db as parsing_context

_SIGNS_OF_LATEX = re.compile(r"[\\${}~^]|``|''|--")
_AMOUNT = re.compile(r"(?<![\\$\w])\$(?=\d[\d.,]*(?:\s|[kKMB]\b|[-/;)]|[.,]?$))")
_DOLLAR = re.compile(r"(?<!\\)\$")
_FREE_SIGN = re.compile(r"(?<!\\)([%#&])")
_REFERENCE = re.compile(r"[\s~]*\\(?:cite[a-zA-Z]*|label|footnote|thanks)\*?(?:\[[^\]]*\])*\{[^{}]*\}")
_COMMAND = re.compile(r"\\([A-Za-z]+)(\{\})?(?=(\s*\{)?)")
_LONG_SCRIPT = re.compile(r"([\^_])\{([^{}\\]*[-+/=,\s<>][^{}\\]*)\}")
_EMPTY_BRACKETS = re.compile(r"\s*(?:\(\s*\)|\[\s*\])")
_BINOMIAL = re.compile(r"\\[dt]?binom\{([^{}]*)\}\{([^{}]*)\}")
_LEFTOVER = re.compile(r"\\([A-Za-z]+)\*?|(?<!\\)[{}$]")
_ESCAPED = re.compile(r"\\([^A-Za-z]?)")
_SWITCHES = frozenset({"bf", "it", "em", "tt", "rm", "sc", "sf", "sl", "cal", "small", "large"})


def clean_latex(text: str) -> str:
    """`$O(n \\log n)$ in \\emph{all} cases, 95\\%` → `O(n log n) in all cases, 95%`, on one line."""
    line = " ".join(text.split())
    if not _SIGNS_OF_LATEX.search(line):
        return line
    prepared = _prepared(line)
    try:
        read = _reader().latex_to_text(prepared, tolerant_parsing=False)
    except (LatexWalkerError, ValueError, IndexError, TypeError, AttributeError, RecursionError):
        read = _stripped(prepared)
    plain = unicodedata.normalize("NFC", "".join(map(_plain_letter, read)))
    return " ".join(_EMPTY_BRACKETS.sub("", plain).split())


def _prepared(line: str) -> str:
    """The same text, in a form that cannot be read as a comment, a half formula or an unknown command."""
    line = _FREE_SIGN.sub(r"\\\1", _REFERENCE.sub("", line))
    dollars, amounts = len(_DOLLAR.findall(line)), len(_AMOUNT.findall(line))
    line = _AMOUNT.sub(r"\\$", line) if dollars % 2 or dollars == amounts else line
    line = _DOLLAR.sub(r"\\$", line) if len(_DOLLAR.findall(line)) % 2 else line
    line = _BINOMIAL.sub(r"(\1 choose \2)", line)
    return _COMMAND.sub(_known_or_named, _LONG_SCRIPT.sub(r"\1{(\2)}", line))


def _known_or_named(command: re.Match[str]) -> str:
    """An author's own command reads as its argument, and without one as its name."""
    if command[1] in _SWITCHES:
        return ""
    if command[1] in _commands() or command[1] in ("begin", "end"):
        return command[0]
    return "" if command[3] else command[1]


def _stripped(line: str) -> str:
    """What is left when the mark-up is only cut away."""
    return _ESCAPED.sub(r"\1", _LEFTOVER.sub(r"\1", line))


def _plain_letter(letter: str) -> str:
    """Letters of the mathematical alphabets as the ordinary ones; everything else as it is."""
    return unicodedata.normalize("NFKC", letter) if "\U0001d400" <= letter <= "\U0001d7ff" else letter


@cache
def _commands() -> frozenset[str]:
    """The commands that the reader knows."""
    known = {
        spec.macroname
        for context in (parsing_context(), get_default_latex_context_db())
        for spec in context.iter_macro_specs()
    }
    return frozenset(known)


@cache
def _reader() -> LatexNodes2Text:
    context = get_default_latex_context_db()
    own = [
        MacroTextSpec("url", simplify_repl="%s"),
        MacroTextSpec("texttt", simplify_repl="%s"),
        *(MacroTextSpec(space, simplify_repl=" ") for space in (",", ";", ":", "quad", "qquad", "enspace")),
        *(MacroTextSpec(nothing, simplify_repl="") for nothing in ("left", "right", "big", "Big", "bigl", "bigr", "!")),
        *(MacroTextSpec(name, simplify_repl=name) for name in ("log", "exp", "max", "min", "sup", "inf", "arg", "lim")),
    ]
    context.add_context_category("station", macros=own, prepend=True)
    return LatexNodes2Text(latex_context=context, math_mode="text", strict_latex_spaces=False, keep_comments=False)
