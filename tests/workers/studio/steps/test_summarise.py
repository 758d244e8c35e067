"""A summary rests on the paper's own words, whoever writes it."""

from __future__ import annotations

import dataclasses

import pytest
from step_subjects import SAMPLE

from radio.errors import Unreachable, Unreadable
from radio.ids import PaperId
from radio.model import Document, Passage, Reply
from workers.studio.steps.summarise import summarise


class Model:
    """A language model that answers the same to everything, or fails."""

    def __init__(self, answer: object):
        self.answer = answer

    async def answers(self) -> bool:
        return True

    async def reply(self, *_prompt: object, **_limits: object) -> Reply:
        if isinstance(self.answer, Exception):
            raise self.answer
        return Reply(value=self.answer, model="a-model")


async def test_a_summary_rests_on_the_papers_own_words_and_is_made_once(read_station):
    library = read_station.store.library
    await summarise(read_station, SAMPLE.id)
    made = library.summary(SAMPLE.id)
    assert len(made.claims) >= 5
    for claim in made.claims:
        passage = library.document(SAMPLE.id).find_passage(claim.passage)
        assert claim.quote in (passage.text if passage else SAMPLE.abstract)
    await summarise(dataclasses.replace(read_station, llm=Model(AssertionError("asked again"))), SAMPLE.id)
    assert library.summary(SAMPLE.id) == made


@pytest.mark.parametrize(
    "answer",
    [
        Unreachable("the model's server is away"),
        {"headline": "Nothing", "claims": []},
        {"headline": "Moon", "claims": [{"kind": "result", "text": "The moon is cheese.", "quote": "cheese moon"}]},
        {"no": "sense"},
    ],
    ids=["away", "nothing", "made up", "nonsense"],
)
async def test_where_the_models_answer_is_no_use_the_summary_is_extractive(read_station, answer):
    await summarise(dataclasses.replace(read_station, llm=Model(answer)), SAMPLE.id)
    made = read_station.store.library.summary(SAMPLE.id)
    assert made.writer == "extractive"
    assert not any("cheese" in claim.text for claim in made.claims)


async def test_a_paper_with_too_little_to_say_is_unreadable(sample_station):
    paper = dataclasses.replace(SAMPLE, id=PaperId("local-2"), abstract="")
    sample_station.store.library.save_paper(paper)
    passage = Passage(id="local-2#p0", section="Body", text="Nothing much here.", page=1, boxes=())
    sample_station.store.library.save_document(Document(paper=paper.id, title="", passages=(passage,)))
    with pytest.raises(Unreadable, match="too few sentences"):
        await summarise(sample_station, paper.id)
