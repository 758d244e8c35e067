"""Every way to write an id."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from radio.ids import paper_name
from radio.papers import parse_id


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("2411.01234", "2411.01234"),
        (" 2411.01234v2\n", "2411.01234v2"),
        ("0704.0001", "0704.0001"),
        ("arXiv:2411.01234v12", "2411.01234v12"),
        ("ARXIV: 2411.01234", "2411.01234"),
        ("https://arxiv.org/abs/2411.01234", "2411.01234"),
        ("http://www.arxiv.org/abs/2411.01234v3/", "2411.01234v3"),
        ("https://arxiv.org/pdf/2411.01234v1.pdf", "2411.01234v1"),
        ("export.arxiv.org/pdf/2411.01234", "2411.01234"),
        ("https://arxiv.org/html/2411.01234v2#S3", "2411.01234v2"),
        ("https://arxiv.org/abs/2411.01234?context=cs.CL", "2411.01234"),
        ("cs/0112017v1", "cs/0112017v1"),
        ("math.GT/0309136", "math.GT/0309136"),
        ("cond-mat/9706061", "cond-mat/9706061"),
        ("https://arxiv.org/abs/hep-th/9901001v2", "hep-th/9901001v2"),
        ("https://arxiv.org/pdf/cs%2F0112017", "cs/0112017"),
        ("10.48550/arXiv.2411.01234", "2411.01234"),
        ("https://doi.org/10.48550/arXiv.2411.01234", "2411.01234"),
        ("doi:10.48550/ARXIV.hep-th/9901001", "hep-th/9901001"),
        ("oai:arXiv.org:2508.13426v1", "2508.13426v1"),
    ],
)
def test_every_form_of_an_id_is_understood(text: str, wanted: str):
    assert parse_id(text) == wanted


@pytest.mark.parametrize(
    "text",
    ["", "abc", "2411.1", "2413.01234", "2411.01234v0", "https://example.org/abs/2411.01234", "10.1000/182", "cs/01"],
)
def test_anything_else_is_refused_in_a_sentence(text: str):
    with pytest.raises(ValueError, match="is not the id or address of a paper on arXiv"):
        parse_id(text)


@given(st.text())
def test_no_text_makes_the_parser_fall_over(text: str):
    try:
        assert paper_name(parse_id(text)).is_arxiv
    except ValueError as exc:
        assert "arXiv" in str(exc)
