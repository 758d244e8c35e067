"""The licence that a paper prints about itself → its Creative Commons URL, or nothing.

It gates what may be shown, so it errs towards nothing: a licence of a data set, of code or of somebody else's picture
is not the paper's, and two different licences are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

_URL = re.compile(
    r"creativecommons\.org/(licenses/(?:by(?:-nc)?(?:-sa|-nd)?)/(?:[1-4]\.0)|publicdomain/zero/1\.0)", re.IGNORECASE
)
_WORDING = re.compile(
    r"(?:creative\s+commons|\bCC)[\s-]*(?:attribution|BY)\b"
    r"(?P<rest>[\s-]*(?:non-?commercial|NC)\b)?(?P<kind>[\s-]*(?:share-?alike|SA|no-?deriv\w*|ND)\b)?"
    r"[^.;]{0,30}?(?P<version>[1-4]\.0)?",
    re.IGNORECASE,
)
_ABOUT_ITSELF = re.compile(
    r"copyright|©|\(c\)|open[- ]access|this (?:work|article|paper|is an open)|permission to|"
    r"under (?:the )?(?:terms of )?(?:a |the )?creative commons|licen[sc]ed (?:to|under)|licen[sc]e\b",
    re.IGNORECASE,
)
_ABOUT_OTHERS = re.compile(
    r"\b(?:data ?sets?|corpus|corpora|benchmark|code|software|weights|models?|checkpoints?|images?|photos?|wikipedia|"
    r"released)\b",
    re.IGNORECASE,
)
AROUND = 220
"""Characters before and after a licence's name in which it is said what is licensed."""
NEWEST = "4.0"


def printed(texts: Iterable[str], links: Iterable[str]) -> str:
    """The one licence that a paper states for itself. `texts` are its front matter, `links` those of its first page."""
    found = {url for text in texts for url in _stated(text)}
    if not found:
        return ""
    found |= {_canonical(match[1]) for link in links if (match := _URL.search(link))}
    return found.pop() if len(found) == 1 else ""


def _stated(text: str) -> Iterable[str]:
    """Addresses and wordings that stand in a statement about the paper itself."""
    for match in [*_URL.finditer(text), *_WORDING.finditer(text)]:
        around = text[max(0, match.start() - AROUND) : match.end() + AROUND]
        if _ABOUT_ITSELF.search(around) and not _ABOUT_OTHERS.search(around):
            yield _canonical(match[1]) if match.re is _URL else _spelled(match)


def _spelled(match: re.Match[str]) -> str:
    rest = "-nc" if match["rest"] else ""
    kind = (match["kind"] or "").strip(" -").lower()
    kind = "-sa" if kind.startswith("s") else "-nd" if kind else ""
    return _canonical(f"licenses/by{rest}{kind}/{match['version'] or NEWEST}")


def _canonical(path: str) -> str:
    return f"http://creativecommons.org/{path.lower()}/"
