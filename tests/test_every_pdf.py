"""PDFs dropped into a running station's folder; `tests/faults/every_pdf.py` takes all there are."""

from __future__ import annotations

import every_pdf
import pytest

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def outcome(shared):
    """What became of a few real papers and a few hostile files."""
    return every_pdf.drop_all(every_pdf.files_of(shared, quick=True))


def test_each_file_becomes_a_segment_or_is_parked_with_a_reason(outcome):
    assert outcome.neither == []
    assert len(outcome.ready) >= 3
    assert all(len(reason.split()) > 3 for reason in outcome.parked.values())


def test_studio_survives_them_all(outcome):
    assert outcome.studio_restarts == 0
