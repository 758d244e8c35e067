from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shows.words.sentences import count_words, spans, split


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One is here. Two is there.", ["One is here.", "Two is there."]),
        ("We use tools, e.g. Python. It works.", ["We use tools, e.g. Python.", "It works."]),
        ("Smith et al. Show it. Done.", ["Smith et al. Show it.", "Done."]),
        ("It rose by 3.2 points. Fine.", ["It rose by 3.2 points.", "Fine."]),
        ("See Fig. 3 for this. Next.", ["See Fig. 3 for this.", "Next."]),
        ("By J. Doe of Oslo. He left.", ["By J. Doe of Oslo.", "He left."]),
        ("Does it work? Yes! Good.", ["Does it work?", "Yes!", "Good."]),
        ("It ends (really.) Then on.", ["It ends (really.)", "Then on."]),
        ("Glued to the next.In fact it is.", ["Glued to the next.", "In fact it is."]),
        ("It costs $5. More is spent. End.", ["It costs $5.", "More is spent.", "End."]),
        ("We present mage, a toolkit. mage offers trees.", ["We present mage, a toolkit.", "mage offers trees."]),
        ("It ran on approx. five machines.", ["It ran on approx. five machines."]),
        ("no full stop at the end", ["no full stop at the end"]),
        ("", []),
    ],
)
def test_a_text_is_cut_where_a_reader_would_stop(text: str, expected: list[str]):
    assert split(text) == expected


@given(st.text(max_size=400))
def test_every_sentence_is_an_exact_stretch_of_the_text_in_order(text: str):
    end = 0
    for start, stop in spans(text):
        assert start >= end
        assert text[start:stop] == text[start:stop].strip() != ""
        end = stop


def test_marks_that_stand_alone_are_no_words():
    assert count_words("one - two – 3 !") == 3
