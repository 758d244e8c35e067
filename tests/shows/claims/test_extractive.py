from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from radio.model import Box, Document, Paper, Passage, Summary
from shows.claims import grounding
from shows.claims.cues import kind_in_abstract, kind_in_section
from shows.claims.extractive import MOST_QUOTE_WORDS, summarise
from shows.claims.rewrite import pieces, rewrite
from shows.claims.scopes import FOLLOWS, QUOTE
from shows.words.sentences import count_words

METADATA = Path(__file__).parents[3] / "../shared/data/metadata.jsonl"


def source(claim, paper: Paper, document: Document | None) -> str:
    return paper.abstract if claim.passage.endswith("#abstract") else document.find_passage(claim.passage).text


def printed(paper: Paper, rows: tuple[tuple[str, str], ...]) -> Document:
    """A document of one page with a passage for each section and text."""
    passages = tuple(
        Passage(id=f"{paper.id}#p{at}", section=section, text=text, page=1, boxes=(Box(0, 0, 100, 10),))
        for at, (section, text) in enumerate(rows)
    )
    return Document(paper=paper.id, title="", passages=passages)


def texts(summary: Summary) -> str:
    return " ".join(claim.text for claim in summary.claims)


@pytest.mark.parametrize("open_licence", [True, False])
def test_every_quote_stands_in_the_passage_it_names(paper: Paper, document: Document, open_licence: bool):
    summary = summarise(paper, document, open_licence=open_licence)
    assert len(summary.claims) >= 6
    assert all(claim.quote in source(claim, paper, document) for claim in summary.claims)


def test_each_part_of_the_story_finds_its_claim(paper: Paper, document: Document):
    summary = summarise(paper, document)
    assert {"problem", "idea", "method", "result", "limit"} <= {claim.kind for claim in summary.claims}
    assert any("TraceCheck, a method" in claim.text for claim in summary.of("idea"))
    assert any("41.5%" in claim.text for claim in summary.of("result"))
    assert any("other than English" in claim.text for claim in summary.of("limit"))


def test_the_abstract_is_found_on_its_page_where_the_document_has_it(paper: Paper, document: Document):
    assert {c.passage for c in summarise(paper, document).of("idea")} == {"2611.00042v1#p0"}
    assert {c.passage for c in summarise(paper, None).claims} == {"2611.00042v1#abstract"}


def test_nothing_is_said_out_of_the_references(paper: Paper, document: Document):
    assert "99%" not in texts(summarise(paper, document))


def test_a_closed_licence_gives_two_short_quotes_of_the_body_at_most(paper: Paper, document: Document):
    summary = summarise(paper, document, open_licence=False)
    body = [claim for claim in summary.claims if claim.passage != "2611.00042v1#p0"]
    assert 1 <= len(body) <= 2
    assert all(claim.scope == QUOTE and count_words(claim.quote) <= MOST_QUOTE_WORDS for claim in body)


def test_a_local_file_takes_title_and_words_from_the_document(paper: Paper, document: Document):
    local = replace(paper, id="local-3fa9c0d1e2b4", title="scan_final2.pdf", abstract="")
    summary = summarise(local, document)
    assert summary.headline.startswith("TraceCheck")
    assert "41.5%" in texts(summary)


@pytest.mark.parametrize("open_licence", [True, False])
def test_the_abstract_printed_in_a_local_file_is_read_like_that_of_arxiv(
    paper: Paper, document: Document, open_licence: bool
):
    told = summarise(paper, document, open_licence=open_licence)
    local = summarise(replace(paper, abstract=""), document, open_licence=open_licence)
    assert local == told


def test_an_abstract_that_no_heading_ends_counts_as_one_in_its_beginning_only(paper: Paper):
    said = "We show that the reading of number {at} is faster than all {at} others by {at} minutes on every set."
    rows = tuple(("Abstract", said.format(at=at)) for at in range(200))
    summary = summarise(replace(paper, abstract=""), printed(paper, rows))
    assert len(summary.claims) < 40


def test_a_limit_is_kept_that_names_what_the_abstract_names(paper: Paper):
    rows = (
        ("Abstract", "We distill the knowledge of many specialist models into one large and fast network."),
        (
            "6 Discussion",
            "We have not yet shown that all knowledge of specialist models is distilled into one.",
        ),
    )
    summary = summarise(replace(paper, abstract=""), printed(paper, rows))
    assert [claim.passage for claim in summary.of("limit")] == [f"{paper.id}#p1"]


def test_a_sentence_of_the_body_that_leans_on_what_was_not_said_is_left_out(paper: Paper):
    rows = (
        ("Abstract", "We propose a parser that reads trees aloud in every language of the world."),
        ("5 Results", "We find that most studies of speech do not follow these guidelines at all."),
        (
            "5 Results",
            "We find that the parser reaches 91% accuracy on trees, and that these trees are hard.",
        ),
    )
    summary = summarise(replace(paper, abstract=""), printed(paper, rows))
    assert [claim.passage for claim in summary.of("result")] == [f"{paper.id}#p2"]


def test_no_abstract_and_no_document_gives_no_claims(paper: Paper):
    assert summarise(replace(paper, abstract=""), None).claims == ()


def test_keywords_name_the_subject(paper: Paper):
    keywords = summarise(paper, None).keywords
    assert 3 <= len(keywords) <= 6
    assert "TraceCheck" in keywords


