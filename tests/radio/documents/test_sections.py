"""What stands under which heading, and what is left out."""

from __future__ import annotations

import pymupdf
from printed import CLOSING, SENTENCE, paragraph, put


def sections_of(document) -> list[str]:
    """In reading order, each once."""
    return list(dict.fromkeys(p.section for p in document.passages))


def parts(*heads: str, size: float = 12):
    """A page with a heading in bold over a paragraph for each."""

    def draw(document: pymupdf.Document) -> None:
        page, y = document.new_page(), 60.0
        for head in heads:
            y = paragraph(page, put(page, y + 10, [head], size, "tibo") + 4)

    return draw


async def test_a_numbered_heading_run_into_its_text_begins_a_section(read):
    def draw(document: pymupdf.Document) -> None:
        page = document.new_page()
        put(page, 60, ["2. Measures"], 12, "tibo")
        y = paragraph(page, 80)
        name = "2.1. Degree centrality."
        page.insert_text((72, y), name, fontsize=10, fontname="tibo")
        width = pymupdf.get_text_length(name, "tibo", 10)
        page.insert_text((75 + width, y), "In this method the nodes with most friends", fontsize=10, fontname="tiro")
        put(page, y + 12, [SENTENCE, CLOSING])

    document = await read(draw)
    assert sections_of(document) == ["Measures", "Degree centrality"]
    assert document.passages[-1].text.startswith("In this method the nodes")


async def test_the_label_of_a_theorem_begins_no_section(read):
    document = await read(parts("1 Introduction", "Theorem 2.1 (Reading)", "Proof.", "2 Conclusion"))
    assert sections_of(document) == ["Introduction", "Conclusion"]


async def test_lighter_headings_under_declarations_are_silent_with_them(read):
    def draw(document: pymupdf.Document) -> None:
        page, y = document.new_page(), 60.0
        for head, size in (
            ("INTRODUCTION", 14),
            ("ADDITIONAL INFORMATION", 14),
            ("Grant Disclosures", 11),
            ("RESULTS", 14),
        ):
            y = paragraph(page, put(page, y + 10, [head], size, "tibo") + 4)

    assert sections_of(await read(draw)) == ["INTRODUCTION", "RESULTS"]


async def test_a_lettered_heading_after_numbered_ones_begins_the_appendix(read):
    document = await read(parts("1 Introduction", "2 Method", "3 Conclusion", "A More Tables", "B More Figures"))
    assert sections_of(document) == ["Introduction", "Method", "Conclusion"]


async def test_methods_after_the_references_are_kept(read):
    document = await read(parts("Introduction", "Results", "References", "Methods"))
    assert sections_of(document) == ["Introduction", "Results", "Methods"]


async def test_a_bold_address_is_no_heading(read):
    def draw(document: pymupdf.Document) -> None:
        page = document.new_page()
        put(page, 60, ["Abstract"], 12, "tibo")
        y = paragraph(page, 80)
        y = put(page, y, ["Keywords"], 12, "tibo")
        y = put(page, y + 10, ["Grace Hopper"], 12, "tibo")
        y = put(page, y, ["Navy Yard, Philadelphia"]) + 30
        y = put(page, y, ["1 Introduction"], 12, "tibo")
        paragraph(page, y + 8)

    assert sections_of(await read(draw)) == ["Abstract", "Introduction"]
