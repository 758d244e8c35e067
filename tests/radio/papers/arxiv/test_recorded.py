"""What arXiv really answered, parsed."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from radio.errors import NoSuchPaper, Unreachable
from radio.papers.arxiv.feed import parse_feed
from radio.papers.arxiv.oai import TokenExpired, parse_page, set_of, split_authors

NOW = datetime(2026, 11, 20, 15, tzinfo=UTC)


@pytest.fixture(scope="module")
def recorded(shared: Path) -> Path:
    return shared / "arxiv-api"


def test_the_daily_feed_tells_ids_announce_types_and_licences(recorded: Path):
    papers = parse_feed((recorded / "rss/arxiv_atom_cs.AI_2025-08-20.xml").read_bytes())
    assert [p.id for p in papers][:2] == ["2508.13426v1", "2508.13428v1"]
    assert [p.announce for p in papers] == ["cross"] * 5 + ["new"] * 2
    assert papers[0].licence == "http://creativecommons.org/licenses/by-nc-sa/4.0/"
    assert papers[0].authors == ("Chunhua Liu", "Kabir Manandhar Shrestha", "Sukai Huang")
    assert papers[0].primary == "cs.CL"
    assert papers[0].abstract.startswith("As large language models")
    assert {p.announced for p in papers} == {date(2025, 8, 20)}


@pytest.mark.parametrize(
    "body", [b"", b"Rate exceeded.", b"<html><body>hello</body></html>", b"<feed><entry></feed>", b"\x00\xff\x01"]
)
def test_what_is_no_feed_is_unreachable_in_one_sentence(body: bytes):
    with pytest.raises(Unreachable, match="daily feed is not a feed"):
        parse_feed(body)


def test_raw_records_tell_version_dates_and_licence(recorded: Path):
    page = parse_page((recorded / "oai/arXivRaw/ListRecordsResponse.xml").read_bytes())
    assert page.token == "726959|1001"
    first, second = (record.paper for record in page.records[:2])
    assert (first.id, first.licence) == ("0704.0471v1", "")
    assert (second.id, second.licence) == ("0704.0716v4", "http://arxiv.org/licenses/nonexclusive-distrib/1.0/")
    one = parse_page((recorded / "oai/arXivRaw/GetRecordResponse.xml").read_bytes()).records[0]
    assert one.paper.updated == datetime(2013, 4, 2, 1, 50, 8, tzinfo=UTC)
    assert one.paper.authors == ("Joshua Berger", "Maxim Perelstein", "Michael Saelim", "Philip Tanedo")
    assert one.touched == date(2013, 4, 3)


def test_records_in_the_plain_format_are_read_too(recorded: Path):
    records = parse_page((recorded / "oai/hepcrawl/arxiv-physics-hep-th.xml").read_bytes()).records
    assert records[0].paper.id == "1412.8323", "it was updated, and this format does not say how often"
    assert records[0].paper.licence == "http://creativecommons.org/licenses/by/4.0/"
    assert records[0].paper.authors == ("Philipp A Hoehn",)


@pytest.mark.parametrize(
    ("file", "error"),
    [
        ("IdDoesNotExist", NoSuchPaper),
        ("BadResumptionToken", TokenExpired),
        ("BadVerb", Unreachable),
        ("BadArgument", Unreachable),
    ],
)
def test_oai_errors_say_what_should_happen_next(recorded: Path, file: str, error: type[Exception]):
    with pytest.raises(error):
        parse_page((recorded / f"oai/arXivRaw/ErrorResponse{file}.xml").read_bytes())


def test_no_matching_record_is_an_empty_page(recorded: Path):
    assert parse_page((recorded / "oai/arXivRaw/ErrorResponseNoRecordsMatch.xml").read_bytes()).records == ()


async def test_the_package_reads_recorded_api_answers_through_our_client(recorded: Path, opened):
    server, door = await opened((), NOW)
    body = json.loads(next((recorded / "atom/arxiv.py").glob("id_1605.08386_*.json")).read_text())["body"]
    server.recorded["/api/query"] = body.encode()
    (paper,) = await door.find_many(["1605.08386"])
    assert paper.id == "1605.08386v1"
    assert paper.authors == ("Caprice Stanley", "Tobias Windisch")
    assert paper.primary == "math.CO"
    assert paper.pdf == f"{server.url}/pdf/1605.08386v1"


async def test_an_error_entry_of_the_api_is_no_paper(recorded: Path, opened):
    server, door = await opened((), NOW)
    body = json.loads(next((recorded / "atom/arxiv.py").glob("id_abc_*.json")).read_text())["body"]
    server.recorded["/api/query"] = body.encode()
    assert await door.find_many(["2411.01234"]) == ()


def test_archives_of_physics_are_in_its_group():
    assert [set_of(c) for c in ("cs.AI", "stat.ML", "hep-th", "astro-ph.GA")] == [
        "cs",
        "stat",
        "physics:hep-th",
        "physics:astro-ph",
    ]


def test_authors_in_one_line_are_split_without_their_affiliations():
    assert split_authors("A. One (Town (North), Land), B. Two and C. Three") == ("A. One", "B. Two", "C. Three")


def test_a_feed_that_names_no_version_tells_no_licence(recorded: Path):
    body = (recorded / "rss/arxiv_atom_cs.AI_2025-08-20.xml").read_bytes()
    assert parse_feed(body)[1].licence
    (bare,) = (p for p in parse_feed(body.replace(b"2508.13428v1", b"2508.13428")) if p.id.startswith("2508.13428"))
    assert (bare.id, bare.licence) == ("2508.13428", "")
