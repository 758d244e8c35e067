from __future__ import annotations

import os
from pathlib import Path

import pytest
from structlog.testing import capture_logs

from radio.model import Sentence
from shows.speakable import speakable
from workers.studio.pronunciation import Pronunciation

TEXT = "Qwen3 beats LLaMA."
SENTENCE = Sentence(id="s/00/000.0", text=TEXT, spoken=speakable(TEXT), claims=(), paper=None)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "lexicon.toml"


def written(file: Path, text: str, at: int) -> None:
    """The file with this text and this second as the time of its change."""
    file.write_text(text)
    os.utime(file, (at, at))


def test_without_a_lexicon_a_sentence_is_said_as_its_script_has_it(file: Path):
    assert Pronunciation(None).of(SENTENCE) == SENTENCE.spoken
    assert Pronunciation(file).of(SENTENCE) == SENTENCE.spoken


def test_a_changed_lexicon_is_heard_in_the_next_sentence(file: Path):
    said = Pronunciation(file)
    written(file, '[said]\nQwen = "Chwen"', 1)
    assert said.of(SENTENCE) == "Chwen three beats Llama."
    written(file, '[said]\nQwen = "Quen"', 2)
    assert said.of(SENTENCE) == "Quen three beats Llama."
    file.unlink()
    assert said.of(SENTENCE) == SENTENCE.spoken


def test_a_lexicon_with_a_mistake_is_told_once_and_the_last_good_one_stays(file: Path):
    said = Pronunciation(file)
    written(file, '[said]\nQwen = "Chwen"', 1)
    said.of(SENTENCE)
    written(file, "[said", 2)
    with capture_logs() as logs:
        assert {said.of(SENTENCE) for _ in range(3)} == {"Chwen three beats Llama."}
    assert [entry["event"] for entry in logs] == ["lexicon not read"]
