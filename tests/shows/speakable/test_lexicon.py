from __future__ import annotations

import pytest

from shows.speakable import SHIPPED, BadLexicon, speakable


def test_an_operators_word_goes_before_the_shipped_one():
    own = SHIPPED.over('[said]\nLLaMA = "Yama"\nQwen = "Chwen"')
    assert speakable("LLaMA-2 and Qwen3-8B", own) == "Yama two and Chwen three eight B"
    assert speakable("LLaMA-2") == "Llama two"


def test_an_operator_says_which_acronyms_are_words():
    own = SHIPPED.over('words = ["XQZ"]\nletters = "BERT SAM"')
    assert speakable("XQZ, BERT and SAM", own) == "Xqz, B-E-R-T and S-A-M"
    assert speakable("XQZ, BERT and SAM") == "X-Q-Z, Bert and Sam"


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[said", "no TOML"),
        ('[sayed]\na = "b"', "no table 'sayed'"),
        ("[said]\na = 3", "text in quotes"),
        ("words = 3", "a text or a list"),
    ],
)
def test_a_lexicon_with_a_mistake_says_what_it_is(text: str, reason: str):
    with pytest.raises(BadLexicon, match=reason):
        SHIPPED.over(text)


@pytest.mark.parametrize("word", sorted(SHIPPED.said))
def test_each_shipped_word_is_said_the_same_when_said_again(word: str):
    spoken = speakable(word)
    assert spoken
    assert speakable(spoken) == spoken
