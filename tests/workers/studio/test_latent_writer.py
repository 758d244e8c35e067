"""The latent writer on the station: what it says truly goes on air, and whatever else it does leaves no trace there."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

import extras
import pytest
from latent_program import served
from made_line import config_in, station_in, story_of
from model_server import ModelServer, Said
from some_papers import some_paper
from structlog.testing import capture_logs

from radio.config import LatentConfig, WriterConfig
from radio.model import Script, Summary
from shows.claims.extractive import summarise
from shows.scripts.story import write_segment
from workers.studio.steps.write import write

PAPER = replace(
    some_paper(0),
    abstract=(
        "Large language models often state facts that no source supports. Existing checkers need a second model, which "
        "is costly to run on a small machine. In this paper, we propose TraceCheck, a method that ties each sentence "
        "to the passage it rests on. Our method compares figures, names and hedges without any second model. "
        "Experiments on 3 benchmarks show that TraceCheck reduces unsupported statements by 41.5% on short texts. "
        "We do not evaluate languages other than English."
    ),
)
SUMMARY: Summary = summarise(PAPER, None)
RETOLD = "Now, the authors say, "
TRUE = " ".join(f"{RETOLD}{claim.text[0].lower()}{claim.text[1:]}" for claim in SUMMARY.claims)


@pytest.fixture
def server() -> Iterator[ModelServer]:
    running = ModelServer()
    yield running
    running.close()


def saying(text: str, *, near: float = 0.6, likely: float = -2.0) -> Callable[[dict], Said]:
    """Answers as `latent serve` does, always with this text."""

    def behave(asked: dict) -> Said:
        steering = [guide.get("weight", 1.0) > 0 for guide in asked["guides"]]
        span = {"norm": 4.0, "log_probability": likely, "cosines": [near if steers else 0.1 for steers in steering]}
        choices = [{"index": at, "text": text, "trace": {"spans": [span]}} for at in range(asked["n"])]
        return Said(raw=json.dumps({"choices": choices}).encode())

    return behave


@asynccontextmanager
async def station_with(folder: Path, url: str, **latent: object):
    """A station that knows one paper and asks this latent writer; yields it with the segment to write."""
    writer = WriterConfig(latent=LatentConfig(**{"url": url, "timeout_seconds": 60.0, **latent}))
    async with station_in(config_in(folder / "data", writer=writer)) as station:
        station.store.library.save_paper(PAPER)
        station.store.library.save_summary(SUMMARY)
        yield station, await story_of(station, PAPER.id)


async def written(folder: Path, url: str, **latent: object) -> tuple[Script, Script, list[str]]:
    """The script that was written, the one that the extractive writer writes, and the reasons in the log."""
    async with station_with(folder, url, **latent) as (station, segment_id):
        with capture_logs() as logs:
            await write(station, segment_id)
        segment = station.store.programme.segment(segment_id)
        extractive = write_segment(segment, PAPER, SUMMARY, station.host_names)
        assert not station.store.library.parked()
        reasons = [log["reason"] for log in logs if log["event"] == "latent writer's script not used"]
        return station.store.programme.script(segment_id), extractive, reasons


def texts(script: Script) -> list[str]:
    return [sentence.text for _, sentence in script.sentences]


async def test_true_sentences_are_said_with_the_claims_they_rest_on(tmp_path, server):
    server.behave = saying(TRUE)
    script, extractive, reasons = await written(tmp_path, server.url.removesuffix("/v1"), vector="plain")
    retold = [sentence for _, sentence in script.sentences if sentence.text.startswith(RETOLD)]
    assert reasons == [] and len(retold) >= 3
    assert all(sentence.claims and sentence.spoken for sentence in retold)
    assert texts(script) != texts(extractive)


async def test_an_invented_number_is_cut_and_the_rest_is_said(tmp_path, server):
    server.behave = saying(TRUE.replace("41.5", "61.5"))
    script, _, reasons = await written(tmp_path, server.url.removesuffix("/v1"))
    assert reasons == []
    assert not any("61.5" in text for text in texts(script))
    assert any(text.startswith(RETOLD) for text in texts(script))


@pytest.mark.parametrize(
    ("behave", "reason"),
    [
        (saying(f"{TRUE} " * 4), "repeats itself"),
        (saying(TRUE, near=0.1), "no nearer to its guides"),
        (saying(TRUE, likely=-7.0), "unlikely"),
        (saying("None of this is in the paper, and yet it is said with much confidence."), "retell a claim"),
        (lambda asked: Said(raw=b"\x00\xff"), "nonsense"),
        (
            lambda asked: Said(raw=b'{"choices": [{"text": "x", "trace": {"spans": [{"log_probability": NaN}]}}]}'),
            "nons",
        ),
        (lambda asked: Said(status=503, text="there is not enough memory for this text now"), "not enough memory"),
        (lambda asked: Said(status=404, text="there is no vector 'x'"), "no vector"),
        (lambda asked: Said(cut=True, raw=b"{}" * 50), "does not answer"),
    ],
    ids=["repeating", "far away", "unlikely", "untrue", "nonsense", "no number", "busy", "refusing", "cut"],
)
async def test_what_is_no_use_is_written_by_the_next_writer_with_one_line_in_the_log(tmp_path, server, behave, reason):
    server.behave = behave
    script, extractive, reasons = await written(tmp_path, server.url.removesuffix("/v1"))
    assert script == extractive
    assert len(reasons) == 1 and reason in reasons[0]


async def test_a_slow_server_and_one_that_is_gone_leave_the_story_to_the_next_writer(tmp_path, server):
    server.behave = lambda asked: Said(stalls=True)
    url = server.url.removesuffix("/v1")
    script, extractive, reasons = await written(tmp_path / "slow", url, timeout_seconds=0.3)
    assert script == extractive and "does not answer" in reasons[0]
    server.close()
    script, extractive, reasons = await written(tmp_path / "gone", url)
    assert script == extractive and "does not answer" in reasons[0]


async def test_a_server_that_hangs_is_asked_for_one_story_and_not_for_the_next(tmp_path, server):
    server.behave = lambda asked: Said(stalls=True)
    other = replace(some_paper(1), abstract=PAPER.abstract)
    async with station_with(tmp_path, server.url.removesuffix("/v1"), timeout_seconds=0.3) as (station, first):
        station.store.library.save_paper(other)
        station.store.library.save_summary(summarise(other, None))
        second = await story_of(station, other.id)
        with capture_logs() as logs:
            for segment in (first, second):
                await write(station, segment)
        assert all(station.store.programme.script(segment) for segment in (first, second))
    assert len(server.asked) == 1
    assert ["asked again in" in log["reason"] for log in logs if "reason" in log] == [False, True]


@pytest.fixture
def untrained(tmp_path) -> Path:
    """A folder with a checkpoint of random weights and its vectors."""
    extras.need("latent", "torch", "transformers", "peft")
    made = "import sys, pathlib, tiny_served; tiny_served.tiny_checkpoint(pathlib.Path(sys.argv[1]))"
    tests = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    subprocess.run([sys.executable, "-W", "ignore", "-c", made, str(tmp_path)], check=True, env=tests)
    return tmp_path


@pytest.mark.slow
async def test_the_prose_of_an_untrained_model_is_dropped_by_the_gate(untrained):
    with served(untrained / "latent", "--vectors", untrained / "vectors") as (url, _):
        script, extractive, (reason,) = await written(untrained, url, vector="plain", sampler="anneal")
    assert script == extractive
    assert any(flaw in reason for flaw in ("repeats itself", "unlikely", "no nearer")), reason
