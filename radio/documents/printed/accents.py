"""Accents that a font prints as marks of their own → accents on their letters.

TeX sets the mark before its letter (`Poincar´e`), other programs after it (`Schro¨dinger`). The letter that usually
has the accent takes it; where both could, the one after.
"""

from __future__ import annotations

import re
import unicodedata

_ACCENTS = {
    "´": ("\u0301", "aeiouycnsz"),
    "¨": ("\u0308", "aeiouy"),
    "ˆ": ("\u0302", "aeiou"),
    "˜": ("\u0303", "ano"),
    "ˇ": ("\u030c", "cszrnedt"),
    "˘": ("\u0306", "agu"),
    "¸": ("\u0327", "cst"),
    "˚": ("\u030a", "au"),
    "˝": ("\u030b", "ou"),
    "¯": ("\u0304", "aeiou"),
    "˙": ("\u0307", "zecgi"),
    "˛": ("\u0328", "aeiu"),
}
"""The combining mark of each, and the letters that usually have it."""
_FIRST_OF = {"¸": "cs"}
"""Letters that take a mark after them whatever follows."""
_MARKS = frozenset(_ACCENTS)
_MARKED = re.compile(rf"(?<!\d)(?<!\d\s)([A-Za-zı]?)([{''.join(_ACCENTS)}])(?:(\s?)([A-Za-zı]))?")
_GRAVE = re.compile(r"(?<=[^\W\d_])`([aeiouAEIOU])")


def placed(text: str) -> str:
    """The text with each mark on its letter; a mark that fits no letter stays, and so does a grave used as a quote."""
    if not text.isascii() and not _MARKS.isdisjoint(text):
        text = _MARKED.sub(_on_its_letter, text)
    return _GRAVE.sub(lambda m: _composed(m[1], "\u0300"), text) if "`" in text else text


def _on_its_letter(found: re.Match[str]) -> str:
    before, mark, space, after = found[1], found[2], found[3] or "", found[4] or ""
    accent, usual = _ACCENTS[mark]
    if before and (before == "ı" or before.lower() in _FIRST_OF.get(mark, "")):
        return _composed(before, accent) + space + after
    if after and (after == "ı" or after.lower() in usual):
        return before + _composed(after, accent)
    if before and before.lower() in usual:
        return _composed(before, accent) + space + after
    one = _composed(after, accent)
    return before + one if after and (len(one) == 1 or not before) else found[0]


def _composed(letter: str, accent: str) -> str:
    return unicodedata.normalize("NFC", ("i" if letter == "ı" else letter) + accent)
