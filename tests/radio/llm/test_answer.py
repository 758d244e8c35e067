"""What models do to good JSON is mended; what is missing is never guessed."""

from __future__ import annotations

import pytest

from radio.llm.answer import parse_answer

SCHEMA = {
    "type": "object",
    "properties": {"headline": {"type": "string"}, "score": {"type": "integer", "minimum": 0, "maximum": 9}},
    "required": ["headline", "score"],
    "additionalProperties": False,
}
GOOD = '{"headline": "It is {fast}", "score": 7}'


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        f"<think>Fast? Maybe {{}}.</think>\n{GOOD}",
        f"Perhaps {{this}}.</think>{GOOD}",
        f"Here you are:\n```json\n{GOOD}\n```\nAnything else?",
        f"{GOOD}\n\nI hope {{this}} helps.",
    ],
    ids=["as it should be", "a thought", "half a thought", "a fence", "chatter"],
)
def test_words_around_the_object_do_not_matter(text: str) -> None:
    assert parse_answer(text, SCHEMA) == {"headline": "It is {fast}", "score": 7}


def test_raw_control_characters_within_a_string_are_taken_as_they_are() -> None:
    assert parse_answer(GOOD.replace("is", "\n\tis\x01"), SCHEMA)["headline"] == "It \n\tis\x01 {fast}"


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "holds no JSON object"),
        ("[]", "holds no JSON object"),
        ("null", "holds no JSON object"),
        ("{", "is not JSON"),
        (GOOD[:-1], "is not JSON"),
        ('{"a": ' * 5000, "is not JSON"),
        ('{"headline": "x"}', "'score' is a required property"),
        ('{"headline": "x", "score": 12}', r"at \$\.score: 12 is greater than the maximum"),
        ('{"headline": "x", "score": 1, "more": 2}', "'more' was unexpected"),
    ],
)
def test_the_first_thing_wrong_is_named(text: str, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        parse_answer(text, SCHEMA)
