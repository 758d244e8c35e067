"""A text → the text without characters that have no shape, and what those characters spell. Pure."""

from __future__ import annotations

import re

_SHAPELESS = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u202a-\u202e\u2060-\u206f\u3164\ufe00-\ufe0f"
    "\ufeff\uffa0\ufff9-\ufffb\U0001d173-\U0001d17a\U000e0000-\U000e0fff]+"
)
_TAGS = re.compile("[\U000e0020-\U000e007e]+")
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]{4,}")
_ZERO_WIDTH = re.compile("[\u200b\u200c\u200d\u2060\ufeff]{8,}")
_FIRST_TAG, _FIRST_SELECTORS, _MORE_SELECTORS = 0xE0000, 0xFE00, 0xE0100


def without(text: str) -> tuple[str, str]:
    """The text as it looks, and what is written in it without a shape: empty for mere joiners and marks."""
    if text.isascii() or not _SHAPELESS.search(text):
        return text, ""
    return _SHAPELESS.sub(_hyphen_or_nothing, text), _spelled(text)


def _hyphen_or_nothing(match: re.Match[str]) -> str:
    """A soft hyphen that is drawn at a line's end is a hyphen; anywhere else it has no shape."""
    return "-" if match.group().endswith("\u00ad") and match.end() == len(match.string) else ""


def _spelled(text: str) -> str:
    """Tags spell ASCII; variation selectors spell bytes; zero-width characters spell bits, in one of two ways."""
    tags = "".join(chr(ord(c) - _FIRST_TAG) for run in _TAGS.findall(text) for c in run)
    selected = bytes(_byte(c) for run in _SELECTORS.findall(text) for c in run).decode(errors="replace")
    bits = " ".join(_of_bits(run) for run in _ZERO_WIDTH.findall(text))
    return " ".join(part for part in (tags, selected, bits) if part.strip())


def _byte(selector: str) -> int:
    code = ord(selector)
    return code - _FIRST_SELECTORS if code < _MORE_SELECTORS else code - _MORE_SELECTORS + 16


def _of_bits(run: str) -> str:
    """Eight marks a letter, the rarer sign of the first place being either 0 or 1; what is no text is told as such."""
    kinds = sorted(set(run))
    if len(kinds) == 2:
        for one in kinds:
            bits = "".join("1" if c == one else "0" for c in run)
            told = "".join(chr(int(bits[at : at + 8], 2)) for at in range(0, len(bits) - 7, 8))
            if told.isprintable() and told.isascii():
                return told
    return f"{len(run)} characters of no width"
