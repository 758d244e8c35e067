"""The list of engines, and what is said of one that is not in it."""

from __future__ import annotations

from pathlib import Path

import pytest

from radio.config import EndpointConfig, HostConfig, SpeechConfig, XttsConfig
from radio.errors import BadConfig
from radio.media import Media
from radio.speech.engines.installable import parts_of
from radio.speech.engines.registry import ENGINES, cast, engines, find_engine, mistakes

VOICES = Path(__file__).parents[4] / "docs" / "voices.md"


def spoken_by(voice: str, engine: str = "auto") -> SpeechConfig:
    ada, max_ = SpeechConfig().hosts
    return SpeechConfig(engine=engine, hosts=(HostConfig(name=ada.name, voices=(voice,)), max_))


def test_every_engine_stands_under_its_own_name_and_its_worker_beside_it(tmp_path):
    speech = SpeechConfig(endpoint=EndpointConfig(base_url="http://127.0.0.1:9/v1"), xtts=XttsConfig(model=tmp_path))
    opened = engines(speech, tmp_path)
    assert list(opened) == [kind.name for kind in ENGINES]
    assert all(engine.name == name for name, engine in opened.items())


def test_what_is_not_configured_is_not_opened(tmp_path):
    assert not {"endpoint", "xtts"} & set(engines(SpeechConfig(), tmp_path))


@pytest.mark.parametrize("kind", ENGINES, ids=lambda kind: kind.name)
def test_an_engine_whose_voices_are_installed_sounds_natural_and_names_its_extra(kind):
    assert not kind.installable or (kind.is_natural and kind.extra)
    assert find_engine(kind.name) is kind


@pytest.mark.parametrize("kind", ENGINES, ids=lambda kind: kind.name)
def test_an_engine_is_spoken_of_where_the_voices_are(kind):
    assert f"`{kind.name}:" in VOICES.read_text()


@pytest.mark.parametrize("kind", [kind for kind in ENGINES if kind.installable], ids=lambda kind: kind.name)
def test_what_an_engine_offers_is_made_of_its_own_folders(kind):
    for offer in kind.installable.offers:
        parts = parts_of(offer.name)
        assert {part.engine for part in parts} == {kind.name}
        spoken_from = {folder for part in parts for folder in kind.installable.folders(part.voice)}
        assert spoken_from == {part.voice for part in parts}


def test_the_default_hosts_speak_with_engines_that_exist():
    assert mistakes(SpeechConfig()) == ()


def test_an_engine_that_does_not_exist_is_named_with_its_key(tmp_path):
    (wrong,) = mistakes(spoken_by("gramophone:caruso"))
    assert wrong.startswith("speech.hosts.0.voices: 'gramophone:caruso' is no voice; write one of kokoro, piper")
    (wrong,) = mistakes(spoken_by("espeak:en-us", engine="gramophone"))
    assert wrong.startswith("speech.engine: 'gramophone' is no engine; write auto or one of kokoro")
    with pytest.raises(BadConfig, match="gramophone"):
        cast(spoken_by("gramophone:caruso"), {}, Media(Path(tmp_path)))
