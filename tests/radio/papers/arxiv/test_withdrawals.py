"""A withdrawal is recognised in comments, abstracts and records, and nothing else is taken for one."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from local_arxiv_answers import api
from local_arxiv_papers import made_up

from radio.errors import Withdrawn
from radio.papers.arxiv.oai import parse_page
from radio.papers.arxiv.withdrawals import NO_PAPER, said_withdrawn

FRIDAY = date(2026, 11, 20)
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
GONE = "This paper has been withdrawn by the author due to a crucial sign error in equation 1."


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        (f"12 pages. {GONE} Sorry.", GONE),
        ("Withdrawn due to an error in Lemma 3", "Withdrawn due to an error in Lemma 3"),
        ("The authors have withdrawn this article.", "The authors have withdrawn this article."),
        ("This paper is withdrawn by arXiv administrators", "This paper is withdrawn by arXiv administrators"),
        ("We withdraw this paper, as it holds an error.", "We withdraw this paper, as it holds an error."),
        ("We study why drugs are withdrawn from the market.", ""),
        ("Withdrawn from the market in 2004, the drug came back.", ""),
        ("Funds withdrawn by users of the bank are counted.", ""),
        ("23 pages, 4 figures", ""),
    ],
)  # fmt: skip
def test_the_sentence_that_withdraws_is_told(text: str, sentence: str):
    assert said_withdrawn("", text) == sentence


def test_of_thousands_of_real_records_only_the_withdrawn_one_is_found(shared):
    snapshot = (shared / "arxiv-api/kaggle-snapshot-200.jsonl").read_text(encoding="utf-8").splitlines()
    rows = [json.loads(line) for line in snapshot]
    assert [r["id"] for r in rows if said_withdrawn(r["comments"] or "", r["abstract"])] == ["0704.0156"]
    metadata = (shared / "metadata.jsonl").read_text(encoding="utf-8").splitlines()
    assert not [r["id"] for r in map(json.loads, metadata) if said_withdrawn(r["comment"] or "", r["abstract"])]


def test_a_record_whose_newest_version_has_no_paper_is_withdrawn(shared):
    body = (shared / "arxiv-api/oai/arXivRaw/GetRecordResponse.xml").read_text()
    assert parse_page(body.encode()).records[0].paper.withdrawn == ""
    old = body.replace("<size>853kb</size><source_type>D<", "<size>0kb</size><source_type>I<")
    assert parse_page(old.encode()).records[0].paper.withdrawn == "", "an older version's source says nothing"
    new = body.replace("<size>849kb</size><source_type>D<", "<size>0kb</size><source_type>I<")
    assert parse_page(new.encode()).records[0].paper.withdrawn == NO_PAPER


async def test_details_and_missing_pdf_of_a_withdrawn_version_say_so(opened):
    first = made_up(7, FRIDAY)
    gone = replace(made_up(7, FRIDAY, version=2), withdrawn=GONE)
    _, door = await opened([first, gone], NOON)
    assert (await door.find(gone.id)).withdrawn == GONE
    assert (await door.find(first.id)).withdrawn == ""
    (told,) = await door.find_many([gone.id])
    assert told.withdrawn == GONE
    with pytest.raises(Withdrawn, match=r"2611\.00007v2 has been withdrawn"):
        await door.pdf(gone)


async def test_where_the_api_lags_behind_the_newest_version_is_the_records(opened):
    first, second = made_up(7, FRIDAY), made_up(7, FRIDAY, version=2)
    server, door = await opened([first, second], NOON)
    server.recorded["/api/query"] = api({"id_list": first.id}, [first])
    found = await door.find("2611.00007")
    assert (found.id, found.licence, found.pdf) == (second.id, second.licence, f"{server.url}/pdf/{second.id}")
    assert (await door.find(first.id)).licence == ""
