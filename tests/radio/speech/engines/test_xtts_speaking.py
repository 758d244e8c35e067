"""XTTS as it is, with few random weights: the real package streams in a real worker. Needs the extra `xtts`."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path

import extras
import numpy as np
import pytest
import soundfile
import tiny_xtts
from processes import child_named

from radio.config import XttsConfig
from radio.doors import Speaking, Speech, Voice
from radio.errors import Unreachable, Unspeakable
from radio.speech.cast import Cast, HostVoice
from radio.speech.engines.espeak import Espeak
from radio.speech.engines.xtts import Xtts
from radio.speech.takes import Takes

TEXT = "The method reads ten papers in a minute."
ADA, ANA = Voice("ada"), Voice("Ana")
WORKER = b"xtts_worker"

pytestmark = pytest.mark.slow
extras.need("xtts", "TTS")


def record(path: Path, seconds: float = 3.0, hertz: float = 150.0, rate: int = 44_100) -> None:
    time = np.arange(round(seconds * rate)) / rate
    tone = sum(np.sin(2 * np.pi * hertz * k * time) / k for k in range(1, 8)) / 5
    soundfile.write(path, np.stack([tone, tone], 1), rate)


@pytest.fixture(scope="module")
def whole(tmp_path_factory) -> Path:
    """A folder with the model, not to be written to."""
    folder = tmp_path_factory.mktemp("xtts")
    subprocess.run([sys.executable, "-W", "ignore", tiny_xtts.__file__, folder], check=True, capture_output=True)
    return folder


@pytest.fixture
def folder(whole, tmp_path) -> Path:
    """A model's folder with a recording of Ada."""
    folder = tmp_path / "model"
    folder.mkdir()
    for file in whole.iterdir():
        (folder / file.name).hardlink_to(file)
    record(folder / "ada.wav")
    return folder


@pytest.fixture
async def make():
    made = []

    def make(folder: Path, answer_seconds: float = 60.0, **settings) -> Xtts:
        made.append(Xtts(XttsConfig(model=folder, device="cpu", **settings), answer_seconds))
        return made[-1]

    yield make
    for xtts in made:
        await xtts.close()


class Struck:
    """XTTS whose worker gets a signal after the first stretch of sound."""

    name = "xtts"

    def __init__(self, xtts: Xtts, blow: signal.Signals):
        self.check, self.signature, self.close = xtts.check, xtts.signature, xtts.close
        self._xtts, self._blow = xtts, blow

    async def speak(self, text: str, voice: Voice) -> AsyncIterator[Speech]:
        async for speech in self._xtts.speak(text, voice):
            yield speech
            os.kill(await child_named(WORKER), self._blow)


async def speak(xtts: Speaking, voice: Voice = ADA, text: str = TEXT) -> list[Speech]:
    return [speech async for speech in xtts.speak(text, voice)]


def seconds(speech: list[Speech]) -> float:
    return sum(len(s.pcm) / 2 / s.rate for s in speech)


async def test_sound_comes_while_the_rest_is_still_being_spoken(folder, make):
    speech = await speak(make(folder))
    assert len(speech) >= 3 and {s.rate for s in speech} == {24_000}
    assert 2.5 < seconds(speech) < 5 and np.frombuffer(speech[0].pcm, np.int16).any()


async def test_a_faster_voice_is_shorter_and_two_sentences_are_longer(folder, make):
    xtts = make(folder)
    plain, fast = [seconds(await speak(xtts, voice)) for voice in (ANA, Voice("Ana", 250))]
    assert 0.5 < fast / plain < 0.8
    assert seconds(await speak(xtts, ANA, f"{TEXT} {TEXT}")) > 1.7 * plain


async def test_a_recording_is_listened_to_once(folder, make):
    await speak(make(folder))
    kept = folder / "ada.wav.latents"
    first = kept.stat().st_mtime_ns
    await speak(make(folder))
    assert kept.stat().st_mtime_ns == first
    record(folder / "ada.wav", hertz=220)
    await speak(make(folder))
    assert kept.stat().st_mtime_ns > first


async def test_latents_that_were_cut_short_are_made_again(folder, make):
    kept = folder / "ada.wav.latents"
    kept.write_bytes(b"PK\x03\x04")
    assert await speak(make(folder)) and kept.stat().st_size > 1000


async def test_voices_are_recordings_and_the_models_speakers(folder, make):
    xtts = make(folder)
    await xtts.check(ADA)
    await xtts.check(ANA)
    for name in ("zz", "../model/ada", ""):
        with pytest.raises(Unspeakable, match=rf"no voice '{name}'.*the model's own are Ana"):
            await xtts.check(Voice(name))
        with pytest.raises(Unspeakable, match="no voice"):
            await speak(xtts, Voice(name))
    assert await speak(xtts, ANA)


async def test_a_recording_that_is_none_is_named(folder, make):
    xtts = make(folder)
    record(folder / "short.wav", seconds=0.5)
    (folder / "torn.wav").write_bytes((folder / "ada.wav").read_bytes()[:20])
    for name, match in (("short", "has 0.5 s; 2 are the least"), ("torn", r"torn\.wav cannot be read")):
        with pytest.raises(Unspeakable, match=match):
            await speak(xtts, Voice(name))


@pytest.mark.parametrize("text", ["🙂", "—", "<break/>"])
async def test_what_holds_no_words_is_refused(folder, make, text):
    with pytest.raises(Unspeakable, match=r"no words|nothing in the text"):
        await speak(make(folder), ANA, text)


async def test_a_model_that_is_missing_or_cut_short_is_named(folder, make):
    weights = (folder / "model.pth").read_bytes()
    (folder / "model.pth").unlink()
    with pytest.raises(Unreachable, match=r"no XTTS model: model\.pth missing"):
        await make(folder).check(ANA)
    (folder / "model.pth").write_bytes(weights[: len(weights) // 2])
    with pytest.raises(Unreachable, match=r"Error: "):
        await make(folder).check(ANA)


async def test_a_worker_killed_while_speaking_is_reported_and_replaced(folder, make):
    xtts = make(folder)
    with pytest.raises(Unreachable, match="xtts died"):
        await speak(Struck(xtts, signal.SIGKILL), ANA)
    assert await speak(xtts, ANA)


async def test_a_worker_that_stalls_while_speaking_is_reported(folder, make):
    with pytest.raises(Unreachable, match="xtts was silent for 13 s"):
        await speak(Struck(make(folder, answer_seconds=5.0), signal.SIGSTOP), ANA)


@pytest.mark.parametrize("blow", [signal.SIGKILL, signal.SIGSTOP])
async def test_the_cast_goes_on_with_espeak_in_the_sentence(folder, make, media, blow):
    espeak, xtts = Espeak(), Struck(make(folder, answer_seconds=5.0), blow)
    parts = {"Ada": [HostVoice("xtts", ANA), HostVoice("espeak", Voice("en-us+f3"))]}
    cast = Cast(parts, {"xtts": xtts, "espeak": espeak}, Takes(media, -16.0))
    reading = await cast.reading()
    assert str(reading.part_of("Ada")) == "xtts:Ana"
    take = await reading.record(TEXT, "Ada")
    assert (take.engine, str(reading.part_of("Ada"))) == ("espeak", "espeak:en-us+f3")
    assert take.seconds > 2 and not cast.is_whole
    await espeak.close()
