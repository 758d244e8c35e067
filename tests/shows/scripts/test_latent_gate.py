"""What a latent writer's text must be before anybody reads it."""

from __future__ import annotations

import math

import pytest

from radio.model import Continuation
from shows.scripts.latent_gate import flaw, repetition

PROSE = "The new parser reads more pages than the old one, and it does so on a small machine without any network."


def continued(**changes) -> Continuation:
    return Continuation(**{"text": PROSE, "log_probability": -2.4, "cosine": 0.4, "baseline": 0.1, **changes})


def test_good_prose_near_its_guides_has_no_flaw():
    assert flaw(continued()) == ""


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"text": "the same old song and dance " * 6}, "repeats"),
        ({"log_probability": -5.5}, "unlikely"),
        ({"log_probability": math.nan}, "unlikely"),
        ({"cosine": 0.1}, "no nearer"),
        ({"cosine": 0.12}, "no nearer"),
        ({"cosine": math.nan}, "no nearer"),
    ],
)
def test_each_flaw_is_named(changes, said):
    assert said in flaw(continued(**changes))


def test_repetition_is_the_share_of_runs_that_came_before():
    assert repetition("") == repetition("a b c") == 0
    assert repetition(PROSE) == 0
    assert repetition("a b c d " * 5) == pytest.approx(13 / 17)
