"""`paper-radio verify` on a day that was really made and spoken."""

from __future__ import annotations

import asyncio
import json
import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from made_line import config_in

from radio.doors import Voice
from radio.errors import BadConfig
from radio.ids import ShowId
from radio.speech.collect import collect
from radio.speech.engines.flite import open_flite
from radio.speech.recogniser import Recogniser
from shows.speakable.word_errors import errors, words
from workers.voices import verification
from workers.voices.verification import Heard, by_host

REPOSITORY = Path(__file__).parents[3]
TEXT = "The authors say that their results hold for English only, and the robot found its way without a map."


def heard(**values: object) -> Heard:
    plain = Heard("s/00/000.0", "Ada", "piper", "ten words", "ten words", 10, 0)
    return replace(plain, **values)


@pytest.mark.slow
async def test_a_clear_voice_is_understood_and_another_text_is_not():
    flite = open_flite()
    try:
        spoken = await collect(TEXT, Voice("rms"), flite)
    finally:
        await flite.close()
    made_out = words(await asyncio.to_thread(Recogniser().heard, spoken.samples, spoken.rate))
    assert errors(words(TEXT), made_out) / len(words(TEXT)) < 0.3
    other = words("Large language models forget what they were told in the middle of a long conversation.")
    assert errors(other, made_out) / len(other) > 0.7


@pytest.mark.slow
def test_the_sentences_of_a_show_are_spread_over_it_and_summed_by_host(made_day):
    steps: list[tuple[int, int]] = []
    found = verification.verify(made_day, None, 4, lambda *step: steps.append(step))
    assert len(found) == 4 and steps[-1] == (4, 4)
    assert found[0].id < found[-1].id and all(sentence.words for sentence in found)
    hosts = list(by_host(found))
    assert {host.host for host in hosts} <= {"Ada", "Max"} and sum(host.sentences for host in hosts) == 4


@pytest.mark.slow
def test_a_show_that_is_not_there_is_said_in_a_sentence(made_day, tmp_path):
    with pytest.raises(BadConfig, match="there is no show '2020-01-01-daily'"):
        verification.verify(made_day, ShowId("2020-01-01-daily"), 1, lambda *_: None)
    with pytest.raises(BadConfig, match="there are no shows yet"):
        verification.verify(config_in(tmp_path), None, 1, lambda *_: None)


def test_errors_are_counted_over_all_words_of_a_host():
    found = [heard(errors=5), heard(errors=0, words=90), heard(host="Max", errors=6, engine="flite")]
    ada, max_ = by_host(found)
    assert ada.wrong == 0.05 and ada.words == 100 and ada.is_understood and ada.is_judged
    assert max_.wrong == 0.6 and not max_.is_understood


def test_the_emergency_voice_is_not_judged():
    (host,) = by_host([heard(engine="espeak", errors=9)])
    assert not host.is_judged and not host.is_understood


@pytest.mark.slow
def test_the_command_prints_the_hosts_and_the_worst_sentences(made_day, tmp_path):
    (tmp_path / "paper-radio.toml").write_text(f'[station]\ndata = "{made_day.station.data}"\n')
    command = [sys.executable, "-m", "workers.cli.main", "verify", "--sentences", "3", "--json"]
    environment = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "PYTHONPATH": str(REPOSITORY)}
    done = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120)
    assert "Traceback" not in done.stderr and done.returncode in (0, 1)
    tables = json.loads(done.stdout)
    assert sum(int(row["sentences"]) for row in tables["hosts"]) == 3
    assert {"spoken", "heard"} <= set(tables["worst"][0])
