"""What air plays next."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as some
from some_papers import DAY

from radio.ids import ShowId
from radio.model import Show
from shows.programme import MOST_SLOTS, programme

NOW = datetime(2026, 11, 20, 17, 30, tzinfo=UTC)
PRIMERS = [ShowId("primer-attention"), ShowId("primer-baselines")]


def hours(count: float) -> timedelta:
    return timedelta(hours=count)


def daily(edition: int = 1, airs_at: datetime = NOW + hours(0.5)) -> Show:
    suffix = f"+{edition}" if edition > 1 else ""
    return Show(
        id=ShowId(f"2026-11-20-daily{suffix}"), format="daily", title="Daily", day=DAY, airs_at=airs_at, edition=edition
    )


def story(number: int, rank: float = 1.0, days_old: int = 0) -> Show:
    day = DAY - timedelta(days=days_old)
    return Show(id=ShowId(f"2611.{number:05d}v1-paper"), format="paper", title="Story", day=day, rank=rank)


def order(ready, aired=None, **changes):
    return [slot.show for slot in programme(ready, aired or {}, NOW, PRIMERS, **changes).slots]


def test_a_show_with_an_air_time_comes_first_and_keeps_its_time():
    slots = programme([story(1), daily()], {}, NOW, PRIMERS).slots
    assert slots[0].show == "2026-11-20-daily"
    assert slots[0].airs_at == NOW + hours(0.5)
    assert [slot.source for slot in slots] == ["rundown", "rundown", "evergreen", "evergreen"]


def test_a_show_that_was_heard_is_not_due_again_in_a_new_edition():
    aired = {ShowId("2026-11-20-daily"): NOW - hours(10)}
    first = programme([daily(1, NOW - hours(10)), daily(2, NOW - hours(10))], aired, NOW, PRIMERS).slots[0]
    assert (first.show, first.source) == ("2026-11-20-daily+2", "repeat")


def test_a_new_edition_replaces_the_old_one_before_it_airs():
    assert order([daily(1), daily(2)])[0] == "2026-11-20-daily+2"
    assert "2026-11-20-daily" not in order([daily(1), daily(2)])


def test_a_show_that_missed_its_time_by_minutes_is_still_due_and_by_hours_is_a_repeat():
    late = programme([daily(airs_at=NOW - hours(0.5))], {}, NOW, PRIMERS).slots[0]
    missed = programme([daily(airs_at=NOW - hours(5))], {}, NOW, PRIMERS).slots[0]
    assert (late.source, late.airs_at) == ("rundown", NOW - hours(0.5))
    assert (missed.source, missed.airs_at) == ("repeat", None)


def test_the_best_of_today_comes_before_older_papers_but_a_good_older_one_before_todays_weakest():
    today = [story(n, rank=10 - n) for n in range(10)]
    yesterday = [story(20 + n, rank=50 - n, days_old=1) for n in range(3)]
    heard = order([*yesterday, *today])
    assert heard[:6] == [show.id for show in today[:6]]
    assert heard.index(yesterday[0].id) < heard.index(today[9].id)


def test_papers_that_were_heard_come_back_as_repeats_the_longest_unheard_first():
    ready = [story(n) for n in range(3)]
    aired = {ready[0].id: NOW - hours(9), ready[1].id: NOW - hours(20)}
    slots = programme(ready, aired, NOW, []).slots
    assert [(slot.show, slot.source) for slot in slots] == [
        (ready[2].id, "rundown"),
        (ready[1].id, "repeat"),
        (ready[0].id, "repeat"),
    ]


def test_what_was_heard_lately_comes_only_after_evergreen():
    assert order([story(1)], {story(1).id: NOW - hours(1)}) == [*PRIMERS, story(1).id]


def test_primers_come_the_longest_unheard_first():
    assert order([], {PRIMERS[0]: NOW - hours(1)}) == [PRIMERS[1], PRIMERS[0]]


def test_idents_have_no_slot_of_their_own():
    ident = Show(id=ShowId("ident-1"), format="ident", title="Ident", day=DAY)
    assert order([ident]) == PRIMERS


def about(version: int, kind: str = "paper", number: int = 7) -> Show:
    return Show(id=ShowId(f"2611.{number:05d}v{version}-{kind}"), format="paper", title="Story", day=DAY, rank=1.0)


def test_of_two_versions_that_nobody_heard_only_the_newer_one_is_told():
    assert order([about(9), about(10)]) == [about(10).id, *PRIMERS]


def test_a_version_whose_forerunner_was_heard_is_not_told_as_new():
    slots = programme([about(1), about(2)], {about(1).id: NOW - hours(9)}, NOW, []).slots
    assert [(slot.show, slot.source) for slot in slots] == [(about(2).id, "repeat")]


def test_an_update_is_heard_once_and_ends_the_story_that_it_corrects():
    update = about(2, "update")
    heard = {about(1).id: NOW - hours(9)}
    assert order([about(1), update], heard) == [update.id, *PRIMERS]
    assert order([about(1), update], heard | {update.id: NOW - hours(9)}) == PRIMERS


def test_after_two_updates_a_story_of_the_newest_version_stands_again():
    ready = [about(1), about(2, "update"), about(3, "update")]
    assert order(ready, {about(2, "update").id: NOW - hours(9)}) == [about(3, "update").id, *PRIMERS]
    assert order([*ready, about(3)])[:1] == [about(3, "update").id]
    assert about(3).id in order([*ready, about(3)])


stories = some.builds(story, some.integers(0, 900), some.floats(-5, 30), some.integers(0, 30))


@given(some.lists(stories, max_size=60, unique_by=lambda show: show.id), some.data())
def test_no_show_stands_twice_and_none_is_lost(ready, data):
    heard = data.draw(some.sets(some.sampled_from([show.id for show in ready]))) if ready else set()
    slots = programme(ready, {show: NOW - hours(9) for show in heard}, NOW, PRIMERS).slots
    assert len({slot.show for slot in slots}) == len(slots)
    assert {slot.show for slot in slots} == {show.id for show in ready} | set(PRIMERS)


def test_the_programme_is_bounded():
    assert len(order([story(n, days_old=n // 50) for n in range(1000)])) <= MOST_SLOTS
