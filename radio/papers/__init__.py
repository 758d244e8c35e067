"""Door: where papers come from. arXiv, a folder of PDFs, the samples we ship."""

from radio.papers.arxiv.identifiers import parse_id
from radio.papers.arxiv.source import Arxiv
from radio.papers.bibliography import library_texts
from radio.papers.clean_latex import clean_latex
from radio.papers.folder import Folder, is_named_by_file, local_paper
from radio.papers.samples import samples

__all__ = [
    "Arxiv",
    "Folder",
    "clean_latex",
    "is_named_by_file",
    "library_texts",
    "local_paper",
    "parse_id",
    "samples",
]
