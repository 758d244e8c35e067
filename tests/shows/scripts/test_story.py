from __future__ import annotations

import json
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest

from radio.model import Document, Paper, Script, Segment
from shows.claims.extractive import summarise
from shows.claims.grounding import grounded
from shows.scripts import phrases
from shows.scripts.brief import points_of
from shows.scripts.story import WORDS_PER_MINUTE, write_segment
from shows.words.sentences import count_words

METADATA = Path(__file__).parents[3] / "../shared/data/metadata.jsonl"


def count_script_words(script: Script) -> int:
    return sum(count_words(sentence.spoken) for _, sentence in script.sentences)


def text_of(script: Script) -> str:
    return " ".join(sentence.text for _, sentence in script.sentences)


def test_a_story_tells_who_and_what_and_where_to_find_it(paper: Paper, segment: Segment):
    text = text_of(write_segment(segment, paper, summarise(paper, None)))
    assert "TraceCheck: Grounding Spoken Summaries without a Model" in text
    assert "Jane Doe and 2 colleagues" in text and "19 November" in text
    assert "41.5%" in text and "other than English" in text
    assert "arXiv:2611.00042" in text and "on screen" in text


def test_two_voices_take_turns_and_no_sentence_comes_twice(paper: Paper, segment: Segment, document: Document):
    script = write_segment(segment, paper, summarise(paper, document))
    speakers = [turn.speaker for turn in script.turns]
    assert all(a != b for a, b in pairwise(speakers))
    texts = [sentence.text for _, sentence in script.sentences]
    assert len(texts) == len(set(texts))
    assert max(count_words(" ".join(s.text for s in turn.sentences)) for turn in script.turns) <= 100


def test_every_fact_carries_its_claim_and_questions_carry_none(paper: Paper, segment: Segment):
    summary = summarise(paper, None)
    script = write_segment(segment, paper, summary)
    said = {claim.text.removeprefix("The authors "): claim.id for claim in summary.claims}
    for _, sentence in script.sentences:
        assert sentence.paper == paper.id
        if sentence.claims:
            assert said[sentence.text.removeprefix("The authors ").removeprefix("They ")] == sentence.claims[0]
    assert all(not s.claims for _, s in script.sentences if s.text.endswith("?"))


def test_ids_tell_the_segment_the_turn_and_the_sentence(paper: Paper, segment: Segment):
    script = write_segment(segment, paper, summarise(paper, None))
    assert script.turns[0].sentences[1].id == f"{segment.id}/000.1"
    ids = [sentence.id for _, sentence in script.sentences]
    assert ids == sorted(set(ids))


def test_the_same_paper_is_told_alike_and_its_neighbour_otherwise(paper: Paper, segment: Segment):
    summary = summarise(paper, None)
    assert write_segment(segment, paper, summary) == write_segment(segment, paper, summary)
    first, second = (write_segment(segment, paper, summary, part=part) for part in (1, 2))
    openings = [script.turns[0].sentences[0].text for script in (first, second)]
    assert openings[0] != openings[1]


def test_a_sentence_that_leans_on_another_comes_right_after_it(paper: Paper, segment: Segment):
    points = list(points_of(summarise(paper, None)))
    assert all(point.claims[0].scope != "follows" for point in points)
    texts = [s.text for _, s in write_segment(segment, paper, summarise(paper, None)).sentences]
    for point in points:
        for before, after in pairwise(point.claims):
            assert texts.index(after.text) == texts.index(before.text) + 1


def test_a_quote_is_credited(paper: Paper, document: Document, segment: Segment):
    summary = summarise(paper, document, open_licence=False)
    quoted = [claim for claim in summary.claims if claim.scope == "quote"]
    text = text_of(write_segment(replace(segment, seconds=180), paper, summary))
    assert all(f'"{claim.text}"' in text for claim in quoted)


def test_a_paper_without_authors_or_number_is_told_without_them(paper: Paper, segment: Segment):
    local = replace(paper, id="sample-1", authors=(), published=None)
    text = text_of(write_segment(segment, local, summarise(local, None)))
    assert "colleagues" not in text and "arXiv" not in text


def test_a_short_slot_gives_a_short_story(paper: Paper, document: Document, segment: Segment):
    summary = summarise(paper, document)
    brief = write_segment(replace(segment, kind="brief", seconds=45), paper, summary)
    assert count_script_words(brief) < count_script_words(write_segment(segment, paper, summary))


def test_a_preprint_is_called_one_once_in_a_short_story_and_never_within_a_show(paper: Paper, segment: Segment):
    short = replace(paper, abstract=" ".join(paper.abstract.split()[:40]))
    alone = text_of(write_segment(segment, short, summarise(short, None)))
    assert alone.count("preprint") == 1 and "language and computation" in alone
    assert "preprint" not in text_of(write_segment(segment, short, summarise(short, None), part=3))
    assert "preprint" not in text_of(
        write_segment(segment, short, summarise(replace(short, id="sample-1"), None), part=1)
    )


def test_a_hand_over_does_not_start_like_what_comes_after_it():
    for turn in range(20):
        assert not phrases.pick(phrases.GO_ON, "a paper", turn, before="The authors go on.").startswith("The ")


def test_no_hand_over_is_heard_twice_while_there_is_another():
    heard: set[str] = set()
    for turn in range(len(phrases.GO_ON)):
        heard.add(phrases.pick(phrases.GO_ON, "a paper", turn // 2, heard=heard))
    assert heard == set(phrases.GO_ON)
    assert phrases.pick(phrases.GO_ON, "a paper", heard=heard) in heard


def test_a_name_within_a_sentence_keeps_its_article_small(paper: Paper, segment: Segment):
    ours = replace(paper, id="sample-1", published=None, authors=("The Paper Radio project",))
    openings = [text_of(write_segment(segment, ours, summarise(ours, None), part=part)) for part in range(1, 9)]
    assert all(" the Paper Radio project" in text for text in openings)


@pytest.mark.parametrize("variants", [phrases.HOOK, phrases.WHO, phrases.GO_ON, phrases.CLOSE, *phrases.ASK.values()])
def test_each_connective_has_eight_variants_or_more(variants: tuple[str, ...]):
    assert len(set(variants)) >= 8


def test_the_disclosure_names_both_voices_and_what_they_are():
    for seed in map(str, range(20)):
        text = phrases.disclosure("Ada", "Max", seed)
        assert "Ada" in text and "Max" in text and "synthetic" in text


@pytest.mark.slow
@pytest.mark.skipif(not METADATA.exists(), reason="the shared metadata is not here")
def test_real_papers_become_traced_stories_of_one_to_three_minutes(segment: Segment):
    rows = [json.loads(line) for line in METADATA.read_text().splitlines()[:400]]
    short = 0
    for row in rows:
        paper = Paper(id=row["id"] + "v1", title=row["title"], authors=tuple(row["authors"]), abstract=row["abstract"],
                      primary=row["primary_category"])  # fmt: skip
        summary = summarise(paper, None)
        script = write_segment(segment, paper, summary)
        assert grounded(script, summary, paper) == script
        words = count_script_words(script)
        assert words <= 3.2 * WORDS_PER_MINUTE
        short += words < WORDS_PER_MINUTE and count_words(paper.abstract) >= 90
    assert short <= len(rows) // 50
