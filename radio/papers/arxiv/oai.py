"""arXiv's OAI-PMH answers, in the formats `arXiv` and `arXivRaw` → records and the next page's token (pure)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime
from email.utils import parsedate_to_datetime
from xml.etree import ElementTree

from radio.errors import NoSuchPaper, Unreachable
from radio.model import Paper
from radio.papers.arxiv.identifiers import parse_id
from radio.papers.arxiv.withdrawals import IGNORED_SOURCE, NO_PAPER, said_withdrawn
from radio.papers.clean_latex import clean_latex

GROUPS = ("cs", "econ", "eess", "math", "q-bio", "q-fin", "stat")
"""Archives that are a group of their own; every other archive belongs to the group `physics`."""


@dataclass(frozen=True, slots=True)
class OaiRecord:
    """A paper's newest version and the day on which arXiv last touched its record."""

    paper: Paper
    """Its id has a version wherever the answer tells it."""
    touched: date


@dataclass(frozen=True, slots=True)
class Page:
    """One answer; `token` asks for the next, and is empty on the last."""

    records: tuple[OaiRecord, ...]
    token: str = ""


class TokenExpired(Unreachable):
    """The server no longer knows the resumption token; the list has to be asked for from its start."""


def set_of(category: str) -> str:
    """`cs.AI` → `cs`, `hep-th` → `physics:hep-th`: the OAI set of the category's whole archive."""
    archive = category.partition(".")[0]
    return archive if archive in GROUPS else f"physics:{archive}"


def parse_page(content: bytes) -> Page:
    """Raises NoSuchPaper, TokenExpired, and Unreachable for what is not an OAI-PMH answer."""
    try:
        root = ElementTree.fromstring(content)
    except ElementTree.ParseError as exc:
        raise Unreachable("arXiv's OAI-PMH server sent something that is not XML, or only a part of it") from exc
    if not root.tag.endswith("OAI-PMH"):
        raise Unreachable("arXiv's OAI-PMH server sent something that is not OAI-PMH")
    if (error := root.find("{*}error")) is not None:
        return _refused(error.get("code", ""), error.text or "")
    records = tuple(record for element in root.iterfind(".//{*}record") if (record := _record(element)))
    if not records and root.find(".//{*}record") is None:
        raise Unreachable("arXiv's OAI-PMH server sent a list without records")
    return Page(records, _text(root, ".//{*}resumptionToken"))


def _refused(code: str, reason: str) -> Page:
    if code == "noRecordsMatch":
        return Page(())
    if code == "idDoesNotExist":
        raise NoSuchPaper("arXiv does not know this paper; check its id")
    if code == "badResumptionToken":
        raise TokenExpired("arXiv's OAI-PMH server no longer knows where the list was left")
    raise Unreachable(f"arXiv's OAI-PMH server refused: {reason or code}")


def _record(element: ElementTree.Element) -> OaiRecord | None:
    """None for a deleted record, or one in a format that is not ours."""
    metadata = element.find("{*}metadata/{*}arXivRaw")
    if metadata is None:
        metadata = element.find("{*}metadata/{*}arXiv")
    stamp = _text(element, "{*}header/{*}datestamp")
    if metadata is None or not stamp:
        return None
    return OaiRecord(_paper(metadata), date.fromisoformat(stamp[:10]))


def _paper(metadata: ElementTree.Element) -> Paper:
    categories = tuple(_text(metadata, "{*}categories").split())
    versions = metadata.findall("{*}version")
    published, updated = _dates(metadata, versions)
    return Paper(
        id=parse_id(_text(metadata, "{*}id") + _version(versions, updated)),
        title=clean_latex(_text(metadata, "{*}title")),
        authors=_authors(metadata),
        abstract=clean_latex(_text(metadata, "{*}abstract")),
        categories=categories,
        primary=categories[0] if categories else "",
        published=published,
        updated=updated or published,
        licence=_text(metadata, "{*}license"),
        withdrawn=_withdrawn(metadata, versions),
    )


def _withdrawn(metadata: ElementTree.Element, versions: list[ElementTree.Element]) -> str:
    said = said_withdrawn(_text(metadata, "{*}comments"), _text(metadata, "{*}abstract"))
    has_none = bool(versions) and IGNORED_SOURCE in _text(versions[-1], "{*}source_type")
    return said or (NO_PAPER if has_none else "")


def _version(versions: list[ElementTree.Element], updated: datetime | None) -> str:
    """The format `arXiv` does not say which version it is; one that was never updated is the first."""
    if versions:
        return versions[-1].get("version", "")
    return "" if updated else "v1"


def _dates(
    metadata: ElementTree.Element, versions: list[ElementTree.Element]
) -> tuple[datetime | None, datetime | None]:
    """When the first and the newest version were submitted."""
    if versions:
        first, newest = (parsedate_to_datetime(_text(v, "{*}date")) for v in (versions[0], versions[-1]))
        return first.astimezone(UTC), newest.astimezone(UTC)
    days = (_text(metadata, "{*}created"), _text(metadata, "{*}updated"))
    first, newest = (datetime.fromisoformat(day).replace(tzinfo=UTC) if day else None for day in days)
    return first, newest


def _authors(metadata: ElementTree.Element) -> tuple[str, ...]:
    element = metadata.find("{*}authors")
    if element is None:
        return ()
    people = element.findall("{*}author")
    if not people:
        return split_authors(element.text or "")
    names = (" ".join(_text(p, f"{{*}}{part}") for part in ("forenames", "keyname", "suffix")) for p in people)
    return tuple(clean_latex(name) for name in names)


def split_authors(text: str) -> tuple[str, ...]:
    """`A. One (Town), B. Two and C. Three` → three names; affiliations in brackets are left out."""
    bare = " ".join(text.split())
    while (without := re.sub(r"\s*\([^()]*\)", "", bare)) != bare:
        bare = without
    names = (clean_latex(name) for name in re.split(r",\s*and\s+|,\s+|\s+and\s+|;\s*", bare))
    return tuple(name for name in names if any(map(str.isalpha, name)))


def _text(element: ElementTree.Element, path: str) -> str:
    return " ".join((element.findtext(path) or "").split())
