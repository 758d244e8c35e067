"""The many ways to write the id of a paper on arXiv → one (pure)."""

from __future__ import annotations

import re
from urllib.parse import unquote

from radio.model import PaperId

NEW_STYLE = r"\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}"
"""`0704.0001` to `1412.9999`, then five digits."""
OLD_STYLE = r"[a-z]+(?:-[a-z]+)?(?:\.[A-Za-z-]{2,})?/\d{2}(?:0[1-9]|1[0-2])\d{3}"
"""`hep-th/9901001`, `math.GT/0309136`."""

_ID = re.compile(rf"(?P<base>{NEW_STYLE}|{OLD_STYLE})(?P<version>v[1-9]\d*)?")
_ADDRESS = re.compile(r"(?:https?://)?(?:[a-z]+\.)?arxiv\.org/(?:abs|pdf|html|format|src|e-print|ps)/", re.IGNORECASE)
_DOI = re.compile(r"(?:https?://(?:dx\.)?doi\.org/|doi:\s*)?10\.48550/arxiv\.", re.IGNORECASE)
_PREFIX = re.compile(r"(?:oai:arxiv\.org:|arxiv:)\s*", re.IGNORECASE)
_TAIL = re.compile(r"(?:\.pdf)?/*$", re.IGNORECASE)


def parse_id(text: str) -> PaperId:
    """`2411.01234v2`, `arXiv:cs/0112017`, an address or DOI → the bare id, with its version where one is given.

    Raises ValueError with a sentence for anything else.
    """
    rest = unquote(re.split(r"[?#]", text.strip(), maxsplit=1)[0]).strip()
    for prefix in (_ADDRESS, _DOI, _PREFIX):
        if found := prefix.match(rest):
            rest = rest[found.end() :]
            break
    match = _ID.fullmatch(_TAIL.sub("", rest))
    if match is None:
        raise ValueError(
            f"{text.strip()!r} is not the id or address of a paper on arXiv, such as 2411.01234 or cs/0112017"
        )
    return PaperId(match[0])


def split_version(paper: str) -> tuple[str, int | None]:
    """`2411.01234v2` → `2411.01234`, 2; the version is None where the id has none."""
    match = _ID.fullmatch(paper)
    if match is None or match["version"] is None:
        return paper, None
    return match["base"], int(match["version"][1:])


def is_arxiv_id(paper: str) -> bool:
    """Whether the id is one of arXiv's, and not of a local or a sample PDF."""
    return _ID.fullmatch(paper) is not None
