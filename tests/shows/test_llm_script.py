from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest

from radio.model import Paper, Segment, Summary
from shows.claims.extractive import summarise
from shows.llm_script import parse_script, script_prompt


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
