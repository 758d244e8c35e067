"""Kokoro through a model made on the spot: its letters, its pauses, and files that are not what they should be."""

from __future__ import annotations

import numpy as np
import pytest
import tone_models

from radio.doors import Voice
from radio.errors import Unspeakable
from radio.speech.collect import collect
from radio.speech.engines import kokoro_phonemes
from radio.speech.engines.espeak_library import EspeakLibrary
from radio.speech.engines.kokoro import open_kokoro
from radio.speech.engines.kokoro_worker import CLAUSE_SECONDS, SENTENCE_SECONDS

AMERICAN, BRITISH = Voice("af_hum"), Voice("bm_hum")


@pytest.fixture
async def kokoro(tmp_path):
    tone_models.install_kokoro(tmp_path, af_hum=200.0, bm_hum=120.0)
    speaking = open_kokoro(tmp_path)
    yield speaking
    await speaking.close()


def hertz(samples: np.ndarray, rate: int) -> float:
    return float(np.argmax(np.abs(np.fft.rfft(samples))) * rate / len(samples))


def silences(samples: np.ndarray, rate: int) -> list[float]:
    """Seconds of each silence between sounds."""
    loud = np.flatnonzero(np.abs(samples) > 0.01)
    gaps = np.diff(loud) / rate
    return [float(gap) for gap in gaps if gap > 0.05]


@pytest.fixture(scope="module")
def said(tmp_path_factory, monkeypatch_module):
    """How a word is said in Kokoro's letters."""
    library = EspeakLibrary()

    def said(text: str, accent: str) -> str:
        ipa = library.phonemes(text, accent, kokoro_phonemes.TIE)
        return kokoro_phonemes.letters(ipa, british=accent == "en-gb")

    return said


@pytest.fixture(scope="module")
def monkeypatch_module():
    """Loading the library moves to its folder; this comes back."""
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(".")
        yield patch


@pytest.mark.parametrize(
    ("word", "accent", "letters"),
    [
        ("day", "en-us", "dˈA"),
        ("my", "en-us", "mˈI"),
        ("now", "en-us", "nˈW"),
        ("boy", "en-us", "bˈY"),
        ("go", "en-us", "ɡˈO"),
        ("judge", "en-us", "ʤˈʌʤ"),
        ("church", "en-us", "ʧˈɜɹʧ"),
        ("see", "en-us", "sˈi"),
        ("bottle", "en-us", "bˈɑɾᵊl"),
        ("button", "en-us", "bˈʌtᵊn"),
        ("over", "en-us", "ˈOvəɹ"),
        ("over", "en-gb", "ˈQvə"),
        ("see", "en-gb", "sˈiː"),
        ("fair", "en-gb", "fˈɛː"),
        ("bird", "en-gb", "bˈɜːd"),
    ],
)
def test_sounds_are_written_in_kokoros_letters(said, word, accent, letters):
    assert said(word, accent) == letters


async def test_each_voice_has_its_own_style(kokoro):
    for voice, pitch in ((AMERICAN, 200.0), (BRITISH, 120.0)):
        recording = await collect("Hello there.", voice, kokoro)
        assert recording.rate == tone_models.KOKORO_RATE
        assert hertz(recording.samples, recording.rate) == pytest.approx(pitch, abs=2)


async def test_pieces_join_with_a_pause_for_a_clause_and_a_longer_one_for_a_sentence(kokoro):
    text = "In this paper we look at rivers, and at the sea as it was long ago, before the ice came. They rise."
    recording = await collect(text, AMERICAN, kokoro)
    gaps = silences(recording.samples, recording.rate)
    assert gaps == pytest.approx([CLAUSE_SECONDS, SENTENCE_SECONDS], abs=0.06)


async def test_a_voice_of_another_language_is_refused(kokoro):
    with pytest.raises(Unspeakable, match="does not speak English"):
        await kokoro.check(Voice("jf_alpha"))


@pytest.mark.parametrize("file", ["model/model.onnx", "model/tokenizer.json", "af_hum/af_hum.bin"])
async def test_a_file_cut_short_is_named_before_anything_is_started(kokoro, tmp_path, file):
    path = tmp_path / "kokoro" / file
    path.write_bytes(path.read_bytes()[:-7])
    for ask in (kokoro.check(AMERICAN), collect("Hello.", AMERICAN, kokoro)):
        with pytest.raises(Unspeakable, match=f"{path.name} has .* instead of .*voices install kokoro` mends it"):
            await ask


@pytest.mark.parametrize("file", ["model/model.onnx", "model/tokenizer.json", "af_hum/af_hum.bin"])
async def test_a_file_that_was_published_damaged_is_called_so_and_the_worker_goes_on(kokoro, tmp_path, file):
    path = tmp_path / "kokoro" / file
    path.write_bytes(b"\x00\xff" * (path.stat().st_size // 2) + b"\x00" * (path.stat().st_size % 2))
    if file.startswith("af_hum"):
        path.write_bytes(path.read_bytes()[:-1])
    tone_models.pin(path.parent)
    for _ in range(2):
        with pytest.raises(Unspeakable, match=r"is damaged \(.*voices install kokoro` mends it"):
            await collect("Hello.", AMERICAN, kokoro)
    if file.startswith("af_hum"):
        assert (await collect("Hello.", BRITISH, kokoro)).seconds > 0


async def test_a_model_installed_anew_is_another_voice_and_is_loaded_without_a_restart(kokoro, tmp_path):
    before = kokoro.signature(AMERICAN)
    await collect("Hello.", AMERICAN, kokoro)
    folder = tmp_path / "kokoro/af_hum"
    np.full((510, 1, 256), 300.0, np.float32).tofile(folder / "af_hum.bin")
    tone_models.pin(folder)
    assert kokoro.signature(AMERICAN) != before
    recording = await collect("Hello there.", AMERICAN, kokoro)
    assert hertz(recording.samples, recording.rate) == pytest.approx(300, abs=3)
