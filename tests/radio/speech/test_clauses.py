"""Where a text is cut so that its first part is heard soon."""

from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from radio.speech.clauses import ends_sentence, pieces


def cut(text: str, first: int = 10, least: int = 40, most: int = 60) -> list[str]:
    return [text[piece].strip() for piece in pieces(text, first=first, least=least, most=most)]


def test_a_sentence_is_a_piece_however_short():
    assert cut("Yes. It is so. Why?") == ["Yes.", "It is so.", "Why?"]


def test_the_first_clause_is_a_piece_of_its_own_and_later_ones_are_gathered():
    text = "In this paper, a model, which is small, learns to sort, and it does so well."
    assert cut(text) == ["In this paper,", "a model, which is small, learns to sort,", "and it does so well."]


def test_a_mark_within_a_number_or_a_name_does_not_cut():
    assert cut("It reaches 3.5 points on a:b, and 1,024 rows.", first=60) == [
        "It reaches 3.5 points on a:b, and 1,024 rows."
    ]


def test_a_closing_quote_stays_with_its_sentence():
    assert cut("“It works.” They left.") == ["“It works.”", "They left."]
    assert ends_sentence("(It works.)") and not ends_sentence("works,")


def test_a_clause_that_is_too_long_is_cut_between_words_and_a_word_where_it_must():
    assert max(map(len, cut("word " * 100))) <= 60 and cut("word " * 3) == ["word word word"]
    assert [len(piece) for piece in cut("a" * 130)] == [60, 60, 10]


@given(st.text(alphabet="ab .,;!?—”\n", max_size=400))
def test_the_pieces_are_the_text_in_order_and_none_is_too_long(text):
    parts = pieces(text, first=5, least=20, most=30)
    assert "".join("".join(text[part] for part in parts).split()) == "".join(text.split())
    assert all(a.stop <= b.start for a, b in pairwise(parts))
    assert all(text[part].strip() and part.stop - part.start <= 30 for part in parts)
