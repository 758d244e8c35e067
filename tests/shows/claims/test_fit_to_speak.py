from __future__ import annotations

import pytest

from shows.claims.fit_to_speak import find_flaw, is_fit_to_speak
from shows.claims.rewrite import rewrite
from shows.claims.scopes import FOLLOWS


@pytest.mark.parametrize(
    "sentence",
    [
        "How can the authors minimize the workload while keeping accurate scores?",
        "How large is it? and do humans benefit from such an alignment?",
        "And the framework uses a table of hedges in every case.",
        "The subset is annotated twice to determine the in.",
        "A summary of the results on all the sets is shown.",
        "Baseline For experiments with trees the small set is used.",
        "Tkaczyk et al. report the best tool among ten of them.",
        "To describe the design and evaluation of a system, an automated one.",
        "5.1 Hyper Parameters are chosen on the set of tables.",
    ],
)
def test_what_a_listener_could_not_follow_is_refused(sentence: str):
    assert not is_fit_to_speak(sentence)


@pytest.mark.parametrize(
    "sentence",
    [
        "Scientific documents remain challenging for people and machines to work with.",
        "The authors ask a simple question: which conversation gets more reach?",
        "To our knowledge, no parser has read such trees aloud before.",
    ],
)
def test_what_only_looks_broken_is_fit_to_speak(sentence: str):
    assert is_fit_to_speak(sentence)


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("We show that it outperforms the baselines.1", "The authors show that it outperforms the baselines."),
        ("We introduce S2ORC,1 a corpus of many papers.", "The authors introduce S2ORC, a corpus of many papers."),
        ("Impact of gold passages We use passages that match the answers.",
         "The authors use passages that match the answers."),
        ("INTRODUCTION A scalar field may be a candidate for dark matter.",
         "A scalar field may be a candidate for dark matter."),
        ("As shown in Table 2, the parser outperforms the others on all metrics.",
         "The parser outperforms the others on all metrics."),
    ],
)  # fmt: skip
def test_marks_and_headings_of_the_page_are_not_said(printed: str, said: str):
    assert rewrite(printed) == (said, "")


@pytest.mark.parametrize(
    "sentence",
    [
        "While these datasets are of adequate size, they lack variety in their layout.",
        "Using this approach, trees are read aloud by a small parser.",
        "In such environments, distinctions between the two grow ever more opaque.",
    ],
)
def test_a_sentence_that_points_back_follows_the_one_before_it(sentence: str):
    assert rewrite(sentence)[1] == FOLLOWS


@pytest.mark.parametrize(
    ("sentence", "reason"),
    [
        ("How large is it and do humans benefit from such an alignment?", "a question"),
        ("The small parser reads all the trees of Figure 3 aloud.", "a numbered part of the paper"),
        ("It is small.", "too few words"),
        ("The small parser reads all 3) of the trees aloud.", "an open bracket"),
    ],
)
def test_a_refusal_has_a_reason(sentence: str, reason: str):
    assert find_flaw(sentence) == reason
