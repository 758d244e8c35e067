"""What is left of a text for engines that read plain English letters."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from radio.speech.engines.plain import has_words, plain


def test_accents_fall_off_and_typographic_marks_become_plain():
    assert plain("Erdős’s naïve café — it’s ﬁne…") == "Erdos's naive cafe , it's fne."


def test_what_could_be_a_command_becomes_a_blank():
    assert plain('a "b" (c)`[d]\\e\n') == "a  b   c   d  e "


def test_other_scripts_hold_no_words():
    assert not has_words(plain("机器学习 שלום 🙂")) and has_words(plain("机器 ABC"))


@given(st.text(max_size=200))
def test_every_character_stays_at_its_place(text):
    assert len(plain(text)) == len(text) and plain(plain(text)) == plain(text)
    assert plain(text).isascii() and not set('"\\()\n`<>') & set(plain(text))
