"""PDFs of the operator's own, the samples, and the operator's library."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from radio.errors import BadConfig, NoSuchPaper
from radio.papers import Folder, library_texts, local_paper, samples
from radio.papers.folder import title_of

HOUR_AGO_SECONDS = 3600


def finish(path: Path) -> Path:
    """Makes the file look as if nobody had written to it for an hour."""
    before = path.stat().st_mtime - HOUR_AGO_SECONDS
    os.utime(path, (before, before))
    return path


async def test_a_finished_pdf_becomes_a_paper(tmp_path: Path, pdf: Path):
    folder = tmp_path / "watched"
    folder.mkdir()
    placed = finish(shutil.copy(pdf, folder / "on_good-radio.PDF"))
    (paper,) = await Folder(folder).announced()
    assert paper.id.startswith("local-") and len(paper.id) == len("local-") + 12
    assert (paper.title, paper.announce, paper.licence) == ("On good radio", "local", "")
    assert Path(paper.pdf) == placed


async def test_a_pdf_that_is_still_being_written_is_not_taken(tmp_path: Path, pdf: Path):
    finish(pdf)
    (tmp_path / "paper.pdf.part").write_bytes(b"")
    (tmp_path / "young.pdf").write_bytes(b"%PDF-1.7 half")
    finish(tmp_path / "young.pdf").touch()
    finish_later = Folder(tmp_path)
    assert await finish_later.announced() == ()
    (tmp_path / "paper.pdf.part").unlink()
    assert len(await finish_later.announced()) == 1


def test_a_note_beside_the_pdf_tells_more(pdf: Path):
    pdf.with_suffix(".toml").write_text('title = "Told"\nauthors = ["Ada", "Bo"]\nlicence = "https://example.org/by"\n')
    paper = local_paper(pdf)
    assert (paper.title, paper.authors, paper.licence) == ("Told", ("Ada", "Bo"), "https://example.org/by")


def test_a_broken_note_does_not_cost_the_paper(pdf: Path):
    pdf.with_suffix(".toml").write_text("title = ")
    assert local_paper(pdf).title == "Paper"


async def test_the_same_pdf_twice_is_one_paper_and_other_files_are_left_out(tmp_path: Path, pdf: Path):
    finish(pdf)
    finish(shutil.copy(pdf, tmp_path / "copy.pdf"))
    for name in ("notes.txt", "false.pdf", "empty.pdf"):
        (tmp_path / name).write_bytes(b"" if name == "empty.pdf" else b"hello")
        finish(tmp_path / name)
    folder = Folder(tmp_path)
    assert len(await folder.announced()) == 1
    assert await folder.announced() == await folder.announced()


async def test_a_missing_folder_has_no_papers(tmp_path: Path):
    assert await Folder(tmp_path / "nowhere").announced() == ()


def test_what_is_no_pdf_is_refused_in_a_sentence(tmp_path: Path):
    (tmp_path / "page.pdf").write_text("<html>")
    with pytest.raises(ValueError, match="is not a PDF"):
        local_paper(tmp_path / "page.pdf")
    with pytest.raises(ValueError, match="cannot be read"):
        local_paper(tmp_path / "missing.pdf")


def test_a_title_is_guessed_from_the_file_name():
    assert title_of("attention_is-all_you_need (1)") == "Attention is all you need"


def test_the_samples_that_are_shipped_are_pdfs_with_an_open_licence():
    assert samples()
    for sample in samples():
        assert Path(sample.pdf).read_bytes().startswith(b"%PDF-")
        assert sample.announce == "sample" and sample.title and "creativecommons.org" in sample.licence


def test_a_library_gives_title_and_abstract_of_each_entry(tmp_path: Path):
    bib = tmp_path / "my.bib"
    bib.write_text(
        "@article{a, title = {On {LaTeX} and $n$ things}, abstract = {We \\emph{count}.}}\n"
        '@misc{b, Title = "Only a title"}\n@misc{c, author = {Nobody}}\n'
    )
    assert library_texts(bib) == ("On LaTeX and n things. We count.", "Only a title.")


def test_a_library_that_is_missing_is_a_mistake_in_the_configuration(tmp_path: Path):
    with pytest.raises(BadConfig, match=r"rank\.library"):
        library_texts(tmp_path / "none.bib")


async def test_without_a_watched_folder_nothing_is_announced_and_a_pdf_that_was_asked_for_is_still_read(pdf: Path):
    folder = Folder(None)
    assert await folder.announced() == ()
    assert await folder.pdf(local_paper(pdf)) == pdf.read_bytes()


async def test_a_local_paper_that_the_store_has_forgotten_is_named_with_the_way_to_ask_for_it(tmp_path: Path):
    with pytest.raises(NoSuchPaper, match="paper-radio ingest"):
        await Folder(tmp_path).find("local-3fa9c0d1e2b4")
