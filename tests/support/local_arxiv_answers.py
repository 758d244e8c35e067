"""What arXiv's servers would say about given papers: feeds, API pages, OAI-PMH records, as bytes of XML (pure)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from xml.sax.saxutils import escape

from radio.ids import version_of, work_of
from radio.model import Paper
from radio.papers.arxiv.oai import set_of

HTML = b"<html><head><title>arXiv</title></head><body>This page is being generated, please come back.</body></html>"
WITHDRAWN = b"<html><body>This paper has been withdrawn and is unavailable.</body></html>"
OAI = '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/"><responseDate>2026-01-01T00:00:00Z</responseDate>'
ATOM = (
    '<feed xmlns="http://www.w3.org/2005/Atom" xmlns:arxiv="http://arxiv.org/schemas/atom" '
    'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:opensearch="http://a9.com/-/spec/opensearch/1.1/">'
)
RSS = '<rss version="2.0" xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel>'


def base(paper: str) -> str:
    return work_of(paper)


def feed(form: str, name: str, papers: Sequence[Paper], day: date) -> bytes:
    """The day's feed in the form `atom` or `rss`."""
    entry = _atom_entry if form == "atom" else _rss_item
    entries = "".join(entry(paper, day) for paper in papers)
    title = f"<title>{escape(name)} updates on arXiv.org</title>"
    return _xml(
        f"{ATOM}<id>{name}</id>{title}{entries}</feed>" if form == "atom" else f"{RSS}{title}{entries}</channel></rss>"
    )


def _atom_entry(paper: Paper, day: date) -> str:
    categories = "".join(f'<category term="{c}"/>' for c in paper.categories)
    return (
        f"<entry><id>oai:arXiv.org:{paper.id}</id><title>{escape(paper.title)}</title>"
        f'<link href="https://arxiv.org/abs/{base(paper.id)}" rel="alternate"/><summary>{_summary(paper)}</summary>'
        f"{categories}<published>{day}T00:00:00-05:00</published>{_rights(paper)}</entry>"
    )


def _rss_item(paper: Paper, day: date) -> str:
    categories = "".join(f"<category>{c}</category>" for c in paper.categories)
    return (
        f"<item><title>{escape(paper.title)}</title><link>https://arxiv.org/abs/{base(paper.id)}</link>"
        f'<guid isPermaLink="false">oai:arXiv.org:{paper.id}</guid><description>{_summary(paper)}</description>'
        f"{categories}<pubDate>{day:%a, %d %b %Y} 00:00:00 -0500</pubDate>{_rights(paper)}</item>"
    )


def _summary(paper: Paper) -> str:
    return f"arXiv:{paper.id} Announce Type: {paper.announce} \nAbstract: {escape(paper.abstract)}"


def _rights(paper: Paper) -> str:
    rights = f"<dc:rights>{escape(paper.licence)}</dc:rights>" if paper.licence else ""
    creators = escape(", ".join(paper.authors))
    return f"<arxiv:announce_type>{paper.announce}</arxiv:announce_type>{rights}<dc:creator>{creators}</dc:creator>"


def api(query: Mapping[str, str], papers: Sequence[Paper]) -> bytes:
    """A page of the API's answer to `id_list` or `search_query`; words are looked for in titles and abstracts."""
    wanted = [p for p in query.get("id_list", "").split(",") if p]
    if wanted:
        found = [paper for want in wanted if (paper := _asked_for(want, papers))]
    else:
        words = query.get("search_query", "").lower().split()
        found = [p for p in papers if all(w in f"{p.title} {p.abstract}".lower() for w in words)]
    start = int(query.get("start", 0))
    page = found[start : start + int(query.get("max_results", 10))]
    total = f"<opensearch:totalResults>{len(found)}</opensearch:totalResults>"
    return _xml(f"{ATOM}<title>arXiv Query</title>{total}{''.join(map(_api_entry, page))}</feed>")


def _asked_for(want: str, papers: Sequence[Paper]) -> Paper | None:
    """The version asked for, and the newest where none is named."""
    versions = [p for p in papers if want in (p.id, base(p.id))]
    return max(versions, key=lambda p: version_of(p.id), default=None)


def _api_entry(paper: Paper) -> str:
    authors = "".join(f"<author><name>{escape(name)}</name></author>" for name in paper.authors)
    categories = "".join(f'<category term="{c}"/>' for c in paper.categories)
    return (
        f"<entry><id>http://arxiv.org/abs/{paper.id}</id><title>{escape(paper.title)}</title>"
        f"<updated>{_when(paper.updated)}</updated><published>{_when(paper.published)}</published>"
        f'<summary>{escape(paper.abstract)}</summary>{categories}<arxiv:primary_category term="{paper.primary}"/>'
        f'<link href="https://arxiv.org/pdf/{paper.id}" title="pdf"/>{_comments("arxiv:", paper)}{authors}</entry>'
    )


