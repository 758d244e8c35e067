from __future__ import annotations

import json
from pathlib import Path

import pytest
from garbage import GARBAGE, LEFT_OVER, MEGABYTE, MEGABYTE_SECONDS, garbage_seconds
from hypothesis import example, given, settings
from hypothesis import strategies as st
from sampled import is_sampled
from spoken import golden, words

from shows.speakable import speakable

METADATA = Path(__file__).parents[3] / "../shared/data/metadata.jsonl"
MISSED = 0.01
"""The share of golden items that may be said otherwise."""
MARKS = "$\\{}_^[]()<>&%#~@|/+-−–—=≤∈∑√αΩ²₂½…'\"`,.;:!? \n\t😀中א\u202e"
WRITTEN = (
    "\\frac \\sqrt \\begin{matrix} \\cite{a} e.g. i.e. et al. vs Fig. Sec. III v2 10 2026 3.14 1e-4 10^ km/h % B LLMs"
    " GPT-4o ConvNeXt a x https:// a@b.com [3] (Doe,2020) May $5 12:30 1/2"
)
PIECES = st.sampled_from([*MARKS, *WRITTEN.split()])


def test_golden_sentences_are_said_as_a_narrator_would_say_them():
    items = golden()
    missed = [
        f"{where}: {written!r} → {speakable(written)!r}"
        for where, written, wanted in items
        if words(speakable(written)) not in {words(one) for one in wanted}
    ]
    assert len(items) >= 1500
    assert len(missed) <= MISSED * len(items), "\n".join(missed)


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("F1 rose by 3.2% [4].", "F one rose by three point two percent."),
        ("GPT-4o beats LLaMA-2 70B.", "G-P-T four O beats Llama two seventy B."),
        ("LLMs' limits, an LLM's limit", "L-L-M's limits, an L-L-M's limit"),
        ("known (Smith et al., 2020; Doe, 2021).", "known."),
        ("large language models (LLMs) help", "large language models, or L-L-M's, help"),
        ("See Fig. 3, Sec. IV and Eq. (5).", "See figure three, section four and equation five."),
        ("e.g., this, i.e. that", "for example, this, that is, that"),
        ("<think>no</think> tags", "no tags"),
        ("eﬃcient \u200bwork\u00ad", "efficient work"),
        ("coarse–fine — and 2019–2021", "coarse fine, and twenty nineteen to twenty twenty-one"),
    ],
)
def test_pauses_stand_where_the_text_has_them(written: str, spoken: str):
    assert speakable(written) == spoken


@pytest.mark.parametrize("name", ["ConvNeXt", "ImageNet", "KoRe", "DeepPresenter", "McNemar", "LoRA"])
def test_a_name_in_camel_case_stays_one_word(name: str):
    assert speakable(f"{name} and {name}-style") == f"{name} and {name}-style"


@pytest.mark.parametrize("text", ["Qwen3-8B beat GPT-4o.", "BERT, C/C++ and μP", "in 2026 at 3 pm"])
def test_the_same_words_are_said_wherever_they_stand(text: str):
    assert words(speakable(f"{text} {text}")) == words(speakable(text) + " " + speakable(text))


@pytest.mark.parametrize(
    "text", ["Plain words stay as they are.", "L-L-M's stay spelled, and so does A-I.", "Naïve Bézier curves"]
)
def test_spoken_text_stays_as_it_is(text: str):
    assert speakable(text) == text


@pytest.mark.parametrize(
    "text", ["", " \n\t ", "😀🎉", "你好，世界", "שלום עולם", "\u202e\u2066\u200f", "\x00\x07", "---", "$$", "{}"]
)
def test_what_no_voice_can_say_is_silence(text: str):
    assert speakable(text) == ""


@pytest.mark.parametrize(
    "markup",
    [
        '<speak version="1.0"><prosody rate="slow">hello</prosody></speak>',
        '<break time="10s"/>hello',
        '<?xml version="1.0"?><!-- note -->hello',
        '<say-as interpret-as="cardinal">hello</say-as>',
        "\\textbf{\\emph{hello}}",
        "&lt;speak&gt;hello",
        "[hello](https://example.org)",
        "\u202ehello\u202c",
    ],
)
def test_nothing_of_markup_is_spoken(markup: str):
    assert words(speakable(markup)) in {"hello", "hello thelink in thenotes", "hellothelinkinthenotes"}


def test_twenty_thousand_characters_are_said_to_the_end():
    text = "The model reaches 94.5% on CIFAR-10. " * 550
    assert speakable(text).count("Cifar ten.") == 550


@settings(max_examples=300, deadline=None)
@given(st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=40).map("".join)))
@example("$" * 50)
@example("((((((((((")
@example("\u202e\u2066 12:30 {^_}")
@example("x^{" * 40)
@example("\\frac" * 30)
@example("9" * 5000)
@example("AÀ'º")
def test_any_text_is_said_without_leftovers_and_twice_alike(text: str):
    spoken = speakable(text)
    assert not LEFT_OVER.search(spoken)
    assert speakable(spoken) == spoken
    assert speakable(text) == spoken


@pytest.mark.slow
@pytest.mark.parametrize("piece", GARBAGE)
def test_a_quarter_of_a_megabyte_of_garbage_ends_soon(piece: str):
    """In a quarter of the time that `tests/bench/speakable.py` allows a whole one."""
    assert garbage_seconds(piece, MEGABYTE // 4) < MEGABYTE_SECONDS / 4


@pytest.mark.slow
@pytest.mark.skipif(not METADATA.exists(), reason="the shared metadata is not here")
def test_no_abstract_leaves_a_mark_that_cannot_be_spoken():
    """In a third of them; `tests/bench/speakable.py` reads all."""
    records = [json.loads(line) for line in METADATA.read_text().splitlines()]
    abstracts = [record["abstract"] for record in records if is_sampled(record["id"], one_in=3)]
    assert len(abstracts) > 1000
    for abstract in abstracts:
        spoken = speakable(abstract)
        assert not LEFT_OVER.search(spoken), LEFT_OVER.search(spoken)
        assert speakable(spoken) == spoken
