"""A PDF is fetched once, kept, and waited for while arXiv is away."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import pytest
from step_subjects import SAMPLE

from radio.errors import NoSuchPaper, Transient, Unreadable
from radio.ids import ARXIV, PaperId
from radio.model import Paper
from workers.studio.known_papers import find_pdf
from workers.studio.steps.fetch import fetch

DISTANT = Paper(id=PaperId("2611.00001v1"), title="A paper about waiting", pdf="https://arxiv.org/pdf/2611.00001v1")
PDF = b"%PDF-1.7 of a paper"


class CountedArxiv:
    """arXiv with one paper; counts what it is asked for."""

    def __init__(self):
        self.asked: list[str] = []

    async def find(self, paper: PaperId) -> Paper:
        self.asked.append("find")
        return DISTANT

    async def pdf(self, paper: Paper) -> bytes:
        self.asked.append("pdf")
        return PDF


async def test_a_fetched_pdf_is_kept_and_not_asked_for_again(sample_station):
    arxiv = CountedArxiv()
    distant = dataclasses.replace(sample_station, sources={**sample_station.sources, ARXIV: arxiv})
    assert [await fetch(distant, DISTANT.id) for _ in range(2)] == [DISTANT.id, DISTANT.id]
    assert find_pdf(sample_station, DISTANT.id).read_bytes() == PDF
    assert sample_station.store.library.paper(DISTANT.id) == DISTANT
    assert arxiv.asked == ["find", "pdf"]


async def test_a_pdf_that_vanished_is_fetched_anew(sample_station):
    await fetch(sample_station, SAMPLE.id)
    find_pdf(sample_station, SAMPLE.id).unlink()
    await fetch(sample_station, SAMPLE.id)
    assert find_pdf(sample_station, SAMPLE.id).read_bytes() == Path(SAMPLE.pdf).read_bytes()


async def test_a_pdf_that_is_gone_from_its_folder_is_named(sample_station, tmp_path):
    gone = dataclasses.replace(SAMPLE, pdf=str(tmp_path / "gone.pdf"))
    sample_station.store.library.save_paper(gone)
    with pytest.raises(Unreadable, match=r"gone\.pdf cannot be read"):
        await fetch(sample_station, gone.id)


async def test_a_paper_nobody_knows_is_no_paper_while_arxiv_is_off(sample_station):
    with pytest.raises(NoSuchPaper, match=r"2611\.00001v1 is not known here, and arXiv is turned off"):
        await fetch(sample_station, DISTANT.id)


async def test_a_known_paper_of_arxiv_waits_while_arxiv_is_off(sample_station):
    sample_station.store.library.save_paper(DISTANT)
    with pytest.raises(Transient, match="waits for arXiv"):
        await fetch(sample_station, DISTANT.id)
