from __future__ import annotations

from datetime import UTC, datetime, timedelta

from radio.ids import ShowId
from radio.model import HOUSE_RATE, Item, MediaKey, Rundown, Slot
from workers.air import next_show
from workers.air.asrun import Heard
from workers.air.next_show import Candidate

NOW = datetime(2026, 11, 20, 18, 0, tzinfo=UTC)
REST = timedelta(hours=8)


def candidate(show: str, source="rundown", *, fresh=True, seconds=120.0, ready=True, due=None, heard=None) -> Candidate:
    return Candidate(
        show=ShowId(show), source=source, seconds=seconds, ready=ready, fresh=fresh,
        airs_at=NOW + timedelta(seconds=due) if due is not None else None,
        heard=NOW - timedelta(hours=heard) if heard is not None else None,
    )  # fmt: skip


def chosen(*shows: Candidate, last: str = "") -> str | None:
    found = next_show.next_show(shows, NOW, REST, ShowId(last))
    return found.show if found else None


def test_a_show_whose_time_has_come_is_first():
    assert chosen(candidate("segment"), candidate("daily", due=-1)) == "daily"


def test_a_show_waits_for_its_time():
    assert chosen(candidate("daily", due=1)) is None


def test_a_show_more_than_two_hours_late_has_missed_its_time():
    assert chosen(candidate("daily", due=-7201), candidate("segment")) == "segment"


def test_new_segments_play_in_the_programmes_order():
    assert chosen(candidate("b"), candidate("a")) == "b"


def test_a_segment_that_would_overrun_the_next_show_by_half_a_minute_is_passed_over():
    daily = candidate("daily", due=100)
    assert chosen(candidate("long", seconds=131), candidate("short", seconds=129), daily) == "short"


def test_repeats_come_back_only_when_rested_and_the_longest_unheard_first():
    repeats = [candidate("a", "repeat", fresh=False, heard=9), candidate("b", "repeat", fresh=False, heard=10)]
    evergreen = candidate("primer", "evergreen", fresh=False, heard=20)
    assert chosen(*repeats, evergreen) == "b"
    tired = candidate("c", "repeat", fresh=False, heard=7)
    assert chosen(tired, evergreen) == "primer"


def test_when_everything_was_heard_lately_the_longest_unheard_plays():
    shows = [candidate("a", "repeat", fresh=False, heard=2), candidate("b", "evergreen", fresh=False, heard=3)]
    assert chosen(*shows) == "b"


def test_nothing_plays_twice_in_a_row_while_anything_else_is_left():
    shows = [candidate("a", "evergreen", fresh=False, heard=7), candidate("b", "evergreen", fresh=False, heard=1)]
    assert chosen(*shows, last="a") == "b"
    assert chosen(shows[0], last="a") == "a"


def test_an_unready_show_does_not_play_even_when_due():
    assert chosen(candidate("daily", due=-10, ready=False)) is None


def test_a_due_show_breaks_into_repeats_at_once_and_into_news_after_ninety_seconds():
    just, late = candidate("daily", due=-5), candidate("daily", due=-100)
    assert next_show.breaks_in(just, "evergreen", NOW)
    assert not next_show.breaks_in(just, "rundown", NOW)
    assert next_show.breaks_in(late, "rundown", NOW)


def rundown(show: str, items: int, *, complete: bool, kind: str = "paper") -> Rundown:
    made = tuple(
        Item(
            id=f"{show}/{n}", sound=MediaKey("x"), frames=9 * HOUSE_RATE, pause_frames=HOUSE_RATE,
            picture=MediaKey("y"), text="", speaker="Ada",
        )
        for n in range(items)
    )  # fmt: skip
    return Rundown(show=ShowId(show), format=kind, title="", artist="", made=NOW, items=made, complete=complete)


def only(show: Rundown, source: str, heard: Heard) -> Candidate:
    slots = (Slot(show=show.show, source=source),)
    return next_show.candidates(slots, {show.show: show}, heard, runway_seconds=60)[0]


def test_an_incomplete_show_starts_once_its_runway_is_recorded():
    assert not only(rundown("a", 5, complete=False), "rundown", Heard()).ready
    assert only(rundown("a", 6, complete=False), "rundown", Heard()).ready


def test_a_show_that_ran_dry_goes_on_where_it_stopped():
    heard = Heard()
    heard.note(ShowId("a"), "a/5", NOW, "aired")
    again = only(rundown("a", 8, complete=True), "rundown", heard)
    assert (again.fresh, again.start, again.ready) == (True, 6, True)


def test_a_show_heard_to_its_end_is_a_repeat_even_when_studio_never_said_so():
    heard = Heard()
    heard.note(ShowId("a"), "a/2", NOW, "aired")
    again = only(rundown("a", 3, complete=True), "rundown", heard)
    assert (again.fresh, again.source, again.start) == (False, "repeat", 0)


def test_a_skipped_show_is_not_taken_up_again_where_it_stopped():
    heard = Heard()
    heard.note(ShowId("a"), "a/0", NOW, "cut")
    heard.given_up.add(ShowId("a"))
    again = only(rundown("a", 3, complete=True), "rundown", heard)
    assert (again.fresh, again.start) == (False, 0)


def test_idents_are_not_shows():
    ident = rundown("ident", 1, complete=True, kind="ident")
    assert not next_show.candidates((Slot(show=ident.show, source="evergreen"),), {ident.show: ident}, Heard(), 60)
