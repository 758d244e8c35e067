"""A paper's own licence is found in the wording of each publisher, and no other licence is ever taken for it."""

from __future__ import annotations

import csv
from contextlib import suppress

import pytest

from radio.documents.prose.printed_licence import printed, stretches
from radio.documents.scan import scan
from radio.errors import Unreadable

MOST_PAGES = 16

BY, BY_4, ZERO = "licenses/by/", "licenses/by/4.0/", "publicdomain/zero/1.0/"
PROSE = "We study how often a licence is read wrongly. The method is plain."


def found(*stretches: str, page: int = 1, links: tuple[str, ...] = ()) -> str:
    pages = [[PROSE] for _ in range(page)]
    pages[page - 1] = [PROSE, *stretches, PROSE]
    return printed(pages, links).removeprefix("http://creativecommons.org/")


@pytest.mark.parametrize(
    ("statement", "licence"),
    [
        ("This work is licensed under a Creative Commons Attribution 4.0 International License.", BY_4),
        ("© 2021 The Association, licensed on a Creative Commons Attribution 4.0 International License.", BY_4),
        ("© 2021 Some Association. Licensed under a Creative Commons Attribution 4.0 License.", BY_4),
        (
            "© 2022 The Author(s). Published by A Publisher B.V. This is an open access article under the CC BY-NC-ND "
            "license (http://creativecommons.org/licenses/by-nc-nd/4.0/).",
            "licenses/by-nc-nd/4.0/",
        ),
        (
            "Open Access This article is licensed under a Creative Commons Attribution 4.0 International License, "
            "which permits use, sharing, adaptation, distribution and reproduction in any medium or format. The images "
            "or other third party material in this article are included in the article's Creative Commons licence. To "
            "view a copy of this licence, visit http://creativecommons.org/licenses/by/4.0/.",
            BY_4,
        ),
        (
            "Open Access This article is licensed under a Creative Commons Attribution 4.0 International License. The "
            "Creative Commons Public Domain Dedication waiver (http://creativecommons.org/publicdomain/zero/1.0/) "
            "applies to the data made available in this article.",
            BY_4,
        ),
        (
            "Copyright: © 2019 One et al. This is an open access article distributed under the terms of the Creative "
            "Commons Attribution License, which permits unrestricted use, provided the original author is credited.",
            BY,
        ),
        (
            "This is an open access article, free of all copyright. The work is made available under the Creative "
            "Commons CC0 public domain dedication.",
            ZERO,
        ),
        (
            "Copyright: © 2023 by the authors. Licensee Some House, Basel. This article is an open access article "
            "distributed under the terms and conditions of the Creative Commons Attribution (CC BY) license "
            "(https://creativecommons.org/licenses/by/4.0/).",
            BY_4,
        ),
        ("Copyright 2017 One et al. Distributed under Creative Commons CC-BY 4.0 OPEN ACCESS", BY_4),
        ("Copyright © 2010 Ada One et al. This is an open access article distributed under the Creative Commons "
         "Attribution License, which permits unrestricted use.", BY),
        ("© 2026 Copyright for this paper by its authors. Use permitted under Creative Commons License Attribution "
         "4.0 International (CC BY 4.0).", BY_4),
        ("Authors of papers retain copyright and release the work under a Creative Commons Attribution 4.0 "
         "International License (CC BY 4.0).", BY_4),
        ("Dedicated to the public domain under CC0 1.0: https://creativecommons.org/publicdomain/zero/1.0/", ZERO),
        ("Dieses Werk ist lizenziert unter einer Creative Commons Namensnennung 4.0 International Lizenz.", BY_4),
        ("Dieser Artikel steht unter der Lizenz Creative Commons Namensnennung – Nicht kommerziell – Keine "
         "Bearbeitungen 4.0.", "licenses/by-nc-nd/4.0/"),
        ("This paper is licensed under CC BY–NC–SA 3.0.", "licenses/by-nc-sa/3.0/"),
        ("This article is published under a Creative Commons Attribution-NonCommercialNoDerivatives 4.0 license.",
         "licenses/by-nc-nd/4.0/"),
        ("This article is distributed under a Creative Commons Attribution Share Alike 4.0 licence.",
         "licenses/by-sa/4.0/"),
        ("License: CC BY 4.0", BY_4),
    ],
)  # fmt: skip
def test_the_usual_statements_are_read(statement: str, licence: str):
    assert found(statement) == licence


@pytest.mark.parametrize(
    "statement",
    [
        "The dataset is released under CC BY 4.0 and the code is open to everyone.",
        "Our corpus is licensed under a Creative Commons Attribution 4.0 International License.",
        "This paper introduces Tara, which is licensed under CC BY 4.0.",
        "All recipes used in this work are licensed under CC BY 4.0.",
        "Photograph © 2020 Ada One, licensed under CC BY 2.0.",
        "Figure 3 is adapted from [7], © 2019 the authors, CC BY 4.0.",
        "The text of Wikipedia is licensed under CC BY-SA 4.0.",
        "1 https://example.org/corpus. Licensed under CC BY 4.0.",
        "Copyright of the models rests with their makers. Licensed under CC BY-NC 4.0.",
        "Code license: CC BY 4.0",
        "All rights reserved by the publisher.",
        "This work is licensed under the Apache License 2.0.",
        "This article is licensed under CC BY 4.0 for non-commerical use alone.",
    ],
)
def test_what_somebody_says_of_something_else_is_no_licence(statement: str):
    assert found(statement) == ""


def test_two_different_licences_are_none():
    assert found("This work is licensed under CC BY 4.0.", "This work is licensed under CC BY-NC 4.0.") == ""
    linked = ("https://creativecommons.org/licenses/by-nc-nd/4.0/",)
    assert found("This work is licensed under CC BY 4.0.", links=linked) == ""


def test_a_licence_with_and_without_its_version_is_one():
    assert found("This article is published under CC BY.", "This article is licensed under CC BY 3.0.") == (
        "licenses/by/3.0/"
    )


def test_after_the_first_page_only_an_article_that_names_itself_is_believed():
    assert found("This paper is released under CC-BY 4.0.", page=21) == BY_4
    assert found("This work is licensed under CC BY 4.0.", page=21) == ""
    assert found("© 2019 One. Licensed under CC BY 4.0.", page=21) == ""


@pytest.mark.slow
def test_of_real_papers_those_that_print_a_licence_have_it_and_the_others_have_none(shared):
    with (shared / "papers/files.tsv").open(newline="") as file:
        rows = [row for row in csv.DictReader(file, delimiter="\t") if int(row["pages"]) <= MOST_PAGES]
    told = {}
    for row in rows:
        with suppress(Unreadable):
            scanned = scan((shared / "papers" / row["file"]).read_bytes(), MOST_PAGES)
            told[row["file"]] = printed([stretches(page.lines) for page in scanned.pages], scanned.links)
    assert len(told) >= 15
    right = {row["file"] for row in rows if row["licence_evidence"].startswith("printed in the PDF")}
    assert {name for name, licence in told.items() if licence} == right
    assert all("/licenses/by/" in told[name] for name in right)
