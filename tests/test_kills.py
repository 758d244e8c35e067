"""A few kill -9 of each program; `tests/faults/kills.py` does the full count."""

from __future__ import annotations

import kills
import pytest

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def outcome():
    """What five kills left behind."""
    return kills.run_kills(kills=5, papers=4)


def test_no_paper_is_lost(outcome):
    assert outcome.papers_chosen >= 4
    assert outcome.papers_lost == 0


def test_nothing_of_a_paper_is_aired_twice(outcome):
    assert outcome.aired_twice == 0


def test_no_half_file_and_no_orphan_is_left(outcome):
    assert (outcome.half_files, outcome.orphans) == (0, 0)
