"""Shows, their parts, editions and archives: the same promises on SQLite and on PostgreSQL."""

from __future__ import annotations

from datetime import date

import pytest

from radio.ids import show_name
from radio.model import Item, Paper, Script, Segment, Sentence, Show, Turn
from radio.store import Store

DAY, NEXT_DAY = date(2026, 11, 20), date(2026, 11, 21)


def a_show(id: str = "2026-11-20-daily", day: date = DAY, format: str = "daily") -> Show:
    return Show(id=id, format=format, title="Today", day=day, edition=show_name(id).edition, themes=("search",))


def a_segment(show: str, position: int) -> Segment:
    return Segment(id=f"{show}/{position:02}", show=show, position=position, kind="story", title="A story")


def an_item(n: int) -> Item:
    return Item(
        id=f"s/{n:03}.0",
        sound=f"aa/{n}.flac",
        frames=48_000,
        pause_frames=100,
        picture=f"bb/{n}.yuvz",
        text="Hm.",
        speaker="Ada",
    )


def saved(store: Store, id: str, *, ready: bool, **fields: object) -> Show:
    show = a_show(id, **fields)
    store.programme.save_show(show, [a_segment(id, 1)])
    if ready:
        store.programme.mark_ready(id, 600.0)
    return show


def test_a_show_and_its_segments_come_back_in_order(store: Store) -> None:
    show = a_show()
    segments = tuple(a_segment(show.id, n) for n in (1, 2, 10))
    for _ in range(2):
        store.programme.save_show(show, segments[::-1])
    assert store.programme.show(show.id) == show
    assert store.programme.segments(show.id) == segments
    assert store.programme.segment("2026-11-20-daily/02") == segments[1]
    assert store.programme.find_show("2026-11-21-daily") is None


def test_a_new_plan_drops_the_segments_it_no_longer_has_and_keeps_the_scripts_of_the_others(store: Store) -> None:
    show = a_show()
    store.programme.save_show(show, [a_segment(show.id, n) for n in (1, 2)])
    for n in (1, 2):
        store.programme.save_script(Script(segment=f"{show.id}/{n:02}", turns=()))
    store.programme.save_show(show, [a_segment(show.id, n) for n in (2, 3)])
    assert [s.position for s in store.programme.segments(show.id)] == [2, 3]
    assert store.programme.find_script(f"{show.id}/01") is None
    assert store.programme.find_script(f"{show.id}/02") is not None


def test_a_segment_of_another_show_is_refused(store: Store) -> None:
    with pytest.raises(ValueError, match="belongs to 2026-11-21-daily"):
        store.programme.save_show(a_show(), [a_segment("2026-11-21-daily", 1)])


def test_scripts_come_back_as_they_were_saved(store: Store) -> None:
    saved(store, "2026-11-20-daily", ready=False)
    sentence = Sentence(
        id="2026-11-20-daily/01/000.0", text="1 in 10.", spoken="one in ten.", claims=("2411.01234v1#c01",)
    )
    script = Script(segment="2026-11-20-daily/01", turns=(Turn(speaker="host", sentences=(sentence,)),))
    store.programme.save_script(script)
    assert store.programme.script(script.segment) == script
    assert store.programme.find_script("2026-11-20-daily/02") is None


def test_items_are_replaced_whole(store: Store) -> None:
    saved(store, "2026-11-20-daily", ready=False)
    store.programme.save_items("2026-11-20-daily/01", [an_item(n) for n in range(5)])
    store.programme.save_items("2026-11-20-daily/01", [an_item(n) for n in (7, 8)])
    assert store.programme.items("2026-11-20-daily/01") == (an_item(7), an_item(8))
    assert store.programme.items("2026-11-20-daily/02") == ()


