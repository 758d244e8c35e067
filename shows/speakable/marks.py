"""Signs and punctuation → words and pauses: the last step, after which only letters and pauses are left.

In: text whose figures and names are words.  Out: one line of letters, hyphens, apostrophes and `, ; : . ? !`.
"""

from __future__ import annotations

import re

from shows.speakable.maths.symbols import BIG, OPERATORS, RELATIONS, SIGNS
from shows.speakable.maths.wording import unicode_name

_SAID = (
    {sign: f"the {name} of" for sign, name in BIG.items()}
    | SIGNS
    | OPERATORS
    | RELATIONS
    | {
        "→": "to", "⟶": "to", "←": "from", "↔": "and", "⇒": "to", "↑": "up", "↓": "down", "~": "about", "≈": "about",
        "≃": "about", "&": "and", "@": "at", "#": "number", "%": "percent", "§": "section", "×": "times", "·": ",",
        "/": "", "∗": "", "*": "", "|": "", "\\": "", "^": "", "_": "", "{": ",", "}": ",", "$": "", '"': "", "…": ",",
        "•": ",", "∘": "of", "©": "copyright", "®": "", "™": "", "†": "", "‡": "", "¶": "", "✓": "yes",
        "✗": "no", "✔": "yes", "✘": "no", "□": "", "■": "", "◦": ",", "▪": ",", "(": ",", ")": ",", "[": ",", "]": ",",
        "—": ",", "–": "", "⟨": ",", "⟩": ",", "\ue001": "", "⊤": "transpose", "‰": "per mille", "∣": "", "′": "prime",
        "½": "one half", "¿": "", "¡": "", "�": "",
    }
)  # fmt: skip
_SIGN = re.compile(r"[^\w\s,;:.?!'-]|_")
_OPTIONAL = re.compile(r"\((?:(?<=[A-Za-z].)(e?s|ies|e?d|ing|ly)\)(?!\w)|(?<!\w.)([A-Za-z]{2,8})-?\)(?=[a-z]))")
_DASH = re.compile(r"\s[-–](?=\s)|--+|—")
_ARROW = re.compile(r"\s?<?[-=]+>\s?")
_COMPARED = {"<=": " at most ", ">=": " at least ", "!=": " not equal to ", "==": " equals "}
_COMPARISON = re.compile(r"<=|>=|!=|==")
_TIMES = re.compile(r"(?<=\w)\s\*\s(?=\w)")
_OUTER = re.compile(r"[-'](?:(?!\w)|(?<!\w.))[-']*")
_OWNER = re.compile(r"'(?<=s.)(?=\s[a-zA-Z])")
_KEPT = "\ue002"
_STOPS = ".?!"
_RUN = re.compile(r"\s+[,;:.?!][\s,;:.?!]*|[,;:.?!](?:\s*[,;:.?!])+\s*|[,;:.?!](?=\w)")


def marked(text: str) -> str:
    """Only letters and pauses."""
    if "(" in text:
        text = _OPTIONAL.sub(r"\1\2", text)
    if ">" in text or "=" in text:
        text = _COMPARISON.sub(lambda m: _COMPARED[m.group()], _ARROW.sub(_arrow, text))
    if "*" in text:
        text = _TIMES.sub(" times ", text)
    text = _SIGN.sub(_word, _DASH.sub(", ", text))
    if "'" in text:
        text = _OWNER.sub(_KEPT, text)
    text = _OUTER.sub(" ", text).replace(_KEPT, "'")
    text = _RUN.sub(_pause, text)
    return " ".join(text.lstrip(" ,;:.?!'-").rstrip(" ,;:'-").split())


def _arrow(match: re.Match[str]) -> str:
    return " to " if ">" in match.group() and len(match.group().strip()) > 1 else match.group()


def _word(match: re.Match[str]) -> str:
    sign = match.group()
    said = _SAID.get(sign)
    if said is None:
        said = unicode_name(sign) if "∀" <= sign <= "⋿" or "⟀" <= sign <= "⫿" else ""
    return ", " if said == "," else f" {said} "


def _pause(match: re.Match[str]) -> str:
    """Of several marks in a row the strongest; what stood between words without a space gets one."""
    found = match.group().replace(" ", "")
    if found in {".", ":"} and match.end() - match.start() == 1:
        return " "
    stops = [mark for mark in found if mark in _STOPS]
    mark = stops[0] if stops and "..." not in found else next((m for m in ";:," if m in found), ",")
    return mark + " "
