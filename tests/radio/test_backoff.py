"""Pauses after failures: they double up to the longest, and what went well begins with the first one again."""

from __future__ import annotations

from radio.backoff import FIRST_REST_SECONDS, LONGEST_REST_SECONDS, BackOff, Rest


def test_pauses_double_up_to_the_longest_and_begin_anew_after_success():
    pauses = BackOff(first_seconds=30.0, longest_seconds=100.0)
    assert not pauses.is_failing
    assert [pauses.failed() for _ in range(4)] == [30.0, 60.0, 100.0, 100.0] and pauses.is_failing
    pauses.worked()
    assert not pauses.is_failing and pauses.failed() == 30.0


def test_a_first_pause_is_never_longer_than_the_longest():
    assert BackOff(first_seconds=30.0, longest_seconds=5.0).failed() == 5.0


def test_the_pause_grows_to_its_limit_and_a_healthy_run_resets_it():
    pause = BackOff(first_seconds=0.5, longest_seconds=30.0, healthy_seconds=60.0)
    pauses = [pause.ended(1.0) for _ in range(2000)]
    assert 0.25 <= pauses[0] <= 0.5 and 0.5 <= pauses[1] <= 1.0
    assert all(15 <= seconds <= 30 for seconds in pauses[7:])
    assert pause.ended(61.0) <= 0.5
    assert 0.5 <= pause.ended(1.0) <= 1.0


def test_what_failed_rests_with_its_reason_and_longer_each_time():
    now = 0.0
    rest = Rest(lambda: now)
    assert not rest.is_ill and rest.reason == "" and rest.seconds_left == 0.0
    assert rest.failed("it crashed") == FIRST_REST_SECONDS
    assert rest.reason == "it crashed" and rest.seconds_left == FIRST_REST_SECONDS
    assert rest.failed("it crashed again") == 0.0, "a rest that goes on is not begun anew"
    now = FIRST_REST_SECONDS
    assert rest.is_ill and rest.reason == ""
    assert rest.failed("it crashed once more") == 2 * FIRST_REST_SECONDS
    for _ in range(10):
        now += rest.seconds_left
        longest = rest.failed("still ill")
    assert longest == LONGEST_REST_SECONDS


def test_what_worked_is_well():
    rest = Rest(lambda: 0.0)
    rest.failed("it crashed")
    rest.worked()
    assert not rest.is_ill and rest.reason == "" and rest.failed("again") == FIRST_REST_SECONDS
