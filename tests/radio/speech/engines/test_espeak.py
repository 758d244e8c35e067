"""The built-in voice, as it is: real espeak-ng in real worker processes."""

from __future__ import annotations

import asyncio
import os
import signal
from pathlib import Path

import numpy as np
import pytest
import soundfile
from levels import true_peak_db

from radio import sound
from radio.config import SpeechConfig
from radio.doors import Speech, Voice
from radio.errors import Unreachable, Unspeakable
from radio.speech.engines.espeak import Espeak
from radio.speech.engines.registry import EMERGENCY
from radio.speech.gains import Gains
from radio.speech.takes import record

ADA, MAX = (
    Voice(name, host.words_per_minute, host.pitch) for host, name in zip(SpeechConfig().hosts, EMERGENCY, strict=True)
)
RATE = 22_050
TEXT = "The naïve café reads papers. We trained on 2048 images, and it works."


@pytest.fixture
async def espeak():
    speaking = Espeak()
    yield speaking
    await speaking.close()
    assert not workers()


def workers() -> list[int]:
    """Worker processes of this test."""
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    return [int(pid) for pid in children if b"espeak_worker" in Path(f"/proc/{pid}/cmdline").read_bytes()]


async def speak(espeak: Espeak, text: str, voice: Voice = ADA) -> list[Speech]:
    return [speech async for speech in espeak.speak(text, voice)]


def samples(speech: list[Speech]) -> np.ndarray:
    return np.frombuffer(b"".join(s.pcm for s in speech), np.int16)


def median_pitch(mono: np.ndarray) -> float:
    """Fundamental frequency in hertz by autocorrelation of the loud windows."""
    pitches = []
    for start in range(0, len(mono) - 1024, 512):
        window = mono[start : start + 1024].astype(float)
        window -= window.mean()
        likeness = np.correlate(window, window, "full")[1023:]
        best = RATE // 400 + int(np.argmax(likeness[RATE // 400 : RATE // 60]))
        if np.sqrt(np.mean(window**2)) > 1000 and likeness[best] > 0.4 * likeness[0]:
            pitches.append(RATE / best)
    return float(np.median(pitches))


async def test_sound_comes_while_the_rest_is_still_being_spoken(espeak):
    speech = await speak(espeak, TEXT)
    assert len(speech) > 10 and 4 < len(samples(speech)) / RATE < 8
    assert all(len(s.pcm) / 2 <= 0.25 * RATE for s in speech)


async def test_each_written_word_is_timed_once_and_in_order(espeak):
    words = [word for s in await speak(espeak, TEXT) for word in s.words]
    assert [TEXT[w.offset : w.offset + w.length] for w in words] == TEXT.replace(".", "").replace(",", "").split()
    assert [w.seconds for w in words] == sorted(w.seconds for w in words)


async def test_the_two_hosts_cannot_be_mistaken_for_each_other(espeak):
    ada, max_ = [median_pitch(samples(await speak(espeak, TEXT, voice))) for voice in (ADA, MAX)]
    assert ada - max_ > 40


async def test_pace_and_pitch_are_heard(espeak):
    slow, fast = [samples(await speak(espeak, TEXT, Voice("en-us", wpm))) for wpm in (120, 220)]
    assert len(slow) > 1.4 * len(fast)
    low, high = [median_pitch(samples(await speak(espeak, TEXT, Voice("en-us", 165, p)))) for p in (20, 80)]
    assert high - low > 20


async def test_the_voices_it_lists_can_speak(espeak):
    accents, variants = await espeak.voices()
    assert {"en-gb", "en-us", "fi"} <= set(accents) and {"f3", "m3"} <= set(variants)
    assert await speak(espeak, "Hello.", Voice(f"{accents[0]}+{variants[0]}"))


@pytest.mark.parametrize("name", ["zz", "en-us+nobody", "", "+f3", "../../etc/passwd", "en-us+../../en"])
async def test_an_unknown_voice_is_named(espeak, name):
    with pytest.raises(Unspeakable, match=f"no voice '{name}'".replace("+", r"\+")):
        await speak(espeak, "Hello.", Voice(name))
    assert await speak(espeak, "Hello.")


async def test_control_characters_are_no_commands_to_the_voice(espeak):
    plain, tampered = [samples(await speak(espeak, t)) for t in ("It is five.", "It\x0140s is five.")]
    assert len(tampered) >= len(plain) * 0.9


async def test_at_most_two_sentences_are_spoken_at_once(espeak):
    spoken = await asyncio.gather(*(speak(espeak, TEXT) for _ in range(6)))
    assert len(workers()) == 2 and all(len(samples(s)) > 4 * RATE for s in spoken)


async def test_a_worker_killed_while_idle_is_replaced(espeak):
    await speak(espeak, "Hello.")
    os.kill(workers()[0], signal.SIGKILL)
    take = await asyncio.gather(speak(espeak, "Hello."), return_exceptions=True)
    assert isinstance(take[0], list | Unreachable)
    assert await speak(espeak, "Hello.")


@pytest.mark.slow
@pytest.mark.parametrize("voice", [ADA, MAX], ids=["ada", "max"])
async def test_a_levelled_host_is_at_the_house_loudness(espeak, media, voice):
    gain = await Gains(-16.0).of(voice, espeak)
    texts = (
        "Welcome to the evening programme, where new research is read to you by synthetic voices.",
        "The method reaches ninety-one point three percent, four points above the strongest baseline.",
        "Why does that matter? Because the same model is asked again and again, and every answer costs time.",
        "Its limits are stated plainly: one language, one data set, and no test on recordings with noise.",
    )
    takes = [await record(text, voice, espeak, media, gain) for text in texts]
    house = np.concatenate([sound.house(soundfile.read(media.path(t.sound), dtype="int16")[0], t.rate) for t in takes])
    heard = sound.from_int16(house)
    assert sound.loudness(heard, 48_000) == pytest.approx(-16.0, abs=1.0)
    assert true_peak_db(heard, 48_000) <= -1.0
