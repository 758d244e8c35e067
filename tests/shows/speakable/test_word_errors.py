"""What was said against what was heard: the same words count as the same, however they are written."""

from __future__ import annotations

import pytest

from shows.speakable.word_errors import errors, words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The model's accuracy rose.", "the models accuracy rose"),
        ("It wasn't trained on images; they'll see.", "it was not trained on images they will see"),
        ("We optimise colour and behaviour.", "we optimize color and behavior"),
        ("A labelled programme at the centre", "a labeled program at the center"),
        ("Accuracy is 87.5%.", "accuracy is eighty seven point five percent"),
        ("one hundred and twenty-five", "one hundred twenty five"),
        ("the G P U cluster", "the g p u cluster"),
        ("um the robot, uh, moved", "the robot moved"),
        ("", "..."),
    ],
)
def test_two_writings_of_the_same_words_are_alike(one: str, other: str):
    assert words(one) == words(other)


def test_different_words_stay_different():
    assert words("the cat is open") != words("the code is open")
    assert words("hundreds and thousands") == ("hundreds", "and", "thousands")


@pytest.mark.parametrize(
    ("meant", "heard", "count"),
    [
        ("a b c", "a b c", 0),
        ("a b c", "a x c", 1),
        ("a b c", "a c", 1),
        ("a c", "a b c", 1),
        ("a b c", "", 3),
        ("the data set is large", "the dataset is large", 0),
        ("the dataset is large", "the data set is large", 0),
        ("one data set", "one dataset more", 1),
    ],
)
def test_errors_are_words_changed_put_in_or_left_out(meant: str, heard: str, count: int):
    assert errors(meant.split(), heard.split()) == count


def test_a_long_text_is_compared_in_its_order():
    text = ["the", "clock", "counts", "samples", "and", "decides", "when", "a", "frame", "is", "due"]
    assert errors(text, list(reversed(text))) >= len(text) - 2
