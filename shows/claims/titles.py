"""A paper's title as its authors or arXiv left it → the title that is shown and said."""

from __future__ import annotations

import re

from radio.model import Document, Paper, Summary
from shows.words import latex, words_of
from shows.words.sentences import count_words

MOST_WORDS = 20
"""Of a title that is said whole."""
SMALL = words_of("a an and as at but by for from in into nor of on or over per the to under via vs with")
_FILE_NAME = re.compile(r"^\S+\.(?:pdf|tex|docx?)$|^[\w.-]*\d[\w.-]*$|^(?:untitled|microsoft word.*)$", re.I)
_LETTERSPACED = re.compile(r"^(?:[A-Z]\s){2,}[:\s]*(?=\w+ \w+ \w)")
_GLUED_COLON = re.compile(r":(?=[A-Z][a-z])")
_MARKS = ",.:;?!()\"'"
_SPACE_BEFORE_MARK = re.compile(r"\s+(?=[?!:;,])")


def title_of(paper: Paper, document: Document | None = None) -> str:
    """The title in plain text; the document's own where the paper's is only a file's name."""
    given = document.title if document and document.title and _FILE_NAME.match(paper.title.strip()) else paper.title
    title = _LETTERSPACED.sub("", latex.plain(given)).rstrip(".").replace("--", "–")
    title = _SPACE_BEFORE_MARK.sub("", _GLUED_COLON.sub(": ", title))
    return in_title_case(title, paper.abstract) if title.isupper() and " " in title else title


def said_title(paper: Paper, summary: Summary) -> str:
    """The title where it can be said in one breath, else the headline."""
    title = title_of(paper)
    return title if count_words(title) <= MOST_WORDS and " " in title else summary.headline


def headline(title: str) -> str:
    """The title where it is short enough, else its first half, else its first words."""
    if count_words(title) <= MOST_WORDS:
        return title
    head = re.split(r"[:?] ", title)[0]
    return head if 3 <= count_words(head) <= MOST_WORDS else " ".join(title.split()[:MOST_WORDS])


def in_title_case(title: str, abstract: str = "") -> str:
    """`DEEP NETS FOR THE NASA` → `Deep Nets for the NASA`: what the abstract has in capitals keeps them."""
    capitals = {word for word in re.findall(r"\w+", abstract) if word.isupper()}
    written = [_cased(word, capitals) for word in title.split()]
    for at, word in enumerate(written):
        if at == 0 or written[at - 1][-1] in ":?!":
            written[at] = word[:1].upper() + word[1:]
    return " ".join(written)


def _cased(word: str, capitals: set[str]) -> str:
    if word.lower() in SMALL:
        return word.lower()
    return "-".join(part if _keeps_capitals(part, capitals) else part.capitalize() for part in word.split("-"))


def _keeps_capitals(part: str, capitals: set[str]) -> bool:
    return part.strip(_MARKS) in capitals or any(map(str.isdigit, part))
