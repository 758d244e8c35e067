"""What a paper says in prose, by somebody else's hand: references of the data folder → words in reading order.

The rule is the same for every tool and older than any measurement: prose is what stands between the abstract (or the
beginning) and the references, headings included, without captions, tables, code, contents and display maths.
"""

from __future__ import annotations

import json
import re
import unicodedata
import xml.etree.ElementTree as Xml
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

import pymupdf
from pylatexenc.latex2text import LatexNodes2Text

HAND, OTHER = "by hand", "by another tool"
LONGEST_PICTURE_PARAGRAPHS = 6
"""A caption so many paragraphs below its picture's mark still ends it."""
_BEGINS = re.compile(r"\W*(?:abstract|zusammenfassung)\b", re.IGNORECASE)
_ENDS = re.compile(r"[\W\d]*(?:references|bibliography|bildquellen)\W*", re.IGNORECASE)
_CAPTION = re.compile(r"(?:Fig(?:ure)?\.?|Table|Tabelle|Abbildung)\s*\d+(?:\.\d+)?\s*[:.]")
_MARKUP = re.compile(r"<!--.*?-->|!\[.*?\]\(.*?\)|\\[a-zA-Z]+", re.DOTALL)
_CONTENTS = re.compile(r"(?:\. ){4}")
_RUNNING_HEAD = re.compile(r"(?m)^(?:\d+ )?(?:\d+\.){1,3} [^a-z\n]{4,}(?: \d+)?$")
_ASIDE = re.compile(
    r"(?<!\\)%[^\n]*|\\begin\{(figure|table|tabular|equation|align|eqnarray)\*?\}.*?\\end\{\1\*?\}|\$\$.*?\$\$",
    re.DOTALL,
)
_EXCERPT = re.compile(r"-(?:first|pg)\d")
_SPELLED = re.compile(r"[^\W\d_]{2,}")
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Truth:
    """The prose of one PDF, and all its words where a person typed them."""

    pdf: Path
    source: str
    prose: list[str]
    whole: list[str] | None = None

    @property
    def kind(self) -> str:
        return HAND if self.source == "hand.txt" else OTHER


def words(text: str) -> list[str]:
    """Words as they are compared: compatibility forms, case, punctuation and soft hyphens aside."""
    return _WORD.findall(unicodedata.normalize("NFKC", text).replace("\u00ad", "").casefold())


def truths(papers: Path) -> list[Truth]:
    """Every reference of the folder, those made by hand first."""
    found = []
    for pdf in sorted(papers.glob("*.pdf")):
        hand = pdf.with_suffix(".hand.txt")
        if hand.exists():
            text = hand.read_text()
            found.append(Truth(pdf, "hand.txt", words(prose_of(text)), words(text.replace("[IMAGE]", ""))))
        for reference in sorted(papers.glob(f"{pdf.stem}.ref-*")):
            text = _READ[reference.suffix](reference)
            kept = _on_its_pages(text, pdf) if _EXCERPT.search(pdf.stem) else text
            found.append(Truth(pdf, reference.name.rpartition("ref-")[2], words(kept)))
        latex = papers / f"{pdf.stem.partition('v')[0]}-latex" / "main.tex"
        if latex.exists():
            found.append(Truth(pdf, "LaTeX", words(_latex(latex))))
    return sorted(found, key=lambda truth: truth.kind != HAND)


def _on_its_pages(text: str, pdf: Path) -> str:
    """The paragraphs of a whole paper that stand in an excerpt of it: most of their word triples are printed there."""
    with pymupdf.open(pdf) as document:
        printed = set(_triples(words(" ".join(page.get_text() for page in document))))
    paragraphs = [(paragraph, _triples(words(paragraph))) for paragraph in text.split("\n\n")]
    return "\n\n".join(p for p, triples in paragraphs if sum(t in printed for t in triples) > 0.5 * len(triples))


