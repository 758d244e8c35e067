"""Piper, the package itself, on a model made on the spot."""

from __future__ import annotations

import numpy as np
import pytest
import tone_models

from radio.doors import Voice
from radio.errors import Unspeakable
from radio.speech.collect import collect
from radio.speech.engines.piper import open_piper

NAME = "en_US-hums-low"


@pytest.fixture
async def piper(tmp_path):
    tone_models.install_piper(tmp_path, NAME, speakers=3)
    speaking = open_piper(tmp_path)
    yield speaking
    await speaking.close()


def hertz(samples: np.ndarray, rate: int) -> float:
    return float(np.argmax(np.abs(np.fft.rfft(samples))) * rate / len(samples))


@pytest.mark.parametrize(("name", "pitch"), [(NAME, 150), (f"{NAME}#0", 150), (f"{NAME}#2", 250)])
async def test_the_number_after_the_mark_is_the_speaker(piper, name, pitch):
    recording = await collect("Hello there.", Voice(name), piper)
    assert hertz(recording.samples, recording.rate) == pytest.approx(pitch, abs=2)


@pytest.mark.parametrize("speaker", ["3", "-1", "x", "", "1#1"])
async def test_a_speaker_that_the_voice_has_not_is_refused(piper, speaker):
    with pytest.raises(Unspeakable, match="it has 3 speakers"):
        await piper.check(Voice(f"{NAME}#{speaker}"))


async def test_the_rate_is_that_of_the_voice(piper, tmp_path):
    folder = tmp_path / "piper" / NAME
    described = folder / f"{NAME}.onnx.json"
    described.write_text(described.read_text().replace("22050", "16000"))
    tone_models.pin(folder)
    assert (await collect("Hello.", Voice(NAME), piper)).rate == 16_000


async def test_square_brackets_are_not_read_as_phonemes(piper):
    once, twice = [await collect(f"We {text} now.", Voice(NAME), piper) for text in ("[say hello]", "[[say hello]]")]
    assert twice.seconds == once.seconds


@pytest.mark.parametrize("file", [f"{NAME}.onnx", f"{NAME}.onnx.json"])
async def test_a_file_cut_short_is_named(piper, tmp_path, file):
    path = tmp_path / "piper" / NAME / file
    path.write_bytes(path.read_bytes()[:-7])
    with pytest.raises(Unspeakable, match=f"{file} has .* instead of .*voices install piper:{NAME}` mends it"):
        await piper.check(Voice(NAME))
    tone_models.pin(path.parent)  # as if it had been published so
    with pytest.raises(Unspeakable, match=r"is damaged \("):
        await collect("Hello.", Voice(NAME), piper)


async def test_a_voice_whose_installation_was_not_finished_is_not_installed(piper, tmp_path):
    (tmp_path / "piper" / NAME / "installed.json").unlink()
    assert piper.signature(Voice(NAME)).endswith("none")
    with pytest.raises(Unspeakable, match=f"`paper-radio voices install piper:{NAME}` installs it"):
        await piper.check(Voice(NAME))
