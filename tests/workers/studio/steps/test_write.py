"""What is written stays, and nothing is said that its paper does not bear out."""

from __future__ import annotations

import dataclasses

import pytest
from made_line import story_of
from some_papers import summary_of
from step_subjects import PAPERS

from radio.errors import Permanent
from radio.model import Claim
from workers.studio.steps.write import write


async def test_words_that_were_written_stay_as_they_are(summary_station):
    segment = await story_of(summary_station, PAPERS[0].id)
    await write(summary_station, segment)
    script = summary_station.store.programme.script(segment)
    summary_station.store.library.save_summary(summary_of(dataclasses.replace(PAPERS[1], id=PAPERS[0].id)))
    assert await write(summary_station, segment) == segment
    assert summary_station.store.programme.script(segment) == script


async def test_a_number_that_its_paper_does_not_give_is_never_said(summary_station):
    paper = PAPERS[0]
    made_up = Claim(
        id=f"{paper.id}#c90",
        kind="result",
        text="It improves accuracy by 97 percent over the strongest baseline.",
        quote="Experiments show that it improves accuracy by 2 percent over the strongest baseline.",
        passage=f"{paper.id}#abstract",
        score=9.0,
    )
    summary = summary_of(paper)
    summary_station.store.library.save_summary(dataclasses.replace(summary, claims=(made_up, *summary.claims)))
    segment = await story_of(summary_station, paper.id)
    await write(summary_station, segment)
    said = [sentence for _, sentence in summary_station.store.programme.script(segment).sentences]
    assert said
    assert not any("97" in sentence.text or "ninety-seven" in sentence.spoken for sentence in said)


async def test_a_story_of_which_no_claim_can_be_traced_is_not_told(summary_station):
    paper = PAPERS[0]
    summary = summary_of(paper)
    made_up = (dataclasses.replace(claim, text="It lifts the moon by 97 percent.") for claim in summary.claims)
    summary_station.store.library.save_summary(dataclasses.replace(summary, claims=tuple(made_up)))
    segment = await story_of(summary_station, paper.id)
    with pytest.raises(Permanent, match=f"nothing is left to say in {segment}"):
        await write(summary_station, segment)
    assert summary_station.store.programme.find_script(segment) is None