def oai(query: Mapping[str, str], papers: Sequence[Paper], page_papers: int) -> bytes:
    """The answer to an OAI-PMH request, errors included. A token is `set|from|until|where to go on`."""
    match query.get("verb"):
        case "Identify":
            return _xml(f"{OAI}<Identify><repositoryName>arXiv</repositoryName></Identify></OAI-PMH>")
        case "GetRecord":
            return _get_record(query.get("identifier", ""), papers)
        case "ListRecords":
            return _list_records(query, papers, page_papers)
    return _error("badVerb", "Bad verb")


def _get_record(identifier: str, papers: Sequence[Paper]) -> bytes:
    versions = [p for p in papers if f"oai:arXiv.org:{base(p.id)}" == identifier]
    if not versions:
        return _error("idDoesNotExist", f"Identifier '{identifier}' does not correspond to an item in this repository")
    newest = max(versions, key=lambda p: version_of(p.id))
    return _xml(f"{OAI}<GetRecord>{_record(newest)}</GetRecord></OAI-PMH>")


def _list_records(query: Mapping[str, str], papers: Sequence[Paper], page_papers: int) -> bytes:
    name, first, last, start = query.get("set", ""), query.get("from", ""), query.get("until", "9999"), 0
    if token := query.get("resumptionToken"):
        try:
            name, first, last, where = token.split("|")
            start = int(where)
        except ValueError:
            return _error("badResumptionToken", "The resumptionToken supplied is illegal for this repository")
    elif query.get("metadataPrefix") != "arXivRaw":
        return _error("cannotDisseminateFormat", "This server has only the format arXivRaw")
    matching = [p for p in papers if _is_in(p, name) and first <= str(p.announced) <= last]
    page = matching[start : start + page_papers]
    if papers and not page:
        return _error("noRecordsMatch", f"No record of '{name}' since {first}")
    token = f"{name}|{first}|{last}|{start + page_papers}" if start + page_papers < len(matching) else ""
    more = f"<resumptionToken>{token}</resumptionToken>" if token else ""
    return _xml(f"{OAI}<ListRecords>{''.join(map(_record, page))}{more}</ListRecords></OAI-PMH>")


def _is_in(paper: Paper, name: str) -> bool:
    sets = {set_of(category) for category in paper.categories}
    categories = {f"{set_of(c)}:{c.replace('.', ':', 1)}" for c in paper.categories}
    return not name or name in sets | categories | {s.partition(":")[0] for s in sets}


def _record(paper: Paper) -> str:
    number = version_of(paper.id) or 1
    dates = [paper.published] * (number - 1) + [paper.updated or paper.published]
    versions = "".join(
        f'<version version="v{n}"><date>{_mail_date(at)}</date>{_source(paper, n == number)}</version>'
        for n, at in enumerate(dates, 1)
    )
    licence = f"<license>{escape(paper.licence)}</license>" if paper.licence else ""
    return (
        f"<record><header><identifier>oai:arXiv.org:{base(paper.id)}</identifier><datestamp>{paper.announced}</datestamp>"
        f'</header><metadata><arXivRaw xmlns="http://arxiv.org/OAI/arXivRaw/"><id>{base(paper.id)}</id>{versions}'
        f"<title>{escape(paper.title)}</title><authors>{escape(', '.join(paper.authors))}</authors>"
        f"<categories>{' '.join(paper.categories)}</categories>{_comments('', paper)}{licence}"
        f"<abstract>{escape(paper.abstract)}</abstract></arXivRaw></metadata></record>"
    )


def _source(paper: Paper, newest: bool) -> str:
    gone = newest and paper.withdrawn
    return f"<size>{0 if gone else 300}kb</size><source_type>{'I' if gone else 'D'}</source_type>"


def _comments(prefix: str, paper: Paper) -> str:
    name = f"{prefix}comment" + ("" if prefix else "s")
    return f"<{name}>{escape(paper.withdrawn)}</{name}>" if paper.withdrawn else ""


def _error(code: str, text: str) -> bytes:
    return _xml(f'{OAI}<error code="{code}">{escape(text)}</error></OAI-PMH>')


def _when(at: datetime | None) -> str:
    return f"{at:%Y-%m-%dT%H:%M:%SZ}" if at else "2026-01-01T00:00:00Z"


def _mail_date(at: datetime | None) -> str:
    return f"{at:%a, %d %b %Y %H:%M:%S GMT}" if at else "Thu, 01 Jan 2026 00:00:00 GMT"


def _xml(text: str) -> bytes:
    return ('<?xml version="1.0" encoding="UTF-8"?>' + text).encode()
