from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

import pytest

from radio.model import Paper, Segment, Summary
from shows.claims.extractive import summarise
from shows.scripts.llm_story import parse_script, script_prompt, turns_so_far


@dataclass
class Reply:
    value: dict[str, Any]
    model: str = "test-model"


def dialogue(summary: Summary, *extra: tuple[str, list[str]]) -> Reply:
    turns = [{"speaker": "host", "sentences": [{"text": "Host: Here is a new paper.", "claims": []}]}]
    for claim in summary.claims:
        turns.append({"speaker": "guest", "sentences": [{"text": "What do they say?", "claims": []}]})
        turns.append({"speaker": "host", "sentences": [{"text": claim.text, "claims": [claim.id]}]})
    turns += [{"speaker": "host", "sentences": [{"text": text, "claims": claims}]} for text, claims in extra]
    return Reply({"turns": turns})


def test_a_script_is_kept_sentence_by_sentence(paper: Paper, segment: Segment):
    summary = summarise(paper, None)
    claim = summary.of("result")[0]
    script = parse_script(dialogue(summary, ("It cuts 99% of them.", [claim.id])), segment, paper, summary)
    texts = [sentence.text for _, sentence in script.sentences]
    assert texts[0] == "Here is a new paper."
    assert claim.text in texts and "It cuts 99% of them." not in texts
    assert all(sentence.spoken and sentence.id.startswith(segment.id) for _, sentence in script.sentences)


def test_a_fact_without_a_claim_is_cut(paper: Paper, segment: Segment):
    summary = summarise(paper, None)
    script = parse_script(dialogue(summary, ("Google uses it 50 times a day.", [])), segment, paper, summary)
    assert "Google" not in " ".join(sentence.text for _, sentence in script.sentences)


@pytest.mark.parametrize("value", [{}, {"turns": [{"speaker": "pope", "sentences": []}]}, {"turns": []}])
def test_a_useless_script_is_refused(paper: Paper, segment: Segment, value: dict[str, Any]):
    with pytest.raises(ValueError):
        parse_script(Reply(value), segment, paper, summarise(paper, None))


def test_the_script_prompt_lists_each_claim(paper: Paper, segment: Segment):
    summary = summarise(paper, None)
    _, prompt, schema = script_prompt(segment, paper, summary)
    assert all(f"[{claim.id}]" in prompt for claim in summary.claims)
    assert schema["properties"]["turns"]["items"]["properties"]["speaker"] == {"enum": ["host", "guest"]}


@pytest.mark.slow
def test_what_is_finished_of_a_growing_reply_is_a_beginning_of_the_script(paper: Paper, segment: Segment):
    summary = summarise(paper, None)
    invented = ("Google uses it 50 times a day.", [])
    reply = dialogue(summary, invented, ("That was the paper.", []), ("Goodbye {now}.", []))
    whole = [sentence for _, sentence in parse_script(reply, segment, paper, summary).sentences]
    written, known = json.dumps(reply.value), 0
    for at in range(len(written) + 1):
        sentences = [sentence for _, sentence in turns_so_far(written[:at], segment, paper, summary).sentences]
        assert sentences == whole[: len(sentences)] and len(sentences) >= known
        known = len(sentences)
    assert known == len(whole) - 1


@pytest.mark.parametrize(
    "text", ["", "I will", '{"turns": {', '{"turns": [7, {}]}', '{"turns": [{"speaker": "pope", "sentences": []}, {']
)
def test_a_growing_reply_of_another_shape_has_nothing_finished(paper: Paper, segment: Segment, text: str):
    assert turns_so_far(text, segment, paper, summarise(paper, None)).turns == ()
