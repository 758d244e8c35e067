"""A paper has one place among the vectors."""

from __future__ import annotations

from step_subjects import SAMPLE

from workers.studio.steps.embed import embed


async def test_a_paper_embedded_twice_is_remembered_once(sample_station):
    for _ in range(2):
        await embed(sample_station, SAMPLE.id)
    vector = sample_station.embedding.embed([f"{SAMPLE.title}\n{SAMPLE.abstract}"])[0]
    assert sample_station.vectors.count() == 1
    assert sample_station.vectors.nearest(vector, 1)[0][0] == SAMPLE.id
