"""A page whose fonts hide their letters is no text."""

from __future__ import annotations

from radio.documents.printed import legible


def test_a_letter_that_no_font_explains_breaks_its_word():
    assert legible.broken_share(["the e\ufffdective in\x0cnite mass limit"]) == 2 / 7


def test_a_sign_beside_a_single_letter_or_alone_breaks_no_word():
    assert legible.broken_share(["x\ufffdy \ufffd is a sign of maths, and so is \x02 x"]) == 0


def test_a_page_without_words_is_not_broken():
    assert legible.broken_share([]) == 0
