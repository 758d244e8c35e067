"""The many ways to write the id of a paper on arXiv → one (pure)."""

from __future__ import annotations

import re
from urllib.parse import unquote

from radio.ids import PaperId, paper_name

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
    bare = _TAIL.sub("", rest)
    if not paper_name(bare).is_arxiv:
        raise ValueError(
            f"{text.strip()!r} is not the id or address of a paper on arXiv, such as 2411.01234 or cs/0112017"
        )
    return PaperId(bare)
