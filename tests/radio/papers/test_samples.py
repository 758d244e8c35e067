import tomllib
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[3] / "radio/papers/samples"
PAPERS = tomllib.loads((FOLDER / "samples.toml").read_text())["paper"]


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper["id"])
def test_a_sample_has_its_pdf_and_its_source(paper):
    pdf = FOLDER / paper["pdf"]
    assert pdf.read_bytes().startswith(b"%PDF-")
    assert pdf.stat().st_size < 200_000
    assert f'title: "{paper["title"]}"' in pdf.with_suffix(".typ").read_text()


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper["id"])
def test_a_samples_abstract_holds_enough_for_a_minute_of_speech(paper):
    assert len(paper["abstract"].split()) >= 120


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: paper["id"])
def test_a_samples_abstract_is_the_printed_one(paper):
    source = " ".join((FOLDER / paper["pdf"]).with_suffix(".typ").read_text().split())
    assert " ".join(paper["abstract"].split()) in source


def test_samples_are_in_the_public_domain():
    assert {paper["licence"] for paper in PAPERS} == {"https://creativecommons.org/publicdomain/zero/1.0/"}
