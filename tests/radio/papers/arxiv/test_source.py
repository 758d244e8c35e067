"""arXiv as a door, against a server on loopback."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from local_arxiv import LocalArxiv
from local_arxiv_papers import made_up

from radio.errors import Busy, NoSuchPaper, Unreachable, Unreadable
from radio.papers.arxiv.calendar import last_announced_days

FRIDAY = date(2026, 11, 20)
FRIDAY_NOON = datetime(2026, 11, 20, 17, tzinfo=UTC)
SATURDAY = datetime(2026, 11, 21, 17, tzinfo=UTC)
CHRISTMAS = datetime(2026, 12, 25, 17, tzinfo=UTC)
LONG_AGO = date(1970, 1, 1)


def paths(server: LocalArxiv) -> list[str]:
    return [asked.path for asked in server.asked]


async def test_a_working_days_feed_is_one_request_over_all_categories(opened):
    server, door = await opened([made_up(1, FRIDAY), made_up(2, FRIDAY, version=2)], FRIDAY_NOON, FRIDAY)
    papers = await door.announced(FRIDAY)
    assert paths(server) == ["/atom/cs.AI+cs.CL+cs.LG+cs.CV+cs.RO+stat.ML"]
    assert [(p.id, p.announce) for p in papers] == [("2611.00002v2", "replace"), ("2611.00001v1", "new")]
    assert papers[1] == replace(made_up(1, FRIDAY), published=None, updated=None, pdf=f"{server.url}/pdf/2611.00001v1")


async def test_the_rss_form_of_the_feed_is_read_alike(opened):
    server, door = await opened([made_up(1, FRIDAY)], FRIDAY_NOON, FRIDAY, feed="rss")
    (paper,) = await door.announced(FRIDAY)
    assert paths(server)[0].startswith("/rss/")
    assert (paper.id, paper.announced, paper.licence) == ("2611.00001v1", FRIDAY, made_up(1, FRIDAY).licence)


@pytest.mark.parametrize("now", [SATURDAY, CHRISTMAS], ids=["Saturday", "25 December"])
async def test_on_a_quiet_day_the_last_seven_announced_days_are_taken(opened, now: datetime):
    days = last_announced_days(now, 8)
    papers = [made_up(n, day) for n, day in enumerate(days, 1)]
    _, door = await opened(papers, now, now.date())
    found = await door.announced(LONG_AGO)
    assert [p.announced for p in found] == list(days[:7]), "newest first, and not the eighth"
    assert {p.announce for p in found} == {"catch-up"}
    assert {p.licence for p in found} == {papers[0].licence}


async def test_days_before_the_feed_are_caught_up_by_oai(opened):
    days = last_announced_days(FRIDAY_NOON, 3)
    _, door = await opened([made_up(n, day) for n, day in enumerate(days, 1)], FRIDAY_NOON, FRIDAY)
    found = await door.announced(days[2])
    assert [(p.announced, p.announce) for p in found] == [
        (days[0], "new"),
        (days[1], "catch-up"),
        (days[2], "catch-up"),
    ]


async def test_an_empty_feed_on_a_working_day_is_not_believed(opened):
    server, door = await opened([made_up(1, FRIDAY)], FRIDAY_NOON, FRIDAY)
    server.misbehave("/atom", "empty")
    assert [p.id for p in await door.announced(FRIDAY)] == ["2611.00001v1"]


async def test_an_empty_feed_and_no_matching_record_are_believed_together(opened):
    _, door = await opened([made_up(1, date(2026, 1, 5))], FRIDAY_NOON, FRIDAY)
    assert await door.announced(LONG_AGO) == ()


async def test_a_list_of_many_pages_is_followed_to_its_end(opened):
    papers = [made_up(n, FRIDAY) for n in range(1, 24)]
    server, door = await opened(papers, SATURDAY, SATURDAY.date(), page_papers=5)
    found = await door.announced(LONG_AGO)
    assert {p.id for p in found} == {p.id for p in papers}
    assert sum("resumptionToken" in asked.query for asked in server.asked) == 4


async def test_an_empty_page_in_the_middle_of_a_list_is_asked_for_again(opened):
    papers = [made_up(n, FRIDAY) for n in range(1, 12)]
    server, door = await opened(papers, SATURDAY, SATURDAY.date(), page_papers=5)
    server.misbehave("/oai", "empty", "half", "nonsense")
    with pytest.raises(Unreachable, match="not XML"):
        await door.announced(LONG_AGO)
    server.misbehave("/oai", "empty", "half")
    assert len(await door.announced(LONG_AGO)) == 11


async def test_a_record_that_was_only_touched_is_not_announced_again(opened):
    old = replace(
        made_up(1, FRIDAY), published=datetime(2026, 3, 1, tzinfo=UTC), updated=datetime(2026, 3, 1, tzinfo=UTC)
    )
    _, door = await opened([old, made_up(2, FRIDAY)], SATURDAY, SATURDAY.date())
    assert [p.id for p in await door.announced(LONG_AGO)] == ["2611.00002v1"]


async def test_only_papers_of_the_configured_categories_are_taken(opened):
    other = made_up(1, FRIDAY, category="cs.DB")
    crossed = replace(made_up(2, FRIDAY, category="cs.DB"), categories=("cs.DB", "cs.AI"))
    _, door = await opened([other, crossed], SATURDAY, SATURDAY.date())
    assert [(p.id, p.announce) for p in await door.announced(LONG_AGO)] == [(crossed.id, "cross")]


@pytest.mark.parametrize("kind", ["html", "nonsense", "half", "500", "403"])
async def test_a_broken_feed_is_replaced_by_oai(opened, kind: str):
    server, door = await opened([made_up(1, FRIDAY)], FRIDAY_NOON, FRIDAY)
    server.misbehave("/atom", kind, times=3)
    assert [p.id for p in await door.announced(FRIDAY)] == ["2611.00001v1"]


async def test_a_feed_that_is_not_xml_and_no_oai_end_in_one_clear_sentence(opened):
    server, door = await opened([made_up(1, FRIDAY)], FRIDAY_NOON, FRIDAY)
    server.misbehave("/", "nonsense", times=6)
    with pytest.raises(Unreachable, match="OAI-PMH server sent something that is not XML"):
        await door.announced(FRIDAY)


async def test_a_broken_feed_with_nothing_by_oai_is_no_empty_day(opened):
    server, door = await opened([made_up(1, date(2026, 1, 5))], FRIDAY_NOON, FRIDAY)
    server.misbehave("/atom", "html", times=3)
    with pytest.raises(Unreachable, match="daily feed is not a feed"):
        await door.announced(FRIDAY)


async def test_one_paper_is_found_with_its_licence(opened):
    wanted = made_up(7, FRIDAY, version=2)
    server, door = await opened([made_up(1, FRIDAY), wanted], FRIDAY_NOON)
    for paper_id in (wanted.id, "2611.00007"):
        found = await door.find(paper_id)
        assert found == replace(wanted, announce="asked", announced=None, pdf=f"{server.url}/pdf/{wanted.id}")


async def test_an_older_version_has_no_known_licence(opened):
    newest = made_up(7, FRIDAY, version=2)
    older = replace(newest, id="2611.00007v1")
    _, door = await opened([older, newest], FRIDAY_NOON)
    assert (await door.find("2611.00007v1")).licence == ""


async def test_a_paper_that_neither_api_nor_oai_knows_does_not_exist(opened):
    _, door = await opened([made_up(1, FRIDAY)], FRIDAY_NOON)
    with pytest.raises(NoSuchPaper, match="does not know"):
        await door.find("2611.99999")
    with pytest.raises(NoSuchPaper, match="not an id of arXiv"):
        await door.find("local-3fa9c0d1e2b4")


async def test_an_empty_answer_of_the_api_is_checked_by_oai(opened):
    server, door = await opened([made_up(1, FRIDAY)], FRIDAY_NOON)
    server.misbehave("/api", "empty")
    assert (await door.find("2611.00001")).id == "2611.00001v1"


async def test_a_search_takes_as_many_pages_as_it_needs(opened):
    papers = [made_up(n, FRIDAY) for n in range(1, 251)]
    server, door = await opened(papers, FRIDAY_NOON)
    found = await door.search("count", limit=230)
    assert len(found) == len({p.id for p in found}) == 230
    assert paths(server) == ["/api/query"] * 3


async def test_a_pdf_comes_whole(opened, pdf: Path):
    served = replace(made_up(1, FRIDAY), pdf=str(pdf))
    server, door = await opened([served], FRIDAY_NOON)
    server.misbehave("/pdf", "half", "stall")
    assert await door.pdf(served) == pdf.read_bytes()


async def test_a_page_instead_of_a_pdf_means_come_back_later(opened, pdf: Path):
    served = replace(made_up(1, FRIDAY), pdf=str(pdf))
    server, door = await opened([served], FRIDAY_NOON)
    server.misbehave("/pdf", "html")
    with pytest.raises(Busy, match="still making the PDF") as caught:
        await door.pdf(served)
    assert caught.value.retry_after_seconds == 600
    assert len(server.asked) == 1


async def test_a_missing_pdf_and_a_false_one_are_told_apart(opened):
    server, door = await opened([], FRIDAY_NOON)
    with pytest.raises(NoSuchPaper, match=r"no PDF of 2611\.00001v1"):
        await door.pdf(made_up(1, FRIDAY))
    server.recorded["/pdf"] = b"GIF89a"
    with pytest.raises(Unreadable, match="is not a PDF"):
        await door.pdf(made_up(1, FRIDAY))
