"""Titles and abstracts as a person would read them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from radio.papers import clean_latex


@pytest.mark.parametrize(
    ("raw", "read"),
    [
        (r"It takes $O(n \log n)$ time", "It takes O(n log n) time"),
        (r"from 3.8% to $9.6\%$ and 95\%", "from 3.8% to 9.6% and 95%"),
        (r"a \emph{hard} and \textbf{new} \textsc{Bench}", "a hard and new Bench"),
        (r"``quoted'' text -- here", "“quoted” text – here"),
        (r"K\"ahler and Poincar\'e", "Kähler and Poincaré"),
        (r"$\varepsilon$-DP with $10^{-3}$", "ε-DP with 10^(-3)"),
        (r"all $\binom{n}{2}$ pairs", "all (n choose 2) pairs"),
        (r"our \TRI{} beats \role{user} words", "our TRI beats user words"),
        (r"as shown \cite{a,b} before~us", "as shown before us"),
        ("costs $5 per user", "costs $5 per user"),
        (r"a {\bf bold} claim", "a bold claim"),
        ("two\n  lines", "two lines"),
        ("R&D of C# at 5%", "R&D of C# at 5%"),
    ],
)
def test_latex_becomes_plain_text(raw: str, read: str):
    assert clean_latex(raw) == read


@given(st.text(alphabet="ab {}$\\^_%&~#[]()`'-\n", max_size=60))
def test_no_text_makes_it_fall_over(raw: str):
    assert "\n" not in clean_latex(raw)


@pytest.mark.slow
def test_real_abstracts_are_read_with_few_leftovers(shared: Path):
    records = [json.loads(line) for line in (shared / "metadata.jsonl").read_text().splitlines()]
    read = [clean_latex(record[field]) for record in records for field in ("title", "abstract")]
    assert len(read) > 9000
    assert sum(bool(re.search(r"\\[A-Za-z]|``", text)) for text in read) <= 5
    assert all(text for text, record in zip(read[::2], records, strict=True) if record["title"])
