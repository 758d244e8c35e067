"""Which figure or table of the paper a claim speaks of: `Figure 3`, `Fig. 3`, `Table 2`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from radio.model import Claim, Document, Figure

_NAMED = re.compile(
    r"\b(?P<kind>fig(?:ure|\.)?|tab(?:le|\.)?|algorithm)\s*(?P<number>\d+|[IVX]+\b)",
    re.IGNORECASE,
)
_KINDS = {"f": "figure", "t": "table", "a": "algorithm"}


def spoken_of(claims: Sequence[Claim], document: Document) -> Figure | None:
    """The first figure that a claim's quote names or whose caption it is taken from."""
    by_name = {name: figure for figure in document.figures for name in _names(figure.caption[:20])}
    for claim in claims:
        for name in _names(claim.quote):
            if (figure := by_name.get(name)) and 1 <= figure.page <= len(document.pages):
                return figure
    return None


def _names(text: str) -> Iterator[tuple[str, str]]:
    for match in _NAMED.finditer(text):
        yield _KINDS[match["kind"][0].lower()], match["number"].upper()
