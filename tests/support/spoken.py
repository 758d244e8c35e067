"""When two spoken texts are the same words: the equivalences by which golden items and other people's cases are
judged.

`words` is for our own golden items. It ignores case, accents, punctuation and hyphens, the `and` inside a number,
British or American units, `about` for `approximately`, and whether a name made of words is written as one
(`ImageNet`, `Image Net`). It keeps the difference between a spelled acronym (`R A G`) and a word (`Rag`).

`nemo` is for NeMo's cases, which write acronyms unspaced: there, spaces are ignored as well. A date is the same
whether the day or the month comes first; `x` after a number is `times`.

`maths` is for MathCAT and the Speech Rule Engine, which speak to people who write the formula down. Ignored are the
words that only bracket (`the`, `of`, `open paren`, `end fraction`, `raised`, `power`, `quantity`), `cap` before a
letter; the fraction with a numerator and a denominator is `over`; `negative` is `minus`; `is equal to` is `equals`;
an ordinal exponent is its number; set membership has one word; figures are their words.
"""

from __future__ import annotations

import re
import unicodedata
from pathlib import Path

from num2words import num2words

GOLDEN = Path(__file__).parents[1] / "shows/speakable/golden"


def golden() -> list[tuple[str, str, list[str]]]:
    """Every golden item: file and line, written, the acceptable spoken forms."""
    items = []
    for path in sorted(GOLDEN.glob("*.tsv")):
        for at, line in enumerate(path.read_text().splitlines(), 1):
            if line.strip() and not line.startswith("#"):
                written, _, rest = line.partition("\t")
                spoken = rest.partition("\t#")[0]
                items.append((f"{path.name}:{at}", written, spoken.split("|")))
    return items


_SAME = {
    "approximately": "about", "roughly": "about", "kelvins": "kelvin", "archive": "arxiv",
}  # fmt: skip
_NUMBER_AND = re.compile(r"\b(hundred|thousand|million|billion) and (?=(?:[a-z]+teen|[a-z]+ty|one|two|three|four|five"
                         r"|six|seven|eight|nine|ten|eleven|twelve)\b)")  # fmt: skip
_IS = re.compile(r"\bis (?=less|greater|at most|at least|not equal|much|about|equal)")


def words(text: str) -> str:
    """The words of a spoken text in the one form that is compared."""
    tokens = [_british(_SAME.get(token, token)) for token in _tokens(text)]
    line = _IS.sub("", _NUMBER_AND.sub(r"\1 ", _NUMBER_AND.sub(r"\1 ", " ".join(tokens))))
    return re.sub(r"(?<=\w\w) (?=\w\w)", "", line).strip()


def _tokens(text: str) -> list[str]:
    plain = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return re.sub(r"[^\w\s]", " ", re.sub(r"['’]", "", plain)).split()


def _british(token: str) -> str:
    return re.sub(r"(met|lit)er(s?)$", r"\1re\2", token)


_MONTHS = "january|february|march|april|may|june|july|august|september|october|november|december"
_DAY_FIRST = re.compile(rf"\bthe ([a-z ]+?) of ({_MONTHS})\b")


def nemo(text: str) -> str:
    line = _NUMBER_AND.sub(r"\1 ", " ".join(_tokens(text)))
    line = re.sub(r"\bx\b", "times", _DAY_FIRST.sub(r"\2 \1", line))
    line = re.sub(r"(dollars?|euros?|pounds?) and (?=\w+(?: \w+)? (?:cents?|penny|pence))", r"\1 ", line)
    return "".join(_british(_SAME.get(token, token)) for token in line.split())


_BRACKETING = frozenset(
    ("the", "of", "is", "open", "close", "paren", "parens", "bracket", "brace", "end", "root", "cap", "raised", "power",
     "exponent", "fraction", "quantity", "with", "numerator", "comma", "sub", "subscript", "super", "superscript",
     "enclosing", "enclosure", "all", "an", "from", "interval")
)  # fmt: skip
_PHRASES = (
    (r"\band denominator\b", "over"), (r"\beigh\b", "a"), (r"\bl n\b", "natural log"),
    (r"\bis equal to\b|\bequal to\b", "equals"),
    (r"\bis (?:not )?(?:a member|an element) of\b", "MEMBER"), (r"\bbelongs to\b", "in"),
    (r"\bnegative\b", "minus"), (r"\bdel\b", "gradient"), (r"\bcross\b", "times"), (r"\bby\b", "times"),
    (r"\bdot\b(?! dot)", "dot"), (r"\bl n\b", "natural log"), (r"\bexponential\b", "exp"),
    (r"\bless than or equals\b", "at most"), (r"\bgreater than or equals\b", "at least"),
    (r"\bslash\b", "over"), (r"\bexclamation point\b", "factorial"), (r"\bright arrow\b", "vector"),
    (r"\bbinomial\b", ""), (r"\blimit as\b", "limit"), (r"\bgoes to\b", "approaches"), (r"\breal numbers\b", "reals"),
)  # fmt: skip
_ORDINALS = {num2words(n, to="ordinal"): num2words(n) for n in range(2, 100)} | {"nth": "n", "kth": "k", "ith": "i"}
_SHARES = {num2words(n, to="ordinal") + "s": num2words(n, to="ordinal") for n in range(3, 100)} | {
    "halves": "half", "quarters": "fourth", "quarter": "fourth"}  # fmt: skip


def maths(text: str) -> str:
    line = re.sub(r"\b([a-z])-th\b", r"\1th", text.casefold().replace("’", "'"))
    line = re.sub(r"\d+(?:,\d{3})*(?:\.\d+)?", _spelled, line)
    line = " ".join(re.sub(r"[^\w\s]", " ", line).split())
    for pattern, same in _PHRASES:
        line = re.sub(pattern, same if same != "MEMBER" else lambda m: "not in" if "not" in m.group() else "in", line)
    line = re.sub(rf"\bto (?:the )?({'|'.join(_ORDINALS)})\b", lambda m: "to " + _ORDINALS[m.group(1)], line)
    tokens = [_SHARES.get(token, token) for token in line.split() if token not in _BRACKETING]
    line = re.sub(r"\b(hundred|thousand|million) and\b", r"\1", " ".join(tokens))
    return line


def _spelled(match: re.Match[str]) -> str:
    whole, _, part = match.group().replace(",", "").partition(".")
    said = num2words(int(whole)).replace(",", "")
    return f" {said} point {' '.join(num2words(int(d)) for d in part)} " if part else f" {said} "