def _triples(of: list[str]) -> list[tuple[str, ...]]:
    return list(zip(of, of[1:], of[2:], strict=False))


def prose_of(text: str) -> str:
    """The prose of a plain text, a blank line between its paragraphs."""
    paragraphs = re.split(r"\n\s*\n", _RUNNING_HEAD.sub("", text.replace("\f", "\n\n")))
    begin = next((i for i, p in enumerate(paragraphs) if _BEGINS.match(p)), 0)
    end = max((i for i, p in enumerate(paragraphs) if i > begin and _ENDS.fullmatch(p)), default=len(paragraphs))
    return "\n\n".join(filter(_is_prose, _without_pictures(paragraphs[begin:end])))


def _without_pictures(paragraphs: list[str]) -> Iterable[str]:
    """Leaves out what stands from the mark of a picture to the end of its caption."""
    until = -1
    for index, paragraph in enumerate(paragraphs):
        if "[IMAGE]" in paragraph:
            ahead = range(index, min(len(paragraphs), index + LONGEST_PICTURE_PARAGRAPHS))
            until = next((i for i in ahead if _CAPTION.search(paragraphs[i])), index)
        if index > until:
            yield paragraph


def _is_prose(paragraph: str) -> bool:
    ink = len("".join(paragraph.split()))
    spelled = sum(map(len, _SPELLED.findall(paragraph)))
    table = paragraph.lstrip().startswith("|")
    return not (table or _CAPTION.match(paragraph) or _CONTENTS.search(paragraph)) and spelled > 0.5 * ink


def _markdown(path: Path) -> str:
    return prose_of(_MARKUP.sub(" ", re.sub(r"(?m)^#+ *(.*)$", r"\n\1\n", path.read_text())))


def _tei(path: Path) -> str:
    """Abstract and body of a GROBID file, without figures, formulas and notes."""
    root = Xml.parse(path).getroot()
    kept = [part for name in ("abstract", "body") for part in root.findall(f".//{{*}}{name}")]
    return "\n".join(_inner(part, {"figure", "formula", "note", "table"}) for part in kept)


def _journal(path: Path) -> str:
    """Abstract and body of an NLM file."""
    root = Xml.parse(path).getroot()
    kept = [part for name in ("abstract", "body") for part in root.iter(name)]
    return "\n".join(_inner(part, {"fig", "table-wrap", "disp-formula", "fn"}) for part in kept)


def _inner(element: Xml.Element, left_out: set[str]) -> str:
    text = "" if element.tag.rpartition("}")[2] in left_out else element.text or ""
    parts = [] if element.tag.rpartition("}")[2] in left_out else [_inner(child, left_out) for child in element]
    gap = "\n" if element.tag.rpartition("}")[2] in ("p", "head", "title", "div", "sec") else ""
    return text + "".join(parts) + gap + (element.tail or "")


def _s2orc(path: Path) -> str:
    paper = json.loads(path.read_text())["pdf_parse"]
    parts, section = [part["text"] for part in paper["abstract"]], ""
    for part in paper["body_text"]:
        if part["section"] != section:
            section = part["section"]
            parts.append(section)
        parts.append(part["text"])
    return "\n".join(parts)


def _latex(main: Path) -> str:
    source = main.read_text()
    while "\\input{" in _ASIDE.sub("", source):
        source = re.sub(
            r"\\input\{(\w+)\}", lambda m: (main.parent / f"{m[1]}.tex").read_text(), _ASIDE.sub("", source)
        )
    inside = source.partition("\\begin{abstract}")[2].partition("\\begin{thebibliography}")[0]
    return LatexNodes2Text(math_mode="text", keep_comments=False).latex_to_text(_ASIDE.sub("", inside))


_READ: dict[str, Callable[[Path], str]] = {".md": _markdown, ".json": _s2orc, ".xml": _journal}
_READ[".xml"] = lambda path: _tei(path) if path.name.endswith(".tei.xml") else _journal(path)
