from __future__ import annotations

import json
import re
import time
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shows.speakable import speakable

METADATA = Path(__file__).parents[3] / "../shared/data/metadata.jsonl"
LEFT_OVER = re.compile(r"[\\$_^{}@\x00-\x1f\x7f]|\[\d|http|\d")


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("F1 rose by 3.2% [4].", "F one rose by three point two percent."),
        ("GPT-4o beats LLaMA-2 70B.", "G-P-T four o beats Llama two seventy B."),
        ("ResNet-50 on CIFAR-10 with an H100", "Res Net fifty on Cifar ten with an H one hundred"),
        ("an A100", "an A-one hundred"),
        ("LLMs and RAG, but no GAN", "L-L-M's and rag, but no gan"),
        ("an LLM-based agent", "an L-L-M based agent"),
        ("LoRA, BERT and arXiv", "Lora, Bert and archive"),
        ("p < 0.05", "p is less than zero point zero five"),
        ("$R^2 = 0.93$", "R squared equals zero point nine three"),
        (r"cost $O(n \log n)$ or O(n^2)", "cost O of n log n or O of n squared"),
        (r"$\varepsilon$-DP with $\pi_{0.5}$", "epsilon D-P with pi zero point five"),
        (r"$\sum_{i=1}^n \alpha_i x_i^2 + \int_0^1 f(x) dx = \mathbb{E}[y]$ holds", "the formula on screen holds"),
        ("costs ~$1.5M, then only $0.02", "costs about one point five million dollars, then only two cents"),
        ("€3.20 and $5 million", "three euros and twenty cents and five million dollars"),
        ("1e-4, 10^{-3}, 10⁻³", "one times ten to the minus four, ten to the minus three, ten to the minus three"),
        ("3 × 3 kernels, 2.5x faster", "three by three kernels, two point five times faster"),
        ("94.5 ± 0.3 at 25°C", "ninety-four point five plus or minus zero point three at twenty-five degrees Celsius"),
        ("In 2024, from 2019–2021", "In twenty twenty-four, from twenty nineteen to twenty twenty-one"),
        ("2048 tokens in the 1990s", "two thousand and forty-eight tokens in the nineteen nineties"),
        ("on 20 November 2026", "on the twentieth of November twenty twenty-six"),
        ("2026-11-20", "the twentieth of November twenty twenty-six"),
        ("CVPR 2026", "C-V-P-R twenty twenty-six"),
        ("10-20% and 0.5-1.2", "ten to twenty percent and zero point five to one point two"),
        ("rising to $84.8$-$99\\%$", "rising to eighty-four point eight to ninety-nine percent"),
        ("1,234 of 3/4", "one thousand two hundred and thirty-four of three quarters"),
        ("7B models, 7B parameters", "seven B models, seven billion parameters"),
        (
            "5 ms, 12GB, 30 fps, 10 m/s",
            "five milliseconds, twelve gigabytes, thirty frames per second, ten metres per second",
        ),
        ("the 2nd of v2.1", "the second of version two point one"),
        ("See Fig. 3, Sec. IV and Eq. (5).", "See figure three, section four and equation five."),
        ("e.g., this, i.e. that", "for example, this, that is, that"),
        ("Smith et al. (2020) vs. Jones", "Smith and colleagues versus Jones"),
        ("known (Smith et al., 2020; Doe, 2021).", "known."),
        ("at https://github.com/x/y now", "at the link on screen now"),
        ("mail a.b@c.org", "mail the address on screen"),
        ("arXiv:2411.01234v2", "archive two four one one, dot, zero one two three four, version two"),
        ("eﬃcient \u200bwork\u00ad", "efficient work"),
        (r"\textbf{bold} \emph{games}~\cite{x}", "bold games"),
        ("<think>no</think> tags", "no tags"),
        ("", ""),
    ],
)
def test_what_is_written_is_said(written: str, spoken: str):
    assert speakable(written) == spoken


@pytest.mark.parametrize(
    "text", ["Plain words stay as they are.", "L-L-M's stay spelled, and so does A-I.", "Naïve Bézier curves"]
)
def test_spoken_text_stays_as_it_is(text: str):
    assert speakable(text) == text


@given(st.text(max_size=200))
@example("$" * 50)
@example("((((((((((")
@example("\u202e\u2066 12:30 {^_}")
@example("😀 你好 שלום")
def test_any_text_is_said_without_leftovers_and_twice_alike(text: str):
    spoken = speakable(text)
    assert not re.search(r"[\\$_^{}@\x00-\x1f\x7f]", spoken)
    assert speakable(spoken) == spoken


def test_a_megabyte_of_garbage_ends_soon():
    started = time.perf_counter()
    speakable("a$\\{x_1^2}[3](" * 20_000)
    assert time.perf_counter() - started < 20


@pytest.mark.slow
@pytest.mark.skipif(not METADATA.exists(), reason="the shared metadata is not here")
def test_no_abstract_leaves_a_mark_that_cannot_be_spoken():
    for line in METADATA.read_text().splitlines():
        abstract = json.loads(line)["abstract"]
        spoken = speakable(abstract)
        assert not LEFT_OVER.search(spoken), LEFT_OVER.search(spoken)
        assert speakable(spoken) == spoken