@pytest.mark.parametrize(
    ("sentence", "said"),
    [
        ("In this paper, we propose a new model for parsing trees.",
         "The authors propose a new model for parsing trees."),
        ("We show that we can learn our own rules quickly.",
         "The authors show that they can learn their own rules quickly."),
        ("Our results show that trees help the reader most.", "The results show that trees help the reader most."),
        ("Our clinicians saw that trees help the reader most.",
         "The authors' clinicians saw that trees help the reader most."),
        ("However, parsing (as in Table 3) remains hard for people and machines [3, 4].",
         "Parsing remains hard for people and machines."),
        ("It reaches 74--94% accuracy on each of the sets.", "It reaches 74–94% accuracy on each of the sets."),
        ("This method, as shown in Figure 2, learns rules quickly from trees.",
         "The method learns rules quickly from trees."),
        ("To our knowledge, no parser has done this before.",
         "To the authors' knowledge, no parser has done this before."),
    ],
)  # fmt: skip
def test_a_sentence_is_turned_for_the_ear_and_says_no_more(sentence: str, said: str):
    text, _ = rewrite(sentence)
    assert text == said
    assert grounding.check_against(text, sentence, "authors") == ()


def test_a_single_author_is_not_spoken_of_as_authors():
    assert rewrite("We propose that our parser reads trees aloud.", authors=1)[0] == (
        "They propose that their parser reads trees aloud."
    )


@pytest.mark.parametrize(
    "sentence",
    [
        "Figure 3 shows the accuracy of the model on all sets.",
        r"We minimise $\sum_i \|x_i - y_i\|^2 + \lambda \|w\|$ over the weights.",
        "Code is available at https://github.com/x/y for everyone to read.",
        "Too short to say.",
        "The rest of this paper is organised as follows.",
        "The older retriever works well on every set, yet it suffers from two weaknesses.",
        "We concentrate on three new contributions to the task of parsing.",
        "Below, we show how a model of vision can be applied to a single document.",
        "In section 6 we describe how the archive may change over the years.",
        "Uneven weights are an interesting direction; more in the Limitations section.",
        "Bioinformatics, computational biology keywords selective pressure, comparative genomics, gene families.",
    ],
)
def test_a_sentence_that_cannot_be_heard_is_left_out(sentence: str):
    assert rewrite(sentence) is None


@pytest.mark.parametrize(
    "sentence",
    [
        "It runs much faster than a checker with a model.",
        "However, we find this basic iterative approach saturates within the training set.",
        "We find that using a similar configuration, training in batches improves the results.",
        "In the second stage, the parser is trained on trees of every size.",
        "For deep networks, this analysis reveals how strong the responses are.",
    ],
)
def test_a_sentence_that_leans_on_another_is_marked(sentence: str):
    assert rewrite(sentence)[1] == FOLLOWS


def test_a_sentence_that_likens_itself_to_something_stands_alone():
    assert rewrite("We find that a similar pattern to that of rain appears in the noise.")[1] == ""


def test_a_long_list_is_not_cut_into_parts_that_lack_a_verb():
    listed = (
        "Table 4 shows the number of test examples for each of the classes, the change in the number of examples that "
        "are correct at the first position when the specialists are used, and the relative improvement in accuracy for "
        "the larger of the two datasets."
    )
    assert pieces(listed) == [listed]
    joined = (
        "We train the parser on all of the trees that were collected over ten years in the three archives of the city, "
        "and the model that comes out of it needs less than a minute for every language that is spoken there."
    )
    assert len(pieces(joined)) == 2


def test_a_list_within_a_sentence_is_told_item_by_item():
    listed = (
        "We concentrate on two contributions to the task: (1) we propose a parser that adapts the largest models to a "
        "new language with few trees; and (2) we propose to mark each of the trees by how new it is to the reader."
    )
    assert [said and said[0] for said in map(rewrite, pieces(listed))] == [
        None,
        "The authors propose a parser that adapts the largest models to a new language with few trees.",
        "The authors propose to mark each of the trees by how new it is to the reader.",
    ]


def test_what_is_released_for_future_work_is_no_limit_of_the_work():
    released = "We release our judgments, our templates and our software for future research."
    assert kind_in_abstract(released, 1.0)[0] != "limit"
    assert kind_in_section(released, "6 Conclusion")[0] != "limit"
    assert (
        kind_in_section("Uneven weights are an interesting direction for future research.", "6 Conclusion")[0]
        == "limit"
    )


def test_what_the_authors_do_is_not_their_problem():
    survey = "Through a survey of 162 papers, we first shed light on current practices of judging summaries."
    assert kind_in_abstract(survey, 0.1)[0] == "idea"


@pytest.mark.slow
@pytest.mark.skipif(not METADATA.exists(), reason="the shared metadata is not here")
def test_real_abstracts_give_claims_that_their_own_words_bear_out():
    rows = [json.loads(line) for line in METADATA.read_text().splitlines()[:600]]
    for row in rows:
        paper = Paper(id=row["id"] + "v1", title=row["title"], authors=tuple(row["authors"]), abstract=row["abstract"])
        for claim in summarise(paper, None).claims:
            assert claim.quote in paper.abstract
            assert "authors authors" not in claim.text and "  " not in claim.text
            if claim.scope != QUOTE:
                assert grounding.check(claim.text, [claim], paper.title) == ()
