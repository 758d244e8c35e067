"""Which licence holds for a version of a paper, and what it opens."""

from __future__ import annotations

import pytest

from radio.config import LicenceConfig
from radio.ids import PaperId
from radio.licence import is_open, licence_of
from radio.model import Document, Paper

NON_EXCLUSIVE = "http://arxiv.org/licenses/nonexclusive-distrib/1.0/"
CC = "http://creativecommons.org/licenses/"
BY, BY_3, BY_SA, BY_NC_ND = f"{CC}by/4.0/", f"{CC}by/3.0/", f"{CC}by-sa/4.0/", f"{CC}by-nc-nd/4.0/"
ZERO = "http://creativecommons.org/publicdomain/zero/1.0/"


def records(at_arxiv: str, in_file: str) -> tuple[Paper, Document]:
    paper = PaperId("2611.00001v1")
    return Paper(id=paper, title="A", licence=at_arxiv), Document(paper=paper, title="A", passages=(), licence=in_file)


@pytest.mark.parametrize(
    ("at_arxiv", "in_file", "holds", "opens"),
    [
        (BY, "", BY, True),
        ("", BY, BY, True),
        ("", "", "", False),
        (NON_EXCLUSIVE, "", NON_EXCLUSIVE, False),
        (NON_EXCLUSIVE, BY, BY, True),
        (NON_EXCLUSIVE, BY_NC_ND, BY_NC_ND, False),
        (BY, BY_NC_ND, BY_NC_ND, False),
        (BY_NC_ND, BY, BY_NC_ND, False),
        (BY, BY_SA, BY_SA, True),
        (BY, ZERO, BY, True),
        (BY, BY_3, BY, True),
        (f"{CC}by-nc/4.0/", "", f"{CC}by-nc/4.0/", False),
        ("", f"{CC}by/", f"{CC}by/", True),
    ],
)
def test_the_narrower_of_two_grants_holds_and_arxivs_own_licence_takes_nothing_back(at_arxiv, in_file, holds, opens):
    paper, document = records(at_arxiv, in_file)
    assert licence_of(paper, document) == holds
    assert is_open(paper, document, LicenceConfig()) is opens


def test_a_paper_that_was_not_read_has_the_licence_it_has_at_arxiv():
    paper, _ = records(BY, "")
    assert licence_of(paper, None) == BY
    assert is_open(paper, None, LicenceConfig())


def test_a_private_station_opens_everything():
    assert is_open(*records("", ""), LicenceConfig(private=True))