def test_media_in_use_are_those_of_items_and_kept_pdfs(store: Store) -> None:
    saved(store, "2026-11-20-daily", ready=False)
    store.programme.save_items("2026-11-20-daily/01", [an_item(1)])
    store.library.save_paper(Paper(id="2411.01234v1", title="A paper"))
    store.library.save_pdf("2411.01234v1", "cc/cc.pdf")
    assert store.media_in_use() == {"aa/1.flac", "bb/1.yuvz", "cc/cc.pdf"}


def test_a_show_is_ready_once_it_was_marked(store: Store) -> None:
    show = saved(store, "2026-11-20-daily", ready=False)
    assert not store.programme.is_ready(show.id)
    assert store.programme.ready_shows() == []
    store.programme.mark_ready(show.id, 600.0)
    (first,) = store.programme.ready_shows()
    store.programme.mark_ready(show.id, 601.0)
    store.programme.save_show(show, [a_segment(show.id, 1)])
    (again,) = store.programme.ready_shows("daily", since=DAY)
    assert (again.show, again.seconds, again.ready_at) == (show, 601.0, first.ready_at)
    assert store.programme.ready_shows("weekly") == []


def test_a_new_edition_replaces_the_old_one_only_when_it_is_whole(store: Store) -> None:
    first = saved(store, store.programme.next_edition_id("daily", DAY), ready=True)
    second = saved(store, store.programme.next_edition_id("daily", DAY), ready=False)
    assert (first.id, second.id) == ("2026-11-20-daily", "2026-11-20-daily+2")
    assert [r.show for r in store.programme.ready_shows()] == [first]
    store.programme.mark_ready(second.id, 700.0)
    assert [r.show for r in store.programme.ready_shows()] == [second]
    assert store.programme.next_edition_id("daily", DAY) == "2026-11-20-daily+3"
    assert store.programme.ready_shows("daily", since=NEXT_DAY) == []


def test_segments_about_different_papers_do_not_replace_each_other(store: Store) -> None:
    for id in ("2411.00001v1-paper", "2411.00002v1-paper"):
        saved(store, id, ready=True, format="paper")
    assert len(store.programme.ready_shows("paper")) == 2


def test_shows_are_listed_latest_first(store: Store) -> None:
    for id, day in (("2026-11-20-daily", DAY), ("2026-11-21-daily", NEXT_DAY), ("2026-11-20-daily+2", DAY)):
        saved(store, id, ready=False, day=day)
    expected = ["2026-11-21-daily", "2026-11-20-daily+2", "2026-11-20-daily"]
    assert [s.id for s in store.programme.shows()] == expected
    assert [s.id for s in store.programme.shows("daily", since=NEXT_DAY)] == expected[:1]
    assert [s.id for s in store.programme.shows(limit=2)] == expected[:2]


def test_a_retired_show_leaves_its_archive_alone(store: Store) -> None:
    show = saved(store, "2026-11-20-daily", ready=True)
    store.programme.save_items("2026-11-20-daily/01", [an_item(1)])
    store.programme.save_archive(show.id, "2026-11-20-daily.mp3", 600.5, 9_600_000_000)
    store.programme.retire(show.id)
    assert store.programme.shows() == []
    assert store.programme.ready_shows() == []
    assert store.media_in_use() == set()
    (archive,) = store.programme.archives("daily")
    assert (archive.show, archive.name, archive.seconds, archive.bytes) == (
        show,
        "2026-11-20-daily.mp3",
        600.5,
        9_600_000_000,
    )
    assert store.programme.find_archive(show.id) == archive
    assert store.programme.next_edition_id("daily", DAY) == "2026-11-20-daily+2"


def test_a_removed_archive_is_no_longer_listed(store: Store) -> None:
    show = saved(store, "2026-11-20-daily", ready=True)
    store.programme.save_archive(show.id, "2026-11-20-daily.mp3", 600.5, 9_600_000)
    store.programme.remove_archive(show.id)
    assert store.programme.archives() == []
    assert store.programme.find_archive(show.id) is None
