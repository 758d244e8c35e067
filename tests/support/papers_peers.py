"""What a tool reads from a PDF, ours and its peers alike: a path → the text of all pages, in the tool's order."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pdfminer.high_level
import pymupdf
import pymupdf4llm
import pypdf
from papers_truth import prose_of

from radio.documents import scan
from radio.documents.document import assembled
from radio.ids import PaperId
from radio.model import Document

MOST_PAGES = 500
_BROKEN_WORD = re.compile(r"(?<=[^\W\d_])-\n(?=[^\W\d_])")


def document(path: Path) -> Document:
    return assembled(PaperId(path.stem), scan.scan(path.read_bytes(), MOST_PAGES))


def ours(path: Path) -> str:
    """Headings and passages: what is there to be said."""
    parts, section = [], ""
    for passage in document(path).passages:
        if passage.section != section:
            section = passage.section
            parts.append(section)
        parts.append(passage.text)
    return "\n\n".join(parts)


def _pymupdf(path: Path) -> str:
    with pymupdf.open(path) as opened:
        return "\n".join(page.get_text() for page in opened)


def _pymupdf4llm(path: Path) -> str:
    return pymupdf4llm.to_markdown(str(path), header=False, footer=False, show_progress=False)


def _pdftotext(path: Path) -> str:
    return subprocess.run(["pdftotext", path, "-"], check=True, capture_output=True).stdout.decode()


def _pypdf(path: Path) -> str:
    return "\n".join(page.extract_text() for page in pypdf.PdfReader(path).pages)


def _pdfminer(path: Path) -> str:
    return pdfminer.high_level.extract_text(str(path))


PEERS: dict[str, Callable[[Path], str]] = {
    "PyMuPDF": _pymupdf,
    "pdftotext": _pdftotext,
    "pypdf": _pypdf,
    "pdfminer.six": _pdfminer,
    "pymupdf4llm": _pymupdf4llm,
}


def helped(text: str) -> str:
    """A peer's text with the help that anybody would give it: broken words joined, cut at abstract and references."""
    joined = _BROKEN_WORD.sub("", text)
    lines = re.sub(r"(?mi)^(\W*(?:abstract|references|bibliography|bildquellen)\W*)$", r"\n\1\n", joined)
    return prose_of(lines)
